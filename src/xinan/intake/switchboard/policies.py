"""Who may watch which feeds, and who may have a batch taken once more."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from xinan.intake.models import Batch, BatchSource
from xinan.intake.switchboard.lines import Line
from xinan.people.enums import OFFICE_ROLES, Role
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of
from xinan.registry.models import Project
from xinan.registry.policies import visible_projects

_WHOLE_PROJECTS = OFFICE_ROLES | {Role.CONTRACTOR}
_MAY_WATCH = _WHOLE_PROJECTS | {Role.OPERATOR, Role.BANK}


@dataclass(frozen=True, slots=True)
class Watched:
    """The feeds somebody may watch: all of some projects, of others the bank's alone.

    Feeds are counts, faults and dates; those who run the platform see them of every project, without seeing the project.
    """

    whole: QuerySet[Project]
    bank: QuerySet[Project]

    def lines(self, project_id: str) -> tuple[Line, ...]:
        """The feeds of one project that may be watched; none where it may not."""
        if self.whole.filter(pk=project_id).exists():
            return tuple(Line)
        return (Line.BANK,) if self.bank.filter(pk=project_id).exists() else ()


def may_watch_feeds(user: User, *, on: date) -> bool:
    """Whether a person has a switchboard at all: operators, offices, contractors, banks."""
    return has_switchboard(scope_of(user, on=on))


def has_switchboard(scope: Scope) -> bool:
    """Whether a scope has a switchboard at all."""
    return bool(scope.roles & _MAY_WATCH)


def watched(scope: Scope) -> Watched:
    """What a scope lets its holder watch."""
    if Role.OPERATOR in scope.roles:
        return Watched(Project.objects.all(), Project.objects.none())
    grants = scope.grants
    whole = Scope(tuple(grant for grant in grants if grant.role in _WHOLE_PROJECTS))
    bank = Scope(tuple(grant for grant in grants if grant.role is Role.BANK))
    return Watched(visible_projects(whole), visible_projects(bank))


def retakable(batches: QuerySet[Batch], *, scope: Scope) -> QuerySet[Batch]:
    """Those whose file is still kept and which this person may have taken once more: operators, and their contractor.

    What an interface brought is sent again by the system it came from.
    """
    files = batches.filter(source__in=[BatchSource.UPLOAD, BatchSource.COMMAND], dry_run=False)
    kept = files.filter(finished_at__isnull=False, retakes=None).exclude(original_sealed="")
    if Role.OPERATOR in scope.roles:
        return kept
    firms = [grant.enterprise_id for grant in scope.grants if grant.role is Role.CONTRACTOR]
    own = Project.objects.filter(contractor_id__in=firms).values("project_id")
    return kept.filter(Q(project_id__in=own))
