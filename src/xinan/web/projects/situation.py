"""What of a project decides on its links besides warnings: its dates and the pause it is in."""

from datetime import date

from django.db.models import Q, QuerySet

from xinan.registry.models import Pause, Project
from xinan.web.projects.chain import Situation


def situations(projects: QuerySet[Project], *, today: date) -> dict[str, Situation]:
    """By project; two queries."""
    rows = list(projects.values_list("project_id", "started_on", "completed_on"))
    pauses = Pause.objects.filter(
        Q(to_on=None) | Q(to_on__gte=today),
        project_id__in=[row[0] for row in rows],
        from_on__lte=today,
        approved_on__lte=today,
    )
    until = dict(pauses.values_list("project_id", "to_on"))
    return {
        project_id: Situation(started_on, completed_on, until.get(project_id), project_id in until)
        for project_id, started_on, completed_on in rows
    }
