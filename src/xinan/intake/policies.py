"""Who may import, and for which projects."""

from datetime import date

from django.db.models import Q, QuerySet

from xinan.intake.models import Batch
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import scope_of
from xinan.registry.models import Project


def contractors_of(user: User | None, *, today: date) -> frozenset[str] | None:
    """The firms for whose projects the sender may import; None, any, for the command line alone."""
    if user is None:
        return None
    grants = scope_of(user, on=today).grants
    return frozenset(grant.enterprise_id for grant in grants if grant.role is Role.CONTRACTOR and grant.enterprise_id)


def may_import(user: User, *, today: date) -> bool:
    """Whether the user may import at all."""
    return bool(contractors_of(user, today=today))


def importable_projects(user: User | None, *, today: date) -> QuerySet[Project]:
    """The projects the sender may import for."""
    contractors = contractors_of(user, today=today)
    projects = Project.objects.order_by("name")
    return projects if contractors is None else projects.filter(contractor_id__in=contractors)


def visible_batches(user: User, *, today: date) -> QuerySet[Batch]:
    """The batches the user may look at: their own, and those of the projects they may import for."""
    projects = importable_projects(user, today=today).values("project_id")
    return Batch.objects.filter(Q(submitted_by=user) | Q(project_id__in=projects))
