"""Months and ranges against the arithmetic of days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.errors import InvalidValue
from xinan.kernel.period import DateRange, Month, months_between, years_later

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
months = days.map(Month.of)
shifts = st.integers(-1000, 1000)


@st.composite
def ranges(draw: st.DrawFn) -> DateRange:
    start = draw(st.dates(date(2020, 1, 1), date(2022, 1, 1)))
    return DateRange(start, start + timedelta(days=draw(st.integers(0, 60))))


@given(days)
def test_a_month_begins_after_the_last_day_of_the_one_before(day: date) -> None:
    month = Month.of(day)
    assert month.first <= day <= month.last
    assert month.last + timedelta(days=1) == month.next.first
    assert month.first - timedelta(days=1) == month.previous.last
    assert list(month) == [month.first + timedelta(days=n) for n in range(month.days)]


@given(months, shifts, shifts)
def test_shifting_adds_up(month: Month, a: int, b: int) -> None:
    assert month.shift(a).shift(b) == month.shift(a + b)
    assert (month.shift(a) > month) == (a > 0)


@given(months, st.integers(0, 40))
def test_shifting_is_stepping(month: Month, n: int) -> None:
    stepped = month
    for _ in range(n):
        stepped = Month.of(stepped.last + timedelta(days=1))
    assert month.shift(n) == stepped


@given(months)
def test_text_round_trip_and_order(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert str(month) < str(month.next)
    assert month < month.next


@given(months, st.integers(1, 31))
def test_day_number_or_last_day(month: Month, n: int) -> None:
    day = month.day(n)
    assert day in month
    assert day.day == n or (day == month.last and day.day < n)


@given(months, st.integers(0, 50))
def test_months_between_are_all_of_them(first: Month, n: int) -> None:
    listed = months_between(first, first.shift(n))
    every_day = (first.first + timedelta(days=k) for k in range((first.shift(n).last - first.first).days + 1))
    assert list(listed) == sorted({Month.of(day) for day in every_day})
    assert months_between(first.next, first) == ()


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-1", "2026-13", "2026-00", "202601", "2026/01", "0000-01", "２０２６-01"]
)
def test_bad_month_text(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Month.parse(text)
    assert caught.value.code == "month-format"


@pytest.mark.parametrize("n", [0, 32, -1])
def test_bad_day_number(n: int) -> None:
    with pytest.raises(InvalidValue, match="day-of-month"):
        Month(2026, 1).day(n)


@given(ranges(), ranges())
def test_ranges_are_sets_of_days(a: DateRange, b: DateRange) -> None:
    shared = a.overlap(b)
    assert set(shared or ()) == set(a) & set(b)
    assert a.days == len(set(a))
    assert all(day in a for day in a)
    assert a.end not in a
    assert a.last == max(a, default=a.start - timedelta(days=1))


@given(ranges())
def test_closed_has_both_ends(a: DateRange) -> None:
    if a.days:
        assert DateRange.closed(a.start, a.last) == a


def test_range_order() -> None:
    with pytest.raises(InvalidValue, match="range-order"):
        DateRange(date(2026, 1, 2), date(2026, 1, 1))


@given(days, st.integers(-100, 100))
def test_years_later_is_the_same_day_of_the_year(day: date, n: int) -> None:
    later = years_later(day, n)
    assert later.year == day.year + n
    if (later.month, later.day) != (day.month, day.day):
        assert (day.month, day.day, later.month, later.day) == (2, 29, 3, 1)
        with pytest.raises(ValueError, match="day is out of range"):
            date(later.year, 2, 29)
