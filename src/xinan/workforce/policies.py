"""Who sees which workers."""

from django.db.models import Q, QuerySet

from xinan.people.scope import Scope
from xinan.registry.policies import visible_projects
from xinan.workforce.models import AttendanceDay, Employment, Worker


def visible_workers(scope: Scope) -> QuerySet[Worker]:
    """The workers employed or seen on a project that a scope opens."""
    projects = visible_projects(scope).values("pk")
    return Worker.objects.filter(
        Q(pk__in=Employment.objects.filter(project_id__in=projects).values("worker_id"))
        | Q(pk__in=AttendanceDay.objects.filter(project_id__in=projects).values("worker_id"))
    )
