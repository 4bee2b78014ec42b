"""What is open to a person, which clocks run, what has happened so far."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import models

from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.checks import acting_kind, last_makers
from xinan.procedures.clock_view import ClockRows, ClockView, view_of
from xinan.procedures.conditions import check_waited, last_clocks
from xinan.procedures.definition import Procedure
from xinan.procedures.enums import ActorKind, ClockEventKind
from xinan.procedures.errors import MoveRefused
from xinan.procedures.given import MoveOffer
from xinan.procedures.models import Clock, ClockAct, ClockEvent, ClockExtension, ClockPause, Proceeding, Proof, Step
from xinan.procedures.policies import actor_kinds
from xinan.procedures.registry import find_procedure
from xinan.procedures.timeline import Entry, entries_of

_MOVING = (ClockEventKind.MOVED, ClockEventKind.PAUSED, ClockEventKind.RESUMED, ClockEventKind.EXTENDED)

Row = TypeVar("Row", bound=models.Model)


def moves_open_to(proceeding: Proceeding, *, scope: Scope, user: User) -> list[MoveOffer]:
    """The moves out of the present state that this person's kind may make; `refused` says what stands against one.

    Moves of other kinds of actors are left out; one is refused where it takes another person, another step first, or a period to be over.
    """
    procedure = find_procedure(proceeding.procedure)
    stands_as = actor_kinds(scope, proceeding)
    theirs = [code for code, move in procedure.moves_from(proceeding.state).items() if stands_as & set(move.who)]
    makers = last_makers([proceeding.pk]).get(proceeding.pk, {}) if theirs else {}
    offers = []
    for code in theirs:
        move = procedure.moves[code]
        try:
            kind = acting_kind(proceeding, code, by=user, scope=scope, makers=makers)
            check_waited(procedure, move, clocks=last_clocks(proceeding, move))
        except MoveRefused as refusal:
            offers.append(_offer(procedure, code, as_kind=None, refused=refusal.what))
        else:
            offers.append(_offer(procedure, code, as_kind=kind, refused=None))
    return offers


def clocks_of(proceedings: Sequence[Proceeding], *, now: datetime) -> dict[int, list[ClockView]]:
    """The clocks of each proceeding, open ones first by due day, then those that are over, the latest first.

    Six statements whatever their number.
    """
    by_id = {one.pk: one for one in proceedings}
    clocks = list(Clock.objects.filter(proceeding__in=by_id))
    pauses = _by_clock(ClockPause.objects.filter(clock__in=clocks).order_by("from_on", "pk"))
    extensions = _by_clock(ClockExtension.objects.filter(clock__in=clocks).order_by("pk"))
    moved = _by_clock(
        ClockEvent.objects.filter(clock__in=clocks, kind__in=_MOVING).exclude(because="").order_by("at", "pk")
    )
    acts = _by_clock(ClockAct.objects.filter(clock__in=clocks, done_at=None))
    calendar = calendar_in_force()
    found: dict[int, list[ClockView]] = {one.pk: [] for one in proceedings}
    for clock in sorted(clocks, key=_order):
        rule = find_procedure(by_id[clock.proceeding_id].procedure).clocks.get(clock.code)
        if rule is None:
            continue
        rows = ClockRows(pauses[clock.pk], extensions[clock.pk], _last(moved[clock.pk]), _last(acts[clock.pk]))
        found[clock.proceeding_id].append(view_of(clock, rule, rows, now=now, calendar=calendar))
    return found


def timeline_of(proceeding: Proceeding) -> list[Entry]:
    """Everything that happened, oldest first: steps with their proof, and what happened to the clocks.

    Three statements; of the proof only what describes it, not its content.
    """
    steps = (
        Step.objects.filter(proceeding=proceeding)
        .select_related("by__organisation")
        .prefetch_related(models.Prefetch("proofs", Proof.objects.defer("content_sealed")))
    )
    events = ClockEvent.objects.filter(clock__proceeding=proceeding).select_related("clock", "by__organisation")
    return entries_of(find_procedure(proceeding.procedure), steps, events)


def _offer(procedure: Procedure, code: str, *, as_kind: ActorKind | None, refused: Text | None) -> MoveOffer:
    move = procedure.moves[code]
    return MoveOffer(code, move.name, move.needs, move.letter, move.closes_as, move.hint, as_kind, refused)


def _order(clock: Clock) -> tuple[bool, float]:
    if clock.ended_at is None:
        return False, clock.due_at.timestamp()
    return True, -clock.ended_at.timestamp()


def _by_clock(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.clock_id].append(row)  # type: ignore[attr-defined]
    return found


def _last(rows: Sequence[Row]) -> Row | None:
    return rows[-1] if rows else None
