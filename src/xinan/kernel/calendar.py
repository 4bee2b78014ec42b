"""The working calendar of China: which days are worked, which are public-holiday days off, which are still a guess.

Where the State Council has published the year (`chinese_calendar`, 2004 on), its arrangement with moved weekends. For
later years the statutory holidays (`holidays`) and plain weekends, marked provisional. Before 2004 `holidays`. A year's
arrangement may be given before the library has it. See docs/decisions/0012-working-calendar.md.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from chinese_calendar import constants as state_council
from holidays import country_holidays

from xinan.kernel.errors import InvalidValue
from xinan.kernel.period import DateRange
from xinan.kernel.text import Text

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2045, 12, 31)

_SATURDAY = 5
# Worked for 2006-01-03, announced with 2006; `chinese_calendar` lists it under neither year, `holidays` does.
_ALSO_WORKED = frozenset({date(2005, 12, 31)})


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day: worked or not, off by the public-holiday arrangement or not, published or still a guess."""

    day: date
    is_working: bool
    is_day_off: bool
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class YearArrangement:
    """What the State Council published for a year: the days off, weekends inside them included, and the worked weekends."""

    year: int
    days_off: frozenset[date]
    work_weekends: frozenset[date]


class WorkingCalendar(Protocol):
    """What clocks and rules ask of a calendar."""

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on it: a weekday that is no holiday, or a make-up weekend."""

    def is_day_off(self, day: date) -> bool:
        """Whether it is off by the public-holiday arrangement, weekends inside it included; a mere weekend is not."""

    def is_provisional(self, day: date) -> bool:
        """Whether its year has not been published, so that it may still change."""

    def working_day_on_or_after(self, day: date) -> date:
        """The day itself, or the next working day."""

    def working_day_on_or_before(self, day: date) -> date:
        """The day itself, or the last working day before it."""

    def nth_working_day_after(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which is not counted; 0 is `day` itself, negative counts back."""

    def working_days_between(self, after: date, until: date) -> int:
        """Working days after `after` up to and including `until`; negative where `until` lies before."""

    def days(self, first: date, last: date) -> Iterator[CalendarDay]:
        """Every day from `first` to `last`, both included."""


class ChinaCalendar:
    """The calendar of mainland China, 2000-01-01 to 2045-12-31; outside raises InvalidValue (`calendar-range`).

    `arrangements` are years published since the library was, or amended; they stand before what the library says.

    >>> CHINA.is_working_day(date(2026, 2, 14)), CHINA.is_day_off(date(2026, 2, 15))
    (True, True)
    >>> CHINA.nth_working_day_after(date(2026, 9, 30), 1)
    datetime.date(2026, 10, 8)
    """

    def __init__(self, arrangements: Iterable[YearArrangement] = ()) -> None:
        self._arrangements = tuple(arrangements)

    def is_working_day(self, day: date) -> bool:
        return self._table[_place(day)].is_working

    def is_day_off(self, day: date) -> bool:
        return self._table[_place(day)].is_day_off

    def is_provisional(self, day: date) -> bool:
        return self._table[_place(day)].is_provisional

    def working_day_on_or_after(self, day: date) -> date:
        _place(day)
        return self._working_day(bisect_left(self._working_days, day))

    def working_day_on_or_before(self, day: date) -> date:
        _place(day)
        return self._working_day(bisect_right(self._working_days, day) - 1)

    def nth_working_day_after(self, day: date, n: int) -> date:
        _place(day)
        if n == 0:
            return day
        if n > 0:
            return self._working_day(bisect_right(self._working_days, day) + n - 1)
        return self._working_day(bisect_left(self._working_days, day) + n)

    def working_days_between(self, after: date, until: date) -> int:
        for day in (after, until):
            _place(day)
        return bisect_right(self._working_days, until) - bisect_right(self._working_days, after)

    def days(self, first: date, last: date) -> Iterator[CalendarDay]:
        return iter(self._table[_place(first) : _place(last) + 1])

    def _working_day(self, place: int) -> date:
        if not 0 <= place < len(self._working_days):
            raise _outside()
        return self._working_days[place]

    @cached_property
    def _working_days(self) -> list[date]:
        return [entry.day for entry in self._table if entry.is_working]

    @cached_property
    def _table(self) -> list[CalendarDay]:
        statutory = country_holidays("CN", years=range(FIRST_DAY.year, LAST_DAY.year + 1))
        published = {day.year for day in state_council.holidays}
        last_published = max(published)
        off_days = {day for day in statutory if day.year not in published} | set(state_council.holidays)
        make_up = {day for day in statutory.weekend_workdays if day.year not in published}
        make_up |= set(state_council.workdays) | _ALSO_WORKED
        for given in self._arrangements:
            off_days = {day for day in off_days if day.year != given.year} - given.work_weekends | given.days_off
            make_up = {day for day in make_up if day.year != given.year} - given.days_off | given.work_weekends
        guessed = set(range(last_published + 1, LAST_DAY.year + 1)) - {given.year for given in self._arrangements}
        return [
            CalendarDay(
                day=day,
                is_working=day in make_up or not (day in off_days or day.weekday() >= _SATURDAY),
                is_day_off=day in off_days,
                is_provisional=day.year in guessed,
            )
            for day in DateRange.closed(FIRST_DAY, LAST_DAY)
        ]


def _place(day: date) -> int:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise _outside()
    return (day - FIRST_DAY).days


def _outside() -> InvalidValue:
    return InvalidValue(
        "calendar-range",
        Text("日期超出工作日历的范围。", "The date lies outside the working calendar."),
        Text("使用 2000-01-01 至 2045-12-31 之间的日期。", "Use a date from 2000-01-01 to 2045-12-31."),
    )


CHINA = ChinaCalendar()
