"""What is read of cases: their procedures, their people, their story, the lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from xinan.casework.cases.enums import WORKING, Part
from xinan.casework.cases.membership import SUBJECT, members_now, proceedings_of_case
from xinan.casework.cases.models import Case, CaseMember
from xinan.casework.cases.opening import UMBRELLA
from xinan.casework.cases.policies import supervised_cases, visible_cases
from xinan.casework.cases.wages import PaidWorker, money_of, paid_of, paid_of_many
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.enums import OPEN_CLOCKS, ClockState
from xinan.procedures.models import Clock, Proceeding

__all__ = [
    "PaidWorker",
    "Shelf",
    "Standing",
    "case_of_clue",
    "case_of_warning",
    "cases_on",
    "members_of",
    "money_of",
    "paid_of",
    "paid_of_many",
    "proceedings_of",
    "umbrella_of",
    "with_standing",
]


class Shelf(StrEnum):
    """A list of cases: those one works, those one leads, those of one's places that one's office supervises."""

    MINE = "mine"
    LED = "led"
    SUPERVISED = "supervised"
    ALL = "all"


class Standing(StrEnum):
    """How a case stands."""

    OPEN = "open"
    CLOSING = "closing"
    OVERDUE = "overdue"
    CLOSED = "closed"
    ANY = "any"


def proceedings_of(case: Case) -> QuerySet[Proceeding]:
    """Every proceeding of a case, the umbrella's and the second track's among them; the oldest first.

    For callers who have shown that the case is open to whoever asks.
    """
    return proceedings_of_case(case.pk).select_related("holder", "holder_office").order_by("opened_at", "pk")


def umbrella_of(case: Case) -> Proceeding | None:
    """The umbrella proceeding of the case's last life."""
    return proceedings_of(case).filter(procedure=UMBRELLA).order_by("-pk").first()


def members_of(case: Case) -> list[CaseMember]:
    """The members of the moment."""
    return members_now(case)


def cases_on(shelf: Shelf, *, user: User, scope: Scope) -> QuerySet[Case]:
    """The cases of a list, of those open to the person."""
    mine = CaseMember.objects.filter(user=user, to_at=None, case=OuterRef("pk"))
    cases = visible_cases(scope)
    if shelf is Shelf.MINE:
        return cases.filter(Exists(mine.filter(part__in=WORKING)))
    if shelf is Shelf.LED:
        return cases.filter(Exists(mine.filter(part=Part.LEADER)))
    if shelf is Shelf.SUPERVISED:
        return cases.filter(
            Q(pk__in=supervised_cases(scope).values("pk")) | Q(Exists(mine.filter(part=Part.SUPERVISOR)))
        )
    return cases


def with_standing(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with `umbrella_state` and `first_due_at` of their last umbrella; None where no clock runs."""
    mine = Proceeding.objects.filter(
        subject_kind=SUBJECT, procedure=UMBRELLA, subject_id=Cast(OuterRef("pk"), TextField())
    ).order_by("-pk")
    due = (
        Clock.objects.filter(proceeding__subject_kind=SUBJECT, state__in=OPEN_CLOCKS)
        .exclude(state=ClockState.PAUSED)
        .filter(proceeding__subject_id=Cast(OuterRef("pk"), TextField()))
        .order_by()
        .values("proceeding__subject_id")
        .annotate(first=Min("due_at"))
        .values("first")
    )
    return cases.annotate(umbrella_state=Subquery(mine.values("state")[:1]), first_due_at=Subquery(due))


def standing_on(cases: QuerySet[Case], standing: Standing, *, now: datetime) -> QuerySet[Case]:
    """Those that stand so; `cases` come from `with_standing`."""
    if standing is Standing.CLOSED:
        return cases.exclude(closed_on=None)
    if standing is Standing.ANY:
        return cases
    still = cases.filter(closed_on=None)
    if standing is Standing.CLOSING:
        return still.filter(Q(umbrella_state="closing_asked"))
    if standing is Standing.OVERDUE:
        return still.filter(Q(first_due_at__lte=now))
    return still


def most_urgent(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Open ones by the first of their clocks to run out, then the closed ones, the newest first."""
    return cases.order_by(
        F("closed_on").desc(nulls_first=True), F("first_due_at").asc(nulls_last=True), "-year", "-sequence"
    )


def case_of_warning(warning_id: int, *, scope: Scope) -> Case | None:
    """The case a warning was turned into, where it is open to the person."""
    return visible_cases(scope).filter(case_warnings__warning_id=warning_id).first()


def case_of_clue(clue_id: str, *, scope: Scope) -> Case | None:
    """The case a clue is investigated in, where it is open to the person."""
    return visible_cases(scope).filter(case_clues__clue_id=clue_id).first()


@dataclass(frozen=True, slots=True)
class Officers:
    """Who leads a case and who has each track."""

    leader: User | None
    arrears: User | None
    background: User | None


def officers_of(cases: Sequence[Case]) -> dict[int, Officers]:
    """The officers of several cases; one statement."""
    members = CaseMember.objects.filter(case__in=cases, to_at=None).select_related("user").order_by("pk")
    held = {(each.case_id, each.part): each.user for each in members}
    return {
        case.pk: Officers(
            held.get((case.pk, Part.LEADER)), held.get((case.pk, Part.ARREARS)), held.get((case.pk, Part.BACKGROUND))
        )
        for case in cases
    }
