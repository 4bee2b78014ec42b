"""Arithmetic of statutory clocks: from a start and a length to the day by which something is due.

The first day is not counted (民事诉讼法 art. 85). A deadline that ends on a rest day moves to the next working day; a
pay date moves the other way, to the last working day before (保障农民工工资支付条例 art. 14). The unit is always
explicit, because 日 means working days in one statute and calendar days in another.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from xinan.kernel.calendar import CHINA, WorkingCalendar
from xinan.kernel.clock import CHINA as CHINA_TIME
from xinan.kernel.errors import InvalidValue
from xinan.kernel.period import DateRange, Month
from xinan.kernel.text import Text

_ONE_DAY = timedelta(days=1)
_MONTHS_OF_A_YEAR = 12


class Unit(Enum):
    """What a length counts; the value is its symbol in law tables."""

    WORKING_DAY = "WD"
    CALENDAR_DAY = "D"
    MONTH = "M"
    HOUR = "H"
    YEAR = "Y"


_UNIT_NAMES = {
    Unit.WORKING_DAY: Text("个工作日", "working day(s)"),
    Unit.CALENDAR_DAY: Text("日", "calendar day(s)"),
    Unit.MONTH: Text("个月", "month(s)"),
    Unit.HOUR: Text("小时", "hour(s)"),
    Unit.YEAR: Text("年", "year(s)"),
}
_SPELLINGS = {
    **{unit.value: unit for unit in Unit},
    **dict.fromkeys(("WORKING DAY", "WORKING DAYS", "个工作日", "工作日"), Unit.WORKING_DAY),
    **dict.fromkeys(("DAY", "DAYS", "日", "天", "自然日", "个自然日"), Unit.CALENDAR_DAY),
    **dict.fromkeys(("MONTH", "MONTHS", "个月", "月"), Unit.MONTH),
    **dict.fromkeys(("HOUR", "HOURS", "小时", "个小时"), Unit.HOUR),
    **dict.fromkeys(("YEAR", "YEARS", "年"), Unit.YEAR),
}
_LENGTH_TEXT = re.compile(r"([0-9]{1,5})\s*(\D+)")


@dataclass(frozen=True, slots=True)
class Length:
    """How long a clock runs.

    >>> Length.parse("10 WD"), str(Length.parse("3 个月"))
    (Length(amount=10, unit=<Unit.WORKING_DAY: 'WD'>), '3 M')
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise _bad_length()

    @classmethod
    def parse(cls, text: str) -> "Length":
        """Read `10 WD`, `30 D`, `1 month`, `24 h`, `2 Y` or Chinese units; raises InvalidValue (`length-format`)."""
        match = _LENGTH_TEXT.fullmatch(text.strip())
        unit = _SPELLINGS.get(match[2].upper()) if match else None
        if match is None or unit is None:
            raise _bad_length()
        return cls(int(match[1]), unit)

    @property
    def text(self) -> Text:
        """For people, in both languages."""
        name = _UNIT_NAMES[self.unit]
        return Text(f"{self.amount} {name.zh}", f"{self.amount} {name.en}")

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.value}"


