"""Months, ranges of days, years back: the periods the rules speak of. Half-open unless a name says otherwise."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

_MONTH_TEXT = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, for example a wage month.

    >>> wage_month = Month.parse("2026-01")
    >>> wage_month.last, wage_month.days, str(wage_month.next)
    (datetime.date(2026, 1, 31), 31, '2026-02')
    >>> date(2026, 1, 15) in wage_month
    True
    >>> str(wage_month.shift(-13))
    '2024-12'
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise _bad_month()

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `YYYY-MM`; raises InvalidValue (`month-format`) on anything else.

        >>> Month.parse("2026-1")
        Traceback (most recent call last):
        xinan.kernel.errors.InvalidValue: The month is not readable. ... [month-format]
        """
        match = _MONTH_TEXT.fullmatch(text.strip())
        if match is None:
            raise _bad_month()
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, self.days)

    @property
    def days(self) -> int:
        """How many days it has: 28 to 31."""
        return monthrange(self.year, self.month)[1]

    @property
    def next(self) -> "Month":
        """The month after."""
        return self.shift(1)

    @property
    def previous(self) -> "Month":
        """The month before."""
        return self.shift(-1)

    def shift(self, n: int) -> "Month":
        """The month `n` months later, or earlier where `n` is negative."""
        years, month = divmod(self.year * 12 + self.month - 1 + n, 12)
        return Month(years, month + 1)

    def day(self, n: int) -> date:
        """Day number `n` (1 to 31), or the last day where the month is shorter.

        >>> Month(2026, 2).day(31)
        datetime.date(2026, 2, 28)
        """
        if not 1 <= n <= 31:
            raise InvalidValue(
                "day-of-month",
                Text("日期不在 1 至 31 之间。", "The day of the month is not between 1 and 31."),
                Text(
                    "填写 1 至 31；当月没有该日时按当月最后一日。", "Give 1 to 31; shorter months use their last day."
                ),
            )
        return date(self.year, self.month, min(n, self.days))

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    def __iter__(self) -> Iterator[date]:
        return iter(DateRange.closed(self.first, self.last))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """Every month from `first` to `last`, both included; empty where `last` lies before `first`.

    >>> [str(month) for month in months_between(Month(2025, 11), Month(2026, 1))]
    ['2025-11', '2025-12', '2026-01']
    """
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(first.shift(n) for n in range(count))


@dataclass(frozen=True, order=True, slots=True)
class DateRange:
    """Days from `start` up to but not including `end`; empty where both are the same.

    >>> stop = DateRange(date(2026, 1, 1), date(2026, 1, 4))
    >>> stop.days, date(2026, 1, 3) in stop, date(2026, 1, 4) in stop
    (3, True, False)
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidValue(
                "range-order",
                Text("结束日期早于开始日期。", "The end lies before the start."),
                Text("结束日期应不早于开始日期。", "Give an end on or after the start."),
            )

    @classmethod
    def closed(cls, first: date, last: date) -> "DateRange":
        """The range with both ends included, as people write it."""
        return cls(first, last + _ONE_DAY)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day in it; of an empty range the day before its start."""
        return self.end - _ONE_DAY

    def contains(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.start <= day < self.end

    def overlap(self, other: "DateRange") -> "DateRange | None":
        """The days in both, or None where they share no day."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return DateRange(start, end) if start < end else None

    def __contains__(self, day: date) -> bool:
        return self.contains(day)

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=n) for n in range(self.days))

    def __str__(self) -> str:
        return f"{self.start}..{self.last}"


def years_later(day: date, n: int) -> date:
    """The same day of the year `n` years on (or back); 29 February becomes 1 March in a common year.

    >>> years_later(date(2024, 2, 29), 1), years_later(date(2024, 2, 29), -4)
    (datetime.date(2025, 3, 1), datetime.date(2020, 2, 29))
    """
    try:
        return day.replace(year=day.year + n)
    except ValueError:
        if (day.month, day.day) != (2, 29):
            raise
        return date(day.year + n, 3, 1)


def _bad_month() -> InvalidValue:
    return InvalidValue(
        "month-format",
        Text("月份无法识别。", "The month is not readable."),
        Text("按“年-月”填写，例如 2026-01。", "Write it as year-month, for example 2026-01."),
    )
