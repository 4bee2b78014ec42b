"""A finding rises or falls while it is handled: the level follows, and clocks whose length depends on it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from xinan.kernel.deadlines import Length
from xinan.kernel.text import Text
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.clockwork import known_rules, rereckon, rule_of
from xinan.procedures.enums import ActorKind, ClockEventKind, ClockState
from xinan.procedures.lengths import Lengths, lengths_on
from xinan.procedures.models import Clock, Proceeding, Step
from xinan.procedures.reckoning import day_of

LEVEL = "level"
_TIMED = (ClockState.RUNNING, ClockState.PAUSED)


@transaction.atomic
def change_levels(levels: Mapping[int, str], *, now: datetime) -> int:
    """Set the level of open proceedings (id: level); the number changed. Written as a step of the system.

    Running clocks take the length of the new level from their old start; a shorter one never makes them due before the
    day of the change.
    """
    rows = Proceeding.objects.select_for_update(of=("self",)).filter(pk__in=levels, closed_at=None).order_by("pk")
    changed = [one for one in rows if one.level != levels[one.pk]]
    steps = []
    for one in changed:
        steps.append(_step(one, after=levels[one.pk], now=now))
        one.level = levels[one.pk]
    Proceeding.objects.bulk_update(changed, ["level"], batch_size=2000)
    Step.objects.bulk_create(steps)
    _follow({one.pk: one for one in changed}, now=now)
    return len(changed)


def _step(one: Proceeding, *, after: str, now: datetime) -> Step:
    return Step(
        proceeding=one,
        move=LEVEL,
        state_before=one.state,
        state_after=one.state,
        as_kind=ActorKind.SYSTEM,
        at=now,
        version=one.version,
        other={"before": one.level, "after": after},
    )


def _follow(changed: Mapping[int, Proceeding], *, now: datetime) -> None:
    """Give running clocks the length of the new level, as it was on their first day."""
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
