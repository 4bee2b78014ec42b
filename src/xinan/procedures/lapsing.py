"""Periods that are over: they end by themselves, and what waits for their end begins."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.clockwork import Fired, apply_triggers, end_clocks, known_rules, rule_of
from xinan.procedures.enums import OPEN_CLOCKS, ClockState
from xinan.procedures.models import Clock, Proceeding
from xinan.procedures.registry import find_procedure
from xinan.procedures.transitions import over_trigger

_A_MOMENT = timedelta(microseconds=1)


def lapse(clocks: Sequence[Clock], *, now: datetime) -> None:
    """End these periods, and start the clocks that count from their last day. Their proceedings' rows are held."""
    if not clocks:
        return
    for clock in clocks:
        clock.state = ClockState.LAPSED
    end_clocks(clocks, (), now=now)
    # What counts from the end counts from the last day, which is not itself counted.
    fired = [Fired(clock.proceeding, over_trigger(clock.code), clock.due_at - _A_MOMENT) for clock in clocks]
    calendar = calendar_in_force()
    for one in fired:
        apply_triggers([one], now=now, calendar=calendar)


def lapse_due(proceedings: Sequence[Proceeding], *, now: datetime) -> None:
    """End the periods of these proceedings whose last day is over, where nobody has come to it yet, and so on.

    Acts that would tell of their end are passed over: whoever moves on knows.
    """
    lapsing = {one.procedure for one in proceedings if _has_periods(one.procedure)}
    by_id = {one.pk: one for one in proceedings if one.procedure in lapsing}
    while by_id:
        due = Clock.objects.filter(known_rules(), proceeding__in=by_id, state__in=OPEN_CLOCKS, due_at__lte=now)
        over = []
        for clock in due.exclude(state=ClockState.PAUSED).order_by("due_at", "pk"):
            clock.proceeding = by_id[clock.proceeding_id]
            if rule_of(clock).lapses:
                over.append(clock)
        if not over:
            return
        lapse(over, now=now)


def _has_periods(code: str) -> bool:
    return any(rule.lapses for rule in find_procedure(code).clocks.values())
