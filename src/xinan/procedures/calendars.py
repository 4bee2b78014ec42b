"""The working calendar clocks run by: the library's, and on top the years an office entered before the library had them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from xinan.kernel.calendar import CHINA, ChinaCalendar, WorkingCalendar, YearArrangement
from xinan.procedures.clock_models import CalendarYear


@dataclass(frozen=True, slots=True)
class _Entered:
    year: int
    days_off: tuple[date, ...]
    work_weekends: tuple[date, ...]


def calendar_in_force() -> WorkingCalendar:
    """The calendar of today; one statement."""
    entered = entered_years()
    return _built(tuple(_Entered(row.year, tuple(row.days_off), tuple(row.work_weekends)) for row in entered))


def entered_years() -> list[CalendarYear]:
    """Of each year an office entered, the arrangement in force; by year."""
    return list(CalendarYear.objects.order_by("year", "-pk").distinct("year"))


@lru_cache(maxsize=8)
def _built(entered: Iterable[_Entered]) -> WorkingCalendar:
    years = [YearArrangement(one.year, frozenset(one.days_off), frozenset(one.work_weekends)) for one in entered]
    return ChinaCalendar(years) if years else CHINA
