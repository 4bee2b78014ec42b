"""Reads of clues: their proceedings, what stands where, who waits for what."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from xinan.casework.enums import Answer, TransferState
from xinan.casework.models import Clue, ClueTransfer
from xinan.casework.policies import visible_clues
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.enums import OPEN_CLOCKS
from xinan.procedures.models import Clock, Proceeding

PROCEDURE: Final = "clue"
SUBJECT: Final = "clue"


def proceedings() -> QuerySet[Proceeding]:
    """Every life of every clue."""
    return Proceeding.objects.filter(procedure=PROCEDURE, subject_kind=SUBJECT)


def open_proceeding_of(clue: Clue) -> Proceeding | None:
    """The life of a clue that is not over."""
    return proceedings().filter(subject_id=clue.pk, closed_at=None).first()


def last_proceedings(clue_ids: Iterable[str]) -> Mapping[str, Proceeding]:
    """The last life of each clue, by the clue; one statement."""
    rows = proceedings().filter(subject_id__in=list(clue_ids)).order_by("subject_id", "-pk").distinct("subject_id")
    return {each.subject_id: each for each in rows.select_related("holder", "holder_office")}


def lives_of(clue: Clue) -> list[Proceeding]:
    """Every life of one clue, the last first."""
    rows = proceedings().filter(subject_id=clue.pk).order_by("-pk")
    return list(rows.select_related("holder", "holder_office"))


def called_back(clue: Clue, *, proceeding: Proceeding) -> tuple[str, ...]:
    """What the return calls of this life brought, in order."""
    rows = clue.calls.filter(proceeding_id=proceeding.pk)
    return tuple(rows.values_list("answer", flat=True))


def satisfied(answers: Iterable[str]) -> str:
    """The last thing the worker said; empty where nobody was reached."""
    said = [answer for answer in answers if answer != Answer.UNREACHABLE]
    return said[-1] if said else ""


def replies_owed(clue: Clue) -> QuerySet[ClueTransfer]:
    """Passings-on and supervisions that want an answer which was not given."""
    wanted = clue.transfers.filter(reply_by__isnull=False, replied_at=None)
    return wanted.filter(state=TransferState.ACCEPTED)


def pool(scope: Scope) -> QuerySet[Clue]:
    """The clues of a scope that were taken (a fact loaded from elsewhere has no number), with how each stands.

    Annotated: `state`, `holder_id`, `holder_office_id`, `first_due_at`, `late`, `proceeding_id` of the last life.
    """
    last = proceedings().filter(subject_id=OuterRef("pk")).order_by("-pk")
    running = Clock.objects.filter(proceeding=OuterRef("proceeding_id"), state__in=OPEN_CLOCKS)
    first = running.order_by().values("proceeding").annotate(first=Min("due_at")).values("first")
    rows = visible_clues(scope).exclude(number="")
    for name, column in (
        ("proceeding_id", "pk"),
        ("state", "state"),
        ("holder_id", "holder_id"),
        ("holder_office_id", "holder_office_id"),
        ("escalation", "escalation"),
    ):
        rows = rows.annotate(**{name: Subquery(last.values(column)[:1])})
    return rows.annotate(first_due_at=Subquery(first), late=Exists(running.filter(state="expired")))


def by_urgency(rows: QuerySet[Clue]) -> QuerySet[Clue]:
    """What runs out first comes first; what is over, last."""
    return rows.order_by(F("first_due_at").asc(nulls_last=True), "-received_on", "pk")


def held_by(rows: QuerySet[Clue], *, user: User) -> QuerySet[Clue]:
    """Those a person holds, and those in their office's queue that nobody does; open ones."""
    mine = Q(holder_id=user.pk)
    if user.organisation_id is not None:
        mine |= Q(holder_id=None, holder_office_id=user.organisation_id)
    return rows.filter(mine, closed_on=None)


def counted(rows: QuerySet[Clue], field: str) -> dict[str, int]:
    """How many of each value of a column."""
    return dict(rows.order_by().values_list(field).annotate(n=Count("pk")))
