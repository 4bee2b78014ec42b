"""Something a noun reports that moves clocks, and the proceeding with them: a letter was served, an inspection ended."""

from datetime import datetime

from django.db import transaction

from xinan.kernel.calendar import WorkingCalendar
from xinan.people.scope import Scope
from xinan.procedures.actions.make_move import locked
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.checks import Given
from xinan.procedures.clockwork import Fired, apply_triggers
from xinan.procedures.enums import ActorKind, Need
from xinan.procedures.hooks import call_step_hooks
from xinan.procedures.lapsing import lapse_due
from xinan.procedures.models import Proceeding
from xinan.procedures.moving import move_all
from xinan.procedures.reckoning import day_of
from xinan.procedures.registry import find_procedure
from xinan.procedures.transitions import event_trigger


@transaction.atomic
def report_event(proceeding_id: int, name: str, *, now: datetime, at: datetime | None = None) -> Proceeding:
    """Fire the trigger `event:<name>` and make the move that it makes by itself, where it stands where one leads from.

    `at` is when it happened where that is not now (service proved later). Raises UnknownProceeding. Nothing happens to a
    proceeding that is closed.
    """
    proceeding = locked(proceeding_id, by=None, scope=Scope())
    if proceeding.closed_at is None:
        calendar = calendar_in_force()
        lapse_due([proceeding], now=now)
        apply_triggers([Fired(proceeding, event_trigger(name), at or now)], now=now, calendar=calendar)
        _move(proceeding, name, now=now, at=at or now, calendar=calendar)
    return proceeding


def _move(proceeding: Proceeding, name: str, *, now: datetime, at: datetime, calendar: WorkingCalendar) -> None:
    """Make the first move out of the present state that the event makes."""
    moves = find_procedure(proceeding.procedure).moves_from(proceeding.state)
    code = next((code for code, move in moves.items() if name in move.on_events), None)
    if code is None:
        return
    happened_on = day_of(at) if Need.HAPPENED_ON in moves[code].needs else None
    steps = move_all(
        [proceeding],
        code,
        by=None,
        as_kind=ActorKind.SYSTEM,
        now=now,
        given=Given(happened_on=happened_on),
        other={"event": name},
        calendar=calendar,
    )
    call_step_hooks(proceeding.procedure, steps)
