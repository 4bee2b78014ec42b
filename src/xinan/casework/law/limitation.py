"""Until when something may still be asked for, and by when it has to be published."""

from datetime import date

from xinan.casework.law.parameters import known
from xinan.kernel.calendar import CHINA, WorkingCalendar
from xinan.kernel.deadlines import Due, Length, Unit, due
from xinan.kernel.errors import InvalidValue
from xinan.kernel.period import Month
from xinan.kernel.text import Text

_QUARTER, _HALF_YEAR = 3, 6
_MONTHS = {"county": _QUARTER, "city": _QUARTER, "province": _HALF_YEAR, "ministry": _HALF_YEAR}


def complaint_until(act_ended_on: date, *, today: date, calendar: WorkingCalendar = CHINA) -> Due:
    """The last day on which a violation that ended on a day is still taken up: 2 years (劳动保障监察条例第20条).

    Wages that are still owed go on being a violation: the act has not ended.
    """
    return _years("complaint_years", act_ended_on, today=today, calendar=calendar)


def arbitration_until(
    relation_ended_on: date | None, *, asked_on: date | None = None, today: date, calendar: WorkingCalendar = CHINA
) -> Due | None:
    """The last day to go to arbitration over wages; None while the relation lasts (劳动争议调解仲裁法第27条).

    1 year after the relation ended, anew from the day on which the worker last claimed or complained (`asked_on`).
    """
    if relation_ended_on is None:
        return None
    counted_from = max(relation_ended_on, asked_on or relation_ended_on)
    return _years("arbitration_years", counted_from, today=today, calendar=calendar)


def enforcement_until(performance_on: date, *, today: date, calendar: WorkingCalendar = CHINA) -> Due:
    """The last day to ask a court to enforce what was due on a day: 2 years (民事诉讼法第250条)."""
    return _years("enforcement_years", performance_on, today=today, calendar=calendar)


def publish_by(decided_on: date, *, level: str) -> date:
    """The end of the period in which a major violation is published (人社部令第29号): quarter, or half-year.

    `level`: county, city, province, ministry; raises InvalidValue (`publication-level`).

    >>> publish_by(date(2026, 11, 23), level="county"), publish_by(date(2026, 3, 31), level="province")
    (datetime.date(2026, 12, 31), datetime.date(2026, 6, 30))
    """
    months = _MONTHS.get(level)
    if months is None:
        raise InvalidValue(
            "publication-level",
            Text("没有这个级别。", "There is no such level."),
            Text("county、city、province 或 ministry。", "county, city, province or ministry."),
        )
    last = -(-decided_on.month // months) * months
    return Month(decided_on.year, last).last


def _years(code: str, start: date, *, today: date, calendar: WorkingCalendar) -> Due:
    return due(start, Length(int(known(code, on=today)), Unit.YEAR), calendar=calendar)
