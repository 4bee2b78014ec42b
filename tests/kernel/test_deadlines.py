"""Statutory clocks against stepping through the days one by one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.calendar import CHINA
from xinan.kernel.clock import CHINA as CHINA_TIME
from xinan.kernel.deadlines import Due, Length, Roll, Unit, due, due_with_pauses, overdue_days, pay_day
from xinan.kernel.errors import InvalidValue
from xinan.kernel.period import DateRange, Month

ONE_DAY = timedelta(days=1)
starts = st.dates(date(2004, 1, 1), date(2030, 12, 31))
months = starts.map(Month.of)
DAY_UNITS = (Unit.WORKING_DAY, Unit.CALENDAR_DAY)


@st.composite
def pauses_after(draw: st.DrawFn, start: date) -> list[DateRange]:
    """Up to four pauses near the start, overlapping, empty or before it as they come."""
    offsets = st.integers(-20, 90)
    lengths = st.integers(0, 40)
    count = draw(st.integers(0, 4))
    firsts = [start + timedelta(days=draw(offsets)) for _ in range(count)]
    return [DateRange(first, first + timedelta(days=draw(lengths))) for first in firsts]


def stepped(start: date, amount: int, counts: Callable[[date], bool]) -> date:
    """The day on which the `amount`-th counting day after `start` falls."""
    day, left = start, amount
    while left:
        day += ONE_DAY
        left -= counts(day)
    return day


def counts_as(unit: Unit, pauses: list[DateRange]) -> Callable[[date], bool]:
    def counts(day: date) -> bool:
        running = not any(pause.start <= day < pause.end for pause in pauses)
        return running and (unit is Unit.CALENDAR_DAY or CHINA.is_working_day(day))

    return counts


@given(starts, st.integers(0, 120), st.sampled_from(DAY_UNITS))
def test_days_by_stepping(start: date, amount: int, unit: Unit) -> None:
    nominal = stepped(start, amount, counts_as(unit, []))
    assert due(start, Length(amount, unit), roll=Roll.NONE).on == nominal
    assert due(start, Length(amount, unit)).on == CHINA.working_day_on_or_after(nominal)
    assert due(start, Length(amount, unit), roll=Roll.BACKWARD).on == CHINA.working_day_on_or_before(nominal)


@given(starts, st.integers(1, 60), st.sampled_from(DAY_UNITS), st.data())
def test_pauses_by_stepping(start: date, amount: int, unit: Unit, data: st.DataObject) -> None:
    pauses = data.draw(pauses_after(start))
    expected = stepped(start, amount, counts_as(unit, pauses))
    assert due_with_pauses(start, Length(amount, unit), pauses, roll=Roll.NONE).on == expected


@given(starts, st.integers(1, 6), st.sampled_from([Unit.MONTH, Unit.YEAR]), st.data())
def test_a_pause_lengthens_months_and_years_by_its_days(
    start: date, amount: int, unit: Unit, data: st.DataObject
) -> None:
    pauses = data.draw(pauses_after(start))
    whole = due(start, Length(amount, unit), roll=Roll.NONE).on
    expected = stepped(start, (whole - start).days, counts_as(Unit.CALENDAR_DAY, pauses))
    assert due_with_pauses(start, Length(amount, unit), pauses, roll=Roll.NONE).on == expected


@given(starts, st.integers(0, 60))
def test_months_end_on_the_same_number_or_the_last_day(start: date, amount: int) -> None:
    end = due(start, Length(amount, Unit.MONTH), roll=Roll.NONE).on
    assert Month.of(end) == Month.of(start).shift(amount)
    assert end.day == start.day or (end + ONE_DAY).day == 1


@given(starts, st.integers(0, 10))
def test_a_deadline_of_days_months_or_years_never_ends_on_a_rest_day(start: date, amount: int) -> None:
    for unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR):
        assert CHINA.is_working_day(due(start, Length(amount, unit)).on)


@given(starts, st.integers(0, 50), st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH]))
def test_a_longer_clock_never_ends_earlier(start: date, amount: int, unit: Unit) -> None:
    assert due(start, Length(amount, unit)).on <= due(start, Length(amount + 1, unit)).on


@pytest.mark.parametrize(
    ("start", "length", "on"),
    [
        ("2026-02-13", "5 WD", "2026-02-27"),  # over the Spring Festival; 14 February is a make-up Saturday
        ("2026-09-01", "30 D", "2026-10-08"),  # 1 October begins the holidays
        ("2026-01-31", "1 M", "2026-02-28"),  # a make-up Saturday: no move
        ("2024-02-29", "1 Y", "2025-02-28"),  # no such day in 2025: the last day of the month
        ("2026-05-06", "15 D", "2026-05-21"),
        ("2026-12-20", "3 D", "2026-12-23"),
    ],
)
def test_worked_examples(start: str, length: str, on: str) -> None:
    assert due(date.fromisoformat(start), Length.parse(length)).on == date.fromisoformat(on)


def test_a_pause_adds_what_was_paused() -> None:
    result = due_with_pauses(
        date(2026, 3, 2), Length.parse("10 WD"), [DateRange.closed(date(2026, 3, 5), date(2026, 3, 8))]
    )
    assert result.on == date(2026, 3, 18)
    assert [step.en for step in result.steps] == [
        "Counted from 2026-03-02, that day not included",
        "2 working day(s) of pause are added",
        "10 working day(s) end on 2026-03-18",
    ]


@given(months, st.integers(1, 31), st.booleans())
def test_pay_day_is_a_working_day_not_after_the_agreed_one(month: Month, day: int, next_month: bool) -> None:
    result = pay_day(month, day, next_month=next_month)
    paying = month.next if next_month else month
    agreed = next(other for other in reversed(list(paying)) if other.day <= day)
    assert CHINA.is_working_day(result.on)
    assert result.on <= agreed
    skipped = [result.on + timedelta(days=k) for k in range(1, (agreed - result.on).days + 1)]
    assert not any(CHINA.is_working_day(other) for other in skipped)


@pytest.mark.parametrize(
    ("month", "day", "next_month", "on"),
    [
        ("2026-01", 15, True, "2026-02-14"),  # before the Spring Festival, on a make-up Saturday
        ("2026-09", 3, True, "2026-09-30"),  # in the National Day holidays: before them, in the month before
        ("2026-02", 31, False, "2026-02-28"),
        ("2025-12", 1, True, "2025-12-31"),
    ],
)
def test_pay_days_before_holidays(month: str, day: int, on: str, *, next_month: bool) -> None:
    assert pay_day(Month.parse(month), day, next_month=next_month).on == date.fromisoformat(on)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), st.integers(1, 200), st.data())  # noqa: DTZ001
def test_hours_run_by_the_hour_and_stop_on_paused_days(naive: datetime, amount: int, data: st.DataObject) -> None:
    begun = naive.replace(minute=0, second=0, microsecond=0, tzinfo=CHINA_TIME)
    pauses = data.draw(pauses_after(begun.date()))
    moment, left = begun, amount
    while left:
        left -= not any(pause.start <= moment.date() < pause.end for pause in pauses)
        moment += timedelta(hours=1)
    result = due_with_pauses(begun, Length(amount, Unit.HOUR), pauses)
    assert result.at == moment
    assert result.on == moment.date()
    assert not result.provisional


def test_hours_are_reckoned_in_china() -> None:
    result = due(datetime(2026, 1, 1, 18, 30, tzinfo=UTC), Length.parse("24 h"))
    assert str(result.at) == "2026-01-03 02:30:00+08:00"
    assert due(datetime(2026, 1, 1, 18, 30, tzinfo=UTC), Length.parse("1 D")).on == date(2026, 1, 4)


def test_a_clock_needs_the_right_start() -> None:
    with pytest.raises(ValueError, match="from a moment"):
        due(date(2026, 1, 1), Length(24, Unit.HOUR))
    with pytest.raises(ValueError, match="aware"):
        due(datetime(2026, 1, 1), Length(1, Unit.CALENDAR_DAY))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("result", "provisional"),
    [
        (due(date(2026, 12, 24), Length.parse("5 WD")), False),  # 31 December
        (due(date(2026, 12, 24), Length.parse("6 WD")), True),
        (due(date(2026, 12, 24), Length.parse("6 WD"), roll=Roll.NONE), True),  # counted days there, moved or not
        (due(date(2026, 12, 1), Length.parse("40 D")), True),
        (due(date(2026, 12, 1), Length.parse("40 D"), roll=Roll.NONE), False),  # looks at no holiday
        (due(date(2026, 11, 1), Length.parse("1 M")), False),
        (pay_day(Month(2026, 12), 31, next_month=False), False),
        (pay_day(Month(2026, 12), 1, next_month=True), True),  # whether 1 January is a holiday is a guess
    ],
)
def test_provisional_where_an_unpublished_year_was_looked_at(result: Due, *, provisional: bool) -> None:
    assert result.provisional == provisional
    assert any("provisional" in step.en for step in result.steps) == provisional


def test_steps_say_when_a_day_moved() -> None:
    forward = due(date(2026, 9, 1), Length.parse("30 D"))
    assert forward.steps[-1].zh == "2026-10-01 为休息日，顺延至 2026-10-08"
    backward = pay_day(Month(2026, 9), 3, next_month=True)
    assert backward.steps[-1].zh == "2026-10-03 为休息日，提前至 2026-09-30"


@given(st.integers(0, 99999), st.sampled_from(list(Unit)))
def test_length_round_trip(amount: int, unit: Unit) -> None:
    length = Length(amount, unit)
    assert Length.parse(str(length)) == length
    assert Length.parse(length.text.zh) == length
    assert Length.parse(str(length).lower().replace(" ", "")) == length


@pytest.mark.parametrize("text", ["", "10", "WD", "10 weeks", "-1 D", "1.5 M", "10 WD D"])
def test_bad_lengths(text: str) -> None:
    with pytest.raises(InvalidValue, match="length-format"):
        Length.parse(text)


def test_negative_length() -> None:
    with pytest.raises(InvalidValue, match="length-format"):
        Length(-1, Unit.HOUR)


@given(starts, st.integers(-500, 500))
def test_overdue_is_a_difference_in_days(day: date, n: int) -> None:
    assert overdue_days(day, day + timedelta(days=n)) == n
