"""The working calendar against the official lists, written out, and against stepping day by day."""

from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.calendar import CHINA, FIRST_DAY, LAST_DAY
from xinan.kernel.errors import InvalidValue
from xinan.kernel.period import DateRange

# 国办发明电〔2025〕7号, the arrangement for 2026.
OFF_2026 = {
    day
    for first, last in (
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
    )
    for day in DateRange.closed(date.fromisoformat(first), date.fromisoformat(last))
}
MAKE_UP_2026 = {
    date.fromisoformat(day)
    for day in ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
}

ONE_DAY = timedelta(days=1)
# Far enough from the ends for every step below.
days = st.dates(date(2000, 6, 1), date(2044, 6, 1))
days_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def works_in_2026(day: date) -> bool:
    return day in MAKE_UP_2026 or (day.weekday() < 5 and day not in OFF_2026)


def test_every_day_of_2026_is_as_the_state_council_arranged_it() -> None:
    for entry in CHINA.days(date(2026, 1, 1), date(2026, 12, 31)):
        assert entry.is_working == works_in_2026(entry.day)
        assert entry.is_day_off == (entry.day in OFF_2026)
        assert not entry.is_provisional


@pytest.mark.parametrize(
    ("year", "count"),
    # 2020: 251 as arranged, less the two days by which the Spring Festival was prolonged.
    [(2014, 250), (2018, 250), (2020, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_working_days_of_a_year(year: int, count: int) -> None:
    assert CHINA.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


@pytest.mark.parametrize(
    ("day", "works", "off"),
    [
        ("2024-02-09", True, False),  # New Year's Eve was no holiday in 2024
        ("2025-01-28", False, True),  # and is one from 2025 on
        ("2025-01-26", True, False),
        ("2025-10-08", False, True),
        ("2025-10-11", True, False),
        ("2020-01-31", False, True),  # Spring Festival prolonged by the epidemic
        ("2003-02-08", True, False),
        ("2003-10-06", False, True),
        ("2001-05-07", False, True),
    ],
)
def test_days_that_are_easily_wrong(day: str, *, works: bool, off: bool) -> None:
    assert CHINA.is_working_day(date.fromisoformat(day)) == works
    assert CHINA.is_day_off(date.fromisoformat(day)) == off


@given(days_2026, st.integers(1, 60))
def test_nth_working_day_by_stepping_through_the_official_list(start: date, n: int) -> None:
    day, left = start, n
    while left and day < date(2026, 12, 31):
        day += ONE_DAY
        left -= works_in_2026(day)
    if not left:
        assert CHINA.nth_working_day_after(start, n) == day


@given(days, st.integers(-80, 80))
def test_nth_working_day_by_stepping(start: date, n: int) -> None:
    day, left = start, abs(n)
    step = ONE_DAY if n > 0 else -ONE_DAY
    while left:
        day += step
        left -= CHINA.is_working_day(day)
    assert CHINA.nth_working_day_after(start, n) == day


@given(days, st.integers(0, 400))
def test_working_days_between_is_a_count(after: date, length: int) -> None:
    until = after + timedelta(days=length)
    counted = sum(CHINA.is_working_day(after + timedelta(days=k)) for k in range(1, length + 1))
    assert CHINA.working_days_between(after, until) == counted
    assert CHINA.working_days_between(until, after) == -counted


@given(days, st.integers(1, 200))
def test_counting_undoes_stepping(start: date, n: int) -> None:
    assert CHINA.working_days_between(start, CHINA.nth_working_day_after(start, n)) == n


@given(days)
def test_nearest_working_days(day: date) -> None:
    before, after = CHINA.working_day_on_or_before(day), CHINA.working_day_on_or_after(day)
    assert before <= day <= after
    assert CHINA.is_working_day(before)
    assert CHINA.is_working_day(after)
    between = [before + timedelta(days=k) for k in range(1, (after - before).days)]
    assert not any(CHINA.is_working_day(other) for other in between)
    assert (before == after) == CHINA.is_working_day(day)


@given(days)
def test_a_day_off_is_never_worked_and_a_weekday_not_worked_is_a_day_off(day: date) -> None:
    if CHINA.is_day_off(day):
        assert not CHINA.is_working_day(day)
    elif day.weekday() < 5:
        assert CHINA.is_working_day(day)


def test_two_libraries_agree_on_every_published_day() -> None:
    """`holidays` is kept by other people from the same notices."""
    other = country_holidays("CN", years=range(2004, 2027))
    off, make_up = set(other), other.weekend_workdays
    for entry in CHINA.days(date(2004, 1, 1), date(2026, 12, 31)):
        weekday = entry.day.weekday() < 5
        assert entry.is_working == (entry.day in make_up or (weekday and entry.day not in off)), entry.day
        if weekday:
            assert entry.is_day_off == (entry.day in off), entry.day


def test_unpublished_years_are_provisional_and_have_statutory_holidays() -> None:
    assert not CHINA.is_provisional(date(2026, 12, 31))
    assert not CHINA.is_provisional(date(2003, 5, 1))
    assert all(entry.is_provisional for entry in CHINA.days(date(2027, 1, 1), LAST_DAY))
    # The eve and the first three days of the Spring Festival 2027, new year 6 February.
    for day in DateRange.closed(date(2027, 2, 5), date(2027, 2, 8)):
        assert CHINA.is_day_off(day)
    # No weekend is made up where nothing is published.
    assert not any(entry.is_working for entry in CHINA.days(date(2027, 1, 1), LAST_DAY) if entry.day.weekday() >= 5)


def test_days_has_both_ends() -> None:
    listed = [entry.day for entry in CHINA.days(FIRST_DAY, LAST_DAY)]
    assert listed[0] == FIRST_DAY
    assert listed[-1] == LAST_DAY
    assert listed == list(DateRange.closed(FIRST_DAY, LAST_DAY))


@pytest.mark.parametrize("day", [FIRST_DAY - ONE_DAY, LAST_DAY + ONE_DAY])
def test_outside_the_calendar(day: date) -> None:
    for ask in (CHINA.is_working_day, CHINA.is_day_off, CHINA.is_provisional, CHINA.working_day_on_or_after):
        with pytest.raises(InvalidValue, match="calendar-range"):
            ask(day)
    with pytest.raises(InvalidValue, match="calendar-range"):
        CHINA.nth_working_day_after(LAST_DAY, 1)
