"""Quiet hours, rest days, the digest's hour, pauses between attempts: against a second, minute-by-minute reckoning."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinan.kernel.calendar import CHINA as CALENDAR
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.notices.decisions import (
    ATTEMPTS,
    QuietRule,
    digest_due,
    first_open_moment,
    pause_after,
    plan_email,
    plan_now,
)
from xinan.notices.enums import How, Topic
from xinan.notices.kinds import Kind

PLAIN = Kind("plain", Text("平常", "Plain"), Topic.WARNINGS)
ALARM = Kind("alarm", Text("告警", "Alarm"), Topic.SYSTEM, breaks_quiet=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(CHINA)


def opens(moment: str, **rule: object) -> str:
    found = first_open_moment(at(moment), rule=QuietRule(**rule), calendar=CALENDAR)  # type: ignore[arg-type]
    return f"{found:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 07:00"),
        ("2026-11-23 23:59", "2026-11-24 07:00"),
        ("2026-11-24 00:00", "2026-11-24 07:00"),
        ("2026-11-24 06:59", "2026-11-24 07:00"),
        ("2026-11-24 07:00", "2026-11-24 07:00"),
        # Friday night, and the weekend.
        ("2026-11-27 21:30", "2026-11-30 07:00"),
        ("2026-11-28 10:00", "2026-11-30 07:00"),
        # The National Day holiday of 2026: 1 to 7 October, then Thursday.
        ("2026-09-30 22:00", "2026-10-08 07:00"),
        # Saturday 10 October 2026 is worked to make up for it.
        ("2026-10-10 10:00", "2026-10-10 10:00"),
        ("2026-10-10 22:00", "2026-10-12 07:00"),
    ],
)
def test_when_the_quiet_ends(moment: str, expected: str) -> None:
    assert opens(moment) == expected


def test_hours_within_one_day_and_none_at_all() -> None:
    noon = {"from_at": time(12), "to_at": time(14), "rest_days": False}
    assert opens("2026-11-28 12:30", **noon) == "2026-11-28 14:00"
    assert opens("2026-11-28 14:00", **noon) == "2026-11-28 14:00"
    none = {"from_at": time(7), "to_at": time(7), "rest_days": False}
    assert opens("2026-11-28 03:00", **none) == "2026-11-28 03:00"


TIMES = st.integers(0, 24 * 4 - 1).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


def is_quiet(minute: datetime, rule: QuietRule) -> bool:
    """Said otherwise than in the product: by walking from the beginning of the hours."""
    if rule.rest_days and not CALENDAR.is_working_day(minute.date()):
        return True
    walk, end = rule.from_at.hour * 60 + rule.from_at.minute, rule.to_at.hour * 60 + rule.to_at.minute
    quiet = set()
    while walk != end:
        quiet.add(walk)
        walk = (walk + 1) % (24 * 60)
    return minute.hour * 60 + minute.minute in quiet


@settings(max_examples=60, deadline=None)
@given(
    minute=st.integers(0, 400 * 24 * 60),
    rule=st.builds(QuietRule, from_at=TIMES, to_at=TIMES, rest_days=st.booleans()),
)
def test_the_first_open_moment_is_open_and_nothing_before_it_is(minute: int, rule: QuietRule) -> None:
    begin = at("2026-01-01 00:00") + timedelta(minutes=minute)
    found = first_open_moment(begin, rule=rule, calendar=CALENDAR)
    assert found >= begin
    assert not is_quiet(found, rule)
    between = int((found - begin) / timedelta(minutes=1))
    assert all(is_quiet(begin + timedelta(minutes=step), rule) for step in range(between))


@pytest.mark.parametrize(
    ("kind", "urgent", "state"),
    [(PLAIN, False, "held"), (PLAIN, True, "held"), (ALARM, False, "held"), (ALARM, True, "queued")],
)
def test_only_an_urgent_notice_of_a_kind_that_may_breaks_the_quiet(kind: Kind, urgent: bool, state: str) -> None:
    night = at("2026-11-23 23:00")
    planned = plan_now(kind, urgent=urgent, now=night, rule=QuietRule(), calendar=CALENDAR)
    assert planned.state == state
    assert planned.due_at == (night if state == "queued" else at("2026-11-24 07:00"))


@pytest.mark.parametrize(
    ("how", "digest", "urgent", "state"),
    [
        (How.OFF, True, True, None),
        (How.DIGEST, True, False, "digest"),
        (How.DIGEST, False, False, None),
        (How.DIGEST, True, True, "queued"),
        (How.AT_ONCE, False, False, "queued"),
    ],
)
def test_how_an_email_goes(how: How, digest: bool, urgent: bool, state: str | None) -> None:
    planned = plan_email(
        PLAIN,
        how=how,
        digest=digest,
        urgent=urgent,
        now=at("2026-11-23 10:00"),
        rule=QuietRule(),
        calendar=CALENDAR,
    )
    assert (planned.state if planned else None) == state


def test_the_digest_goes_out_from_its_hour_on_working_days() -> None:
    def due(moment: str, *, rest_days: bool = True) -> bool:
        return digest_due(at(moment), hour=time(8, 30), rule=QuietRule(rest_days=rest_days), calendar=CALENDAR)

    assert not due("2026-11-23 08:29")
    assert due("2026-11-23 08:30")
    assert due("2026-11-23 15:00")
    assert not due("2026-11-28 09:00")
    assert due("2026-11-28 09:00", rest_days=False)
    assert not due("2026-10-01 09:00")
    assert due("2026-10-10 09:00")
    # A year the State Council has not published: its weekends rest all the same.
    assert not due("2027-11-27 09:00")
    assert CALENDAR.is_provisional(date(2027, 11, 27))


def test_pauses_grow_and_come_to_an_end() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, ATTEMPTS + 1)]
    assert pauses[-1] is None
    waits = [pause for pause in pauses if pause is not None]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert max(waits) <= timedelta(hours=2)
