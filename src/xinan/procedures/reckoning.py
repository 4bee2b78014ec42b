"""When a clock is due and what falls due before and after. Pure: calendar and moment are given."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from xinan.kernel.calendar import WorkingCalendar
from xinan.kernel.clock import CHINA
from xinan.kernel.deadlines import Length, Roll, Unit, due, due_before, due_with_pauses
from xinan.kernel.period import DateRange
from xinan.kernel.text import Text
from xinan.procedures.definition import Act, ClockRule
from xinan.procedures.enums import ActAt

# The engine's own acts, beside those a definition names.
EXPIRE: Final = "expire"
PAUSE: Final = "pause"
RESUME: Final = "resume"

_ONE_DAY = timedelta(days=1)
_MORNING = time(9)
_SHORT_OF_AN_EVE = 48  # hours


@dataclass(frozen=True, slots=True)
class Run:
    """How a clock runs: begun when, how long with everything granted, stopped on which days.

    `floor_on`: never due before this day. `counted_from`: the day it counts from where that is not the day it began, with
    `backwards` the day before which it is due.
    """

    started_at: datetime
    length: Length
    roll: Roll = Roll.FORWARD
    pauses: tuple[DateRange, ...] = ()
    floor_on: date | None = None
    counted_from: date | None = None
    backwards: bool = False

    @property
    def base(self) -> date | datetime:
        """What the length is counted from."""
        return self.counted_from or self.started_at


@dataclass(frozen=True, slots=True)
class End:
    """The last day in time, the moment from which it is late, how that was reckoned."""

    due_on: date
    due_at: datetime
    provisional: bool
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """An act and its moment."""

    code: str
    at: datetime


def end_of(run: Run, *, calendar: WorkingCalendar) -> End:
    """When the clock is due. A clock stopped before its end is never due before the day it runs again."""
    if run.backwards:
        before = due_before(_day_counted(run), run.length, calendar=calendar)
        return End(before.on, midnight_after(before.on), before.provisional, before.steps)
    found = due_with_pauses(run.base, run.length, run.pauses, calendar=calendar, roll=run.roll)
    if found.at is not None:
        return End(found.on, found.at, found.provisional, found.steps)
    floor = _floor(run, calendar=calendar)
    if floor is None or floor <= found.on:
        return End(found.on, midnight_after(found.on), found.provisional, found.steps)
    told = Text(f"不早于 {floor} 到期", f"Not due before {floor}")
    provisional = found.provisional or calendar.is_provisional(floor)
    return End(floor, midnight_after(floor), provisional, (*found.steps, told))


def _day_counted(run: Run) -> date:
    return run.counted_from or day_of(run.started_at)


def midnight_after(day: date) -> datetime:
    """The moment a day is over, in China."""
    return datetime.combine(day + _ONE_DAY, time.min, CHINA)


def midnight_of(day: date) -> datetime:
    """The moment a day begins, in China."""
    return datetime.combine(day, time.min, CHINA)


def day_of(moment: datetime) -> date:
    """The day it is in China."""
    return moment.astimezone(CHINA).date()


def next_act(
    rule: ClockRule,
    run: Run,
    end: End,
    *,
    now: datetime,
    done: Collection[str],
    paused_until: date | None = None,
    pause_from: date | None = None,
    calendar: WorkingCalendar,
) -> Planned | None:
    """What falls due next, or nothing. `done` are the codes of this round, and `half` once it ever was.

    A stopped clock (`paused_until`) only waits to run again; a pause to come (`pause_from`) is an act like the others.
    Half time is not told of once the eve has come, nor the eve once it is over.
    """
    if paused_until is not None:
        return Planned(RESUME, midnight_of(paused_until))
    found = [act for act in _told(rule, run, end, now=now, calendar=calendar) if act.code not in done]
    if pause_from is not None:
        found.append(Planned(PAUSE, midnight_of(pause_from)))
    if EXPIRE not in done:
        found.append(Planned(EXPIRE, end.due_at))
    if not found:
        found = [act for act in ladder(rule, end, calendar=calendar) if act.code not in done]
    return min(found, key=lambda act: act.at, default=None)


def ladder(rule: ClockRule, end: End, *, calendar: WorkingCalendar) -> list[Planned]:
    """The rungs after expiry in the order of the definition; none comes before the one below it."""
    rungs: list[Planned] = []
    for act in rule.acts:
        if act.at is ActAt.EXPIRED:
            at = _rung_at(act, end, calendar=calendar)
            rungs.append(Planned(act.code, max(at, rungs[-1].at) if rungs else at))
    return rungs


def _told(rule: ClockRule, run: Run, end: End, *, now: datetime, calendar: WorkingCalendar) -> Iterator[Planned]:
    """Half time and the eve, where there is still something to tell."""
    started = day_of(run.started_at)
    eve = _eve(run, end, calendar=calendar)
    half = _half(run, end, calendar=calendar)
    for act in rule.acts:
        if act.at is ActAt.EVE and eve is not None and day_of(eve) > started and now < end.due_at:
            yield Planned(act.code, eve)
        if act.at is ActAt.HALF and half is not None and half < (eve or end.due_at) and now < (eve or end.due_at):
            yield Planned(act.code, half)


def _eve(run: Run, end: End, *, calendar: WorkingCalendar) -> datetime | None:
    """The morning of the last working day before the due day; of a clock in hours, a day before."""
    if run.length.unit is Unit.HOUR:
        return end.due_at - _ONE_DAY if run.length.amount >= _SHORT_OF_AN_EVE else None
    return datetime.combine(calendar.working_day_on_or_before(end.due_on - _ONE_DAY), _MORNING, CHINA)


def _half(run: Run, end: End, *, calendar: WorkingCalendar) -> datetime | None:
    """The morning of the day on which half the length has run; None where that is the whole of it."""
    if run.length.unit is Unit.HOUR:
        half = due_with_pauses(run.started_at, Length(run.length.amount // 2, Unit.HOUR), run.pauses)
        return half.at if run.length.amount > 1 else None
    half_length = None if run.backwards else _half_length(run, calendar=calendar)
    if half_length is None:
        return None
    on = due_with_pauses(run.base, half_length, run.pauses, calendar=calendar, roll=Roll.NONE).on
    return datetime.combine(on, _MORNING, CHINA) if on < end.due_on else None


def _half_length(run: Run, *, calendar: WorkingCalendar) -> Length | None:
    amount, unit = run.length.amount, run.length.unit
    if unit in (Unit.MONTH, Unit.YEAR):
        unpaused = due(run.base, run.length, calendar=calendar, roll=Roll.NONE).on
        amount, unit = (unpaused - _day_counted(run)).days, Unit.CALENDAR_DAY
    return Length((amount + 1) // 2, unit) if amount > 1 else None


def _rung_at(act: Act, end: End, *, calendar: WorkingCalendar) -> datetime:
    if act.after.amount == 0:
        return end.due_at
    if act.after.unit is Unit.HOUR:
        return end.due_at + timedelta(hours=act.after.amount)
    return midnight_after(due(end.due_on, act.after, calendar=calendar, roll=Roll.NONE).on)


def _floor(run: Run, *, calendar: WorkingCalendar) -> date | None:
    floors = [pause.end for pause in run.pauses if pause.days]
    if run.floor_on is not None:
        floors.append(run.floor_on)
    if not floors:
        return None
    floor = max(floors)
    return floor if run.roll is Roll.NONE else calendar.working_day_on_or_after(floor)
