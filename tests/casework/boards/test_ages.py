"""An item's bucket, day by day around each border, with and without pauses."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.casework.boards.ages import Bucket, Pause, RunningClock, bucket_of, days_late, owes_word, week_of
from xinan.kernel.clock import CHINA

START = datetime(2026, 11, 2, 10, 0, tzinfo=CHINA)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def clock(*, due_on: date = date(2026, 11, 11), pauses: tuple[Pause, ...] = ()) -> RunningClock:
    midnight = datetime.combine(due_on + timedelta(days=1), datetime.min.time(), CHINA)
    return RunningClock("toy", START, due_on, midnight, pauses)


@pytest.mark.parametrize(
    ("moment", "bucket", "late"),
    [
        ("2026-11-02 10:00", Bucket.HALF, 0),
        ("2026-11-07 04:59", Bucket.HALF, 0),
        (
            "2026-11-07 05:00",
            Bucket.PAST_HALF,
            0,
        ),  # half of the nine days and fourteen hours until midnight of the 11th
        ("2026-11-10 23:59", Bucket.PAST_HALF, 0),
        ("2026-11-11 00:00", Bucket.LAST_DAY, 0),
        ("2026-11-11 23:59", Bucket.LAST_DAY, 0),
        ("2026-11-12 00:00", Bucket.WEEK, 1),
        ("2026-11-18 23:59", Bucket.WEEK, 7),
        ("2026-11-19 00:00", Bucket.MONTH, 8),
        ("2026-12-11 23:59", Bucket.MONTH, 30),
        ("2026-12-12 00:00", Bucket.MORE, 31),
    ],
)
def test_the_borders(moment: str, bucket: Bucket, late: int) -> None:
    assert bucket_of(clock(), now=at(moment)) is bucket
    assert days_late(clock(), now=at(moment)) == late


def test_no_clock_is_its_own_bucket() -> None:
    assert bucket_of(None, now=START) is Bucket.STOPPED


def test_paused_days_are_neither_used_nor_to_come() -> None:
    paused = clock(due_on=date(2026, 11, 21), pauses=(Pause(date(2026, 11, 4), date(2026, 11, 14)),))
    # Ten days stood still: what was half on the 7th at five is half on the 17th at five.
    assert bucket_of(paused, now=at("2026-11-17 04:59")) is Bucket.HALF
    assert bucket_of(paused, now=at("2026-11-17 05:00")) is Bucket.PAST_HALF


def test_a_clock_of_hours_is_late_the_same_day() -> None:
    short = RunningClock("toy", START, START.date(), START + timedelta(hours=2))
    assert bucket_of(short, now=START + timedelta(hours=1)) is Bucket.LAST_DAY
    assert bucket_of(short, now=START + timedelta(hours=2)) is Bucket.WEEK
    assert days_late(short, now=START + timedelta(hours=2)) == 0


@given(length=st.integers(1, 60), first=st.integers(1, 20), days=st.integers(0, 20), hours=st.integers(0, 24 * 120))
def test_half_is_half_of_the_hours_that_count(length: int, first: int, days: int, hours: int) -> None:
    """Hour by hour: those of paused days do not count, whatever their number."""
    opened = datetime.combine(START.date(), datetime.min.time(), CHINA)
    pause = Pause(opened.date() + timedelta(days=first), opened.date() + timedelta(days=first + days))
    due_on = opened.date() + timedelta(days=length + days - 1)
    running = RunningClock(
        "toy", opened, due_on, datetime.combine(due_on + timedelta(days=1), datetime.min.time(), CHINA), (pause,)
    )
    counts = [
        not pause.from_on <= (opened + timedelta(hours=hour)).date() < pause.until_on
        for hour in range(int((running.due_at - opened).total_seconds() // 3600))
    ]
    if hours >= len(counts) or (opened + timedelta(hours=hours)).date() >= due_on:
        return
    expected = Bucket.PAST_HALF if sum(counts[:hours]) * 2 >= sum(counts) else Bucket.HALF
    now = opened + timedelta(hours=hours)
    if not pause.from_on <= now.date() < pause.until_on:  # a paused clock is in no bucket of time
        assert bucket_of(running, now=now) is expected


@pytest.mark.parametrize(
    ("due_on", "owes"),
    [(date(2026, 11, 9), True), (date(2026, 11, 19), True), (date(2026, 11, 20), False), (date(2026, 12, 1), False)],
)
def test_a_word_is_owed_where_a_working_day_was_left_to_say_it(due_on: date, owes: bool) -> None:
    assert owes_word(clock(due_on=due_on), week_on=date(2026, 11, 16)) is owes
    assert not owes_word(None, week_on=date(2026, 11, 16))


def test_weeks_begin_on_mondays_in_china() -> None:
    assert week_of(at("2026-11-23 00:00")) == date(2026, 11, 23)
    assert week_of(at("2026-11-22 23:59")) == date(2026, 11, 16)
    assert week_of(datetime.fromisoformat("2026-11-22T16:30:00+00:00")) == date(2026, 11, 23)
