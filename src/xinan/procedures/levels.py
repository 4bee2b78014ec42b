"""Running clocks follow the level of their proceeding."""

from collections.abc import Mapping
from datetime import date, datetime

from xinan.kernel.deadlines import Length
from xinan.kernel.text import Text
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.clockwork import known_rules, rereckon, rule_of
from xinan.procedures.enums import ClockEventKind, ClockState
from xinan.procedures.lengths import Lengths, lengths_on
from xinan.procedures.models import Clock, Proceeding
from xinan.procedures.reckoning import day_of

_TIMED = (ClockState.RUNNING, ClockState.PAUSED)


def follow_levels(changed: Mapping[int, Proceeding], *, now: datetime) -> None:
    """Give running clocks the length of the new level, as it was on their first day.

    A shorter one never makes them due before today. Inside the transaction of an action that holds the proceedings' rows.
    """
    clocks = list(Clock.objects.filter(known_rules(), proceeding__in=changed, state__in=_TIMED).order_by("pk"))
    known: dict[date, Lengths] = {}
    other_length, because = [], {}
    for clock in clocks:
        clock.proceeding = changed[clock.proceeding_id]
        began = day_of(clock.started_at)
        if began not in known:
            known[began] = lengths_on(began)
        length = _length_of(clock, lengths=known[began])
        if str(length) == clock.length:
            continue
        before = Length.parse(clock.length)
        if length.amount < before.amount:
            clock.floor_on = max(day_of(now), clock.floor_on or day_of(now))
        clock.length = str(length)
        other_length.append(clock)
        because[clock.pk] = Text(
            f"等级变动，期限由{before.text.zh}改为{length.text.zh}",
            f"The level changed: {length.text.en} instead of {before.text.en}",
        )
    Clock.objects.bulk_update(other_length, ["length", "floor_on"], batch_size=2000)
    rereckon(
        other_length, now=now, calendar=calendar_in_force(), kind=ClockEventKind.MOVED, because=because, always=True
    )


def _length_of(clock: Clock, *, lengths: Lengths) -> Length:
    one = clock.proceeding
    return lengths.find(
        one.procedure, clock.code, rule=rule_of(clock), level=one.level, region_code=one.region_code
    ).length