class Roll(Enum):
    """Where a day moves that falls on a rest day."""

    FORWARD = "forward"
    BACKWARD = "backward"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, and how that was reckoned.

    `on` is the last day on which it is in time. `at` is the exact moment of a clock in hours, else None. `provisional`:
    the result rests on a year whose holidays are not published, and is to be reckoned again when they are.
    """

    on: date
    at: datetime | None
    provisional: bool
    steps: tuple[Text, ...]


def due(
    start: date | datetime,
    length: Length,
    *,
    calendar: WorkingCalendar = CHINA,
    roll: Roll = Roll.FORWARD,
) -> Due:
    """The end of a clock of `length` begun by an event on `start`; that day itself is not counted.

    Months and years end on the same day number, or the last day of a shorter month (民法典第202条). A clock in hours
    starts from an aware moment and does not move for rest days.

    >>> due(date(2026, 9, 24), Length.parse("1 WD")).on
    datetime.date(2026, 9, 28)
    """
    return due_with_pauses(start, length, (), calendar=calendar, roll=roll)


def due_with_pauses(
    start: date | datetime,
    length: Length,
    pauses: Sequence[DateRange],
    *,
    calendar: WorkingCalendar = CHINA,
    roll: Roll = Roll.FORWARD,
) -> Due:
    """As `due`, but days inside `pauses` do not run: they are added to what remained.

    Pauses may overlap and come in any order. In working days only paused working days are added; in hours each paused
    day stops the clock from midnight to midnight.
    """
    if length.unit is Unit.HOUR:
        return _due_in_hours(start, length, _merged(pauses))
    begun = _day_of(start)
    merged = _merged(pauses)
    if length.unit is Unit.WORKING_DAY:
        nominal, paused = _working_days_on(begun, length.amount, merged, calendar=calendar)
    else:
        unpaused = _nominal_end(begun, length)
        nominal, paused = _settled(unpaused, lambda end: _paused_days(begun, end, merged))
    final = _rolled(nominal, roll=roll, calendar=calendar)
    provisional = _rests_on_guess(begun, nominal, final, length=length, roll=roll, calendar=calendar)
    steps = (
        _start_step(begun),
        *_pause_steps(paused, length),
        _end_step(nominal, length),
        *_roll_steps(nominal, final),
    )
    return Due(on=final, at=None, provisional=provisional, steps=steps + _provisional_steps(provisional))


def due_before(day: date, length: Length, *, calendar: WorkingCalendar = CHINA) -> Due:
    """The last day that lies `length` before `day` (五日前): `day` itself is not counted, the day reached is in time.

    Calendar days that end on a rest day move to the working day before it, never nearer to `day`. Raises ValueError for other
    units than days.

    >>> due_before(date(2026, 10, 12), Length.parse("5 WD")).on
    datetime.date(2026, 9, 29)
    """
    if length.unit is Unit.WORKING_DAY:
        nominal = final = calendar.nth_working_day_after(day, -length.amount)
    elif length.unit is Unit.CALENDAR_DAY:
        nominal = day - timedelta(days=length.amount)
        final = calendar.working_day_on_or_before(nominal)
    else:
        raise ValueError("only days are counted backwards")
    provisional = calendar.is_provisional(day) if length.unit is Unit.WORKING_DAY else calendar.is_provisional(nominal)
    back = Text(
        f"{day} 前 {length.text.zh}，当日不计入，至迟 {nominal}",
        f"{length.text.en} before {day}, that day not included: by {nominal}",
    )
    return Due(
        on=final,
        at=None,
        provisional=provisional,
        steps=(back, *_roll_steps(nominal, final), *_provisional_steps(provisional)),
    )


def pay_day(month: Month, day: int, *, next_month: bool, calendar: WorkingCalendar = CHINA) -> Due:
    """The due date of the wages of `month`: day `day` of it, or of the month after where `next_month`.

    The last day where the month is shorter; on a rest day it moves back to the last working day before it.

    >>> pay_day(Month(2026, 1), 15, next_month=True).on
    datetime.date(2026, 2, 14)
    """
    paying = month.next if next_month else month
    nominal = paying.day(day)
    final = calendar.working_day_on_or_before(nominal)
    provisional = calendar.is_provisional(nominal)
    steps = [Text(f"{month} 月工资约定于 {nominal} 支付", f"Wages of {month} are agreed to be paid on {nominal}")]
    return Due(
        on=final,
        at=None,
        provisional=provisional,
        steps=(*steps, *_roll_steps(nominal, final), *_provisional_steps(provisional)),
    )


def overdue_days(due_on: date, as_of: date) -> int:
    """Calendar days from the deadline to the as-of day: missed from 1 on, negative while days are left."""
    return (as_of - due_on).days


def _day_of(start: date | datetime) -> date:
    return _aware(start).astimezone(CHINA_TIME).date() if isinstance(start, datetime) else start


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a clock starts from an aware moment, got a naive one")
    return moment


def _due_in_hours(start: date | datetime, length: Length, pauses: Sequence[DateRange]) -> Due:
    if not isinstance(start, datetime):
        raise ValueError("a clock in hours starts from a moment, not from a day")
    begun = _aware(start).astimezone(CHINA_TIME)
    at = begun + timedelta(hours=length.amount)
    for pause in pauses:
        stopped, resumed = (datetime.combine(day, time.min, CHINA_TIME) for day in (pause.start, pause.end))
        if resumed > begun and stopped < at:
            at += resumed - max(stopped, begun)
    paused = at - begun - timedelta(hours=length.amount)
    steps = [Text(f"自 {begun:%Y-%m-%d %H:%M} 起算", f"Counted from {begun:%Y-%m-%d %H:%M}")]
    if paused:
        hours = paused / timedelta(hours=1)
        steps.append(Text(f"期间中止 {hours:g} 小时，不计入", f"{hours:g} hour(s) of pause are not counted"))
    steps.append(Text(f"{length.text.zh}届满于 {at:%Y-%m-%d %H:%M}", f"{length.text.en} end at {at:%Y-%m-%d %H:%M}"))
    return Due(on=at.date(), at=at, provisional=False, steps=tuple(steps))


def _working_days_on(
    begun: date, amount: int, pauses: Sequence[DateRange], *, calendar: WorkingCalendar
) -> tuple[date, int]:
    def paused_until(end: date) -> int:
        return sum(
            calendar.working_days_between(first - _ONE_DAY, last) for first, last in _paused_spans(begun, end, pauses)
        )

    end, paused = calendar.nth_working_day_after(begun, amount), 0
    while (now_paused := paused_until(end)) != paused:
        paused = now_paused
        end = calendar.nth_working_day_after(begun, amount + paused)
    return end, paused


def _nominal_end(begun: date, length: Length) -> date:
    if length.unit is Unit.CALENDAR_DAY:
        return begun + timedelta(days=length.amount)
    months = length.amount if length.unit is Unit.MONTH else length.amount * _MONTHS_OF_A_YEAR
    return Month.of(begun).shift(months).day(begun.day)


def _settled(unpaused: date, paused_until: Callable[[date], int]) -> tuple[date, int]:
    """Push the end out by the paused days before it until no further pause is reached."""
    end, paused = unpaused, 0
    while (now_paused := paused_until(end)) != paused:
        paused = now_paused
        end = unpaused + timedelta(days=paused)
    return end, paused


def _paused_days(begun: date, end: date, pauses: Sequence[DateRange]) -> int:
    return sum((last - first).days + 1 for first, last in _paused_spans(begun, end, pauses))


def _paused_spans(begun: date, end: date, pauses: Sequence[DateRange]) -> list[tuple[date, date]]:
    """First and last paused days among those that would have run: after `begun`, up to and including `end`."""
    running = DateRange(begun + _ONE_DAY, max(begun, end) + _ONE_DAY)
    shared = (running.overlap(pause) for pause in pauses)
    return [(span.start, span.last) for span in shared if span is not None]


def _merged(pauses: Sequence[DateRange]) -> list[DateRange]:
    merged: list[DateRange] = []
    for pause in sorted(pauses):
        if merged and pause.start <= merged[-1].end:
            merged[-1] = DateRange(merged[-1].start, max(merged[-1].end, pause.end))
        elif pause.days:
            merged.append(pause)
    return merged


def _rolled(day: date, *, roll: Roll, calendar: WorkingCalendar) -> date:
    if roll is Roll.FORWARD:
        return calendar.working_day_on_or_after(day)
    if roll is Roll.BACKWARD:
        return calendar.working_day_on_or_before(day)
    return day


def _rests_on_guess(
    begun: date, nominal: date, final: date, *, length: Length, roll: Roll, calendar: WorkingCalendar
) -> bool:
    """Whether a day whose rest or work was looked at lies in an unpublished year."""
    looked_at = [nominal, final] if roll is not Roll.NONE else []
    if length.unit is Unit.WORKING_DAY and length.amount:
        looked_at += [nominal]
    # Provisional years are the latest ones, so the latest day looked at decides.
    return bool(looked_at) and calendar.is_provisional(max(looked_at))


def _start_step(begun: date) -> Text:
    return Text(f"自 {begun} 起算，当日不计入", f"Counted from {begun}, that day not included")


def _pause_steps(paused: int, length: Length) -> tuple[Text, ...]:
    if not paused:
        return ()
    unit = Unit.WORKING_DAY if length.unit is Unit.WORKING_DAY else Unit.CALENDAR_DAY
    added = Length(paused, unit).text
    return (Text(f"期间中止 {added.zh}，顺加", f"{added.en} of pause are added"),)


def _end_step(nominal: date, length: Length) -> Text:
    return Text(f"{length.text.zh}届满于 {nominal}", f"{length.text.en} end on {nominal}")


def _roll_steps(nominal: date, final: date) -> tuple[Text, ...]:
    if final > nominal:
        return (Text(f"{nominal} 为休息日，顺延至 {final}", f"{nominal} is a rest day: moved to {final}"),)
    if final < nominal:
        return (Text(f"{nominal} 为休息日，提前至 {final}", f"{nominal} is a rest day: brought forward to {final}"),)
    return ()


def _provisional_steps(provisional: bool) -> tuple[Text, ...]:
    if not provisional:
        return ()
    return (
        Text(
            "当年放假安排尚未公布，结果为暂定",
            "The holiday arrangement of that year is not published: provisional",
        ),
    )


def _bad_length() -> InvalidValue:
    return InvalidValue(
        "length-format",
        Text("期限长度无法识别。", "The length of the clock is not readable."),
        Text(
            "写数量和单位，例如 10 WD（工作日）、30 D（日）、3 M（月）、24 H（小时）、2 Y（年）。",
            "Write amount and unit: 10 WD (working days), 30 D (days), 3 M (months), 24 H (hours), 2 Y (years).",
        ),
    )
