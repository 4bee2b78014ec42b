"""When clocks are due: a whole year of starts, with pauses and extensions, against a clock carried day by day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedures.reference import OFF_2026, WORKED_2026, Walker, is_worked
from xinan.kernel.calendar import CHINA
from xinan.kernel.clock import CHINA as CHINA_TIME
from xinan.kernel.deadlines import Length, Roll, Unit
from xinan.kernel.period import DateRange
from xinan.procedures.definition import ClockRule
from xinan.procedures.reckoning import EXPIRE, End, Run, end_of, ladder, midnight_after, next_act

NEW_YEAR, LAST = date(2026, 1, 1), date(2026, 12, 31)
TEXT = {"zh": "期限", "en": "clock"}
ACTS = [
    {"code": "half", "at": "half", "name": TEXT},
    {"code": "eve", "at": "eve", "name": TEXT},
    {"code": "remind", "at": "expired", "name": TEXT, "escalation": 1},
    {"code": "raise", "at": "expired", "after": "1 WD", "name": TEXT, "escalation": 2},
    {"code": "list", "at": "expired", "after": "5 D", "name": TEXT, "escalation": 3},
]


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA_TIME)


def rule(length: str) -> ClockRule:
    return ClockRule.model_validate(
        {"name": TEXT, "law": TEXT, "starts": "open", "ends": "move:end", "length": length, "acts": ACTS}
    )


def test_the_reference_knows_the_year_as_published() -> None:
    year = [NEW_YEAR + timedelta(days=n) for n in range(365)]
    assert [is_worked(day) for day in year] == [CHINA.is_working_day(day) for day in year]
    assert len(OFF_2026) == 33
    assert len(WORKED_2026) == 6


starts = st.dates(NEW_YEAR, date(2026, 8, 31))
spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 25)), max_size=3)


def pauses_while_running(run: Run, gaps: list[tuple[int, int]]) -> tuple[DateRange, ...]:
    """Pauses as people may ask for them: each begins while the clock runs, after the one before is over."""
    found: tuple[DateRange, ...] = ()
    first = run.started_at.date()
    for gap, days in gaps:
        first += timedelta(days=gap)
        so_far = Run(run.started_at, run.length, run.roll, found)
        if first > end_of(so_far, calendar=CHINA).due_on:
            break
        found = (*found, DateRange(first, first + timedelta(days=days)))
        first += timedelta(days=days)
    return found


@settings(max_examples=600, deadline=None)
@given(
    start=starts,
    amount=st.integers(1, 40),
    extended=st.integers(0, 10),
    unit=st.sampled_from(["WD", "D"]),
    gaps=spans,
    rolls=st.booleans(),
)
def test_due_days_are_those_of_a_clock_carried_day_by_day(
    start: date, amount: int, extended: int, unit: str, gaps: list[tuple[int, int]], rolls: bool
) -> None:
    roll = Roll.FORWARD if rolls else Roll.NONE
    run = Run(at(start), Length.parse(f"{amount + extended} {unit}"), roll)
    pauses = pauses_while_running(run, gaps)
    end = end_of(Run(run.started_at, run.length, roll, pauses), calendar=CHINA)
    stopped = {day for pause in pauses for day in pause}
    walker = Walker(start, amount + extended, working=unit == "WD", rolls=rolls, paused=stopped)
    expected = walker.last_day()
    if expected <= LAST:
        assert end.due_on == expected
        assert end.due_at == midnight_after(expected)


@settings(max_examples=200, deadline=None)
@given(start=starts, hour=st.integers(0, 23), hours=st.integers(1, 200), gaps=spans)
def test_a_clock_in_hours_runs_through_holidays_but_not_through_pauses(
    start: date, hour: int, hours: int, gaps: list[tuple[int, int]]
) -> None:
    begun = at(start, hour)
    run = Run(begun, Length(hours, Unit.HOUR), Roll.FORWARD)
    pauses = pauses_while_running(run, gaps)
    stopped = {day for pause in pauses for day in pause}
    moment, left = begun, hours
    while left:
        if moment.date() not in stopped:
            left -= 1
        moment += timedelta(hours=1)
    end = end_of(Run(begun, run.length, run.roll, pauses), calendar=CHINA).due_at
    # The plain walk stops with the hour that ends it; a pause that begins with that moment comes after the end.
    assert end == moment


@pytest.mark.parametrize(
    ("start", "length", "due_on"),
    [
        (date(2026, 2, 13), "1 WD", date(2026, 2, 14)),  # a worked Saturday
        (date(2026, 2, 14), "1 WD", date(2026, 2, 24)),  # over the whole Spring Festival
        (date(2026, 2, 10), "5 D", date(2026, 2, 24)),  # ends in it: moved to the first worked day
        (date(2026, 9, 30), "3 WD", date(2026, 10, 10)),  # 8, 9 and the worked Saturday
        (date(2026, 9, 30), "7 D", date(2026, 10, 8)),
        (date(2026, 1, 31), "1 M", date(2026, 2, 28)),  # the last day of a shorter month, a worked Saturday
        (date(2026, 4, 30), "1 WD", date(2026, 5, 6)),
    ],
)
def test_worked_cases(start: date, length: str, due_on: date) -> None:
    assert end_of(Run(at(start), Length.parse(length)), calendar=CHINA).due_on == due_on


def test_a_pause_in_the_holiday_at_the_end_leaves_the_day_it_ended_on() -> None:
    # Due on Sunday 1 November, moved to Monday; stopped on that Sunday for ten days.
    run = Run(at(date(2026, 10, 2)), Length.parse("30 D"), pauses=(DateRange(date(2026, 11, 1), date(2026, 11, 11)),))
    assert end_of(run, calendar=CHINA).due_on == date(2026, 11, 11)


def test_pauses_on_rest_days_add_no_working_days() -> None:
    weekend = DateRange(date(2026, 3, 7), date(2026, 3, 9))
    plain = Run(at(date(2026, 3, 5)), Length.parse("5 WD"))
    stopped = Run(plain.started_at, plain.length, pauses=(weekend,))
    assert end_of(stopped, calendar=CHINA).due_on == end_of(plain, calendar=CHINA).due_on == date(2026, 3, 12)


def course(length: str, start: datetime) -> list[tuple[str, datetime]]:
    """Every act of a clock left alone, in its order."""
    clock = rule(length)
    run = Run(start, clock.length_for(""))
    end = end_of(run, calendar=CHINA)
    done: list[tuple[str, datetime]] = []
    now = start
    while (plan := next_act(clock, run, end, now=now, done=[code for code, _ in done], calendar=CHINA)) is not None:
        done.append((plan.code, plan.at))
        now = max(now, plan.at)
    return done


def test_the_course_of_a_clock_over_the_spring_festival() -> None:
    assert [(code, f"{moment:%m-%d %H}") for code, moment in course("4 WD", at(date(2026, 2, 11)))] == [
        ("half", "02-13 09"),
        ("eve", "02-14 09"),
        (EXPIRE, "02-25 00"),
        ("remind", "02-25 00"),
        ("raise", "02-26 00"),
        ("list", "03-02 00"),
    ]


@settings(max_examples=300, deadline=None)
@given(start=starts, hour=st.integers(0, 23), amount=st.integers(1, 40), unit=st.sampled_from(["WD", "D", "M", "H"]))
def test_acts_come_in_order_each_once_and_end(start: date, hour: int, amount: int, unit: str) -> None:
    if unit == "M" and amount > 3:
        amount = amount % 3 + 1
    begun = at(start, hour)
    told = course(f"{amount} {unit}", begun)
    codes = [code for code, _ in told]
    moments = [moment for _, moment in told]
    assert len(set(codes)) == len(codes)
    assert moments == sorted(moments)
    assert codes[-4:] == [EXPIRE, "remind", "raise", "list"]
    assert all(moment > begun for moment in moments)
    end = end_of(Run(begun, Length.parse(f"{amount} {unit}")), calendar=CHINA)
    for code, moment in told:
        assert (moment < end.due_at) == (code in ("half", "eve"))


def test_nothing_is_told_of_half_time_once_the_eve_has_come() -> None:
    clock = rule("10 WD")
    run = Run(at(date(2026, 3, 2)), clock.length_for(""))
    end = end_of(run, calendar=CHINA)

    def told(now: datetime) -> str:
        plan = next_act(clock, run, end, now=now, done=(), calendar=CHINA)
        assert plan is not None
        return plan.code

    assert told(at(date(2026, 3, 3))) == "half"
    assert told(at(date(2026, 3, 12))) == "half"  # a day late is still worth telling
    assert told(at(date(2026, 3, 13))) == "eve"
    assert told(at(date(2026, 3, 17))) == EXPIRE
    assert end == End(date(2026, 3, 16), midnight_after(date(2026, 3, 16)), False, end.steps)
    assert [act.code for act in ladder(clock, end, calendar=CHINA)] == ["remind", "raise", "list"]
