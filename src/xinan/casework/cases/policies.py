"""Who sees a case: its members, and above NAMED ones the city and the province; to anybody else it does not exist."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinan.casework.cases.enums import WORKING, Part
from xinan.casework.cases.models import Case, CaseMember, CaseTask
from xinan.casework.cases.refusals import no_such_case, no_such_task
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import Grant, Scope
from xinan.procedures.enums import Access

SUPERVISING = frozenset({Role.CITY_OFFICE, Role.PROVINCE_OFFICE})
OPENING = SUPERVISING | {Role.COUNTY_INSPECTOR}
# Whoever holds one of these posts may be made a member; a firm's people and those who run or audit the platform may not.
MEMBERSHIP = OPENING | {Role.INDUSTRY_DEPARTMENT, Role.MEDIATOR, Role.ARBITRATOR}
HANDED_OVER = (Part.MEDIATOR, Part.ARBITRATOR)


@dataclass(frozen=True, slots=True)
class Standing:
    """As what a person stands before a case: their parts now, and whether their office supervises it."""

    parts: frozenset[str]
    supervises: bool

    @property
    def works(self) -> bool:
        """Whether they may write into the case: who works it, and who supervises it."""
        return self.supervises or bool(self.parts & {*WORKING, Part.SUPERVISOR})

    @property
    def leads(self) -> bool:
        """Whether they say who takes part: the leader, the arrears officer, and who supervises."""
        return self.supervises or bool(self.parts & {Part.LEADER, Part.ARREARS, Part.SUPERVISOR})

    @property
    def sees_all(self) -> bool:
        """Whether the whole file is open to them; a mediator or an arbitrator sees what bears on the dispute."""
        return self.supervises or bool(self.parts - set(HANDED_OVER))


def visible_cases(scope: Scope) -> QuerySet[Case]:
    """The cases open to a person: one's own as a member, and those of one's places for offices that supervise."""
    seen = Q(pk__in=())
    for grant in scope.grants:
        seen |= _supervised(grant)
    if scope.user_id is not None and scope.roles & MEMBERSHIP:
        seen |= Q(Exists(CaseMember.objects.filter(case=OuterRef("pk"), user_id=scope.user_id, to_at=None)))
    return Case.objects.filter(seen)


def visible_case(scope: Scope, *, case_id: int) -> Case:
    """The case; NotFound where there is none, and with the same words and work where it is not open to the person."""
    related = ("project", "project__contractor", "employer", "office", "opened_by")
    case = visible_cases(scope).select_related(*related).filter(pk=case_id).first()
    if case is None:
        raise no_such_case()
    return case


def supervised_cases(scope: Scope) -> QuerySet[Case]:
    """Those of the person's places that their office supervises."""
    seen = Q(pk__in=())
    for grant in scope.grants:
        seen |= _supervised(grant)
    return Case.objects.filter(seen)


def standing_of(case: Case, *, scope: Scope) -> Standing:
    """As what the person stands before a case that is open to them."""
    parts: frozenset[str] = frozenset()
    if scope.user_id is not None and scope.roles & MEMBERSHIP:
        mine = CaseMember.objects.filter(case=case, user_id=scope.user_id, to_at=None)
        parts = frozenset(mine.values_list("part", flat=True))
    return Standing(parts, any(_supervises(grant, case) for grant in scope.grants))


def may_open_in(scope: Scope, *, region_code: str) -> bool:
    """Whether the person's office opens cases of a place."""
    return any(
        grant.role in OPENING and (grant.regions is None or region_code in grant.regions) for grant in scope.grants
    )


def may_open_cases(scope: Scope) -> bool:
    """Whether the person opens cases at all."""
    return bool(scope.roles & OPENING)


def may_have_cases(scope: Scope) -> bool:
    """Whether cases may concern the person at all: who may be a member of one."""
    return bool(scope.roles & MEMBERSHIP)


def visible_tasks(user: User, *, scope: Scope) -> QuerySet[CaseTask]:
    """The tasks asked of a person or of their office, and those of the cases open to them.

    Whoever is asked sees the task alone: that, and of what it says, is all they learn.
    """
    asked = Q(pk__in=())
    if scope.roles & MEMBERSHIP:
        asked |= Q(to_user_id=user.pk)
        if user.organisation_id is not None:
            asked |= Q(to_office_id=user.organisation_id, to_user=None)
    return CaseTask.objects.filter(asked | Q(case__in=visible_cases(scope)))


def visible_task(user: User, *, scope: Scope, task_id: int) -> CaseTask:
    """The task; NotFound where there is none for the person."""
    found = visible_tasks(user, scope=scope).select_related("case", "to_user", "to_office", "made_by")
    task = found.filter(pk=task_id).first()
    if task is None:
        raise no_such_task()
    return task


def _supervised(grant: Grant) -> Q:
    if grant.role not in SUPERVISING:
        return Q(pk__in=())
    opened = Q(access=Access.NAMED)
    return opened if grant.regions is None else opened & Q(region_code__in=grant.regions)


def _supervises(grant: Grant, case: Case) -> bool:
    return (
        grant.role in SUPERVISING
        and case.access == Access.NAMED
        and (grant.regions is None or case.region_code in grant.regions)
    )
