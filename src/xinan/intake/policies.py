"""Who may import, and for which projects."""

from datetime import date

from django.db.models import Q, QuerySet

from xinan.intake.models import Batch
from xinan.people.enums import Role
from xinan.people.models import Appointment, User
from xinan.registry.models import Project


def contractors_of(user: User | None, *, today: date) -> frozenset[str] | None:
    """The firms for whose projects the sender may import; None: any (the platform's operators, and the command line)."""
    if user is None:
        return None
    running = Q(to_on=None) | Q(to_on__gte=today)
    posts = Appointment.objects.filter(
        running, user=user, from_on__lte=today, role__in=(Role.OPERATOR, Role.CONTRACTOR)
    )
    held = list(posts.values_list("role", "enterprise_id"))
    if any(role == Role.OPERATOR for role, _firm in held):
        return None
    return frozenset(firm for _role, firm in held if firm)


def may_import(user: User, *, today: date) -> bool:
    """Whether the user may import at all."""
    contractors = contractors_of(user, today=today)
    return contractors is None or bool(contractors)


def importable_projects(user: User | None, *, today: date) -> QuerySet[Project]:
    """The projects the sender may import for."""
    contractors = contractors_of(user, today=today)
    projects = Project.objects.order_by("name")
    return projects if contractors is None else projects.filter(contractor_id__in=contractors)


def visible_batches(user: User, *, today: date) -> QuerySet[Batch]:
    """The batches the user may look at: their own, and those of the projects they may import for."""
    contractors = contractors_of(user, today=today)
    if contractors is None:
        return Batch.objects.all()
    projects = importable_projects(user, today=today).values("project_id")
    return Batch.objects.filter(Q(submitted_by=user) | Q(project_id__in=projects))
