"""What falls due: once each, in order, to whom it concerns; after a crash, a restart, with late workers."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from tests.procedures.conftest import CITY, COUNTY, MONDAY, Person, clock_of, moved, opened, person
from xinan.kernel.clock import CHINA
from xinan.notices.models import Notice
from xinan.procedures.actions.close_by_system import close_by_system
from xinan.procedures.actions.run_due_acts import run_due_acts
from xinan.procedures.clockwork import event_of
from xinan.procedures.definition import Procedure
from xinan.procedures.enums import ClockEventKind
from xinan.procedures.firm_acts import tell_firm, told_at
from xinan.procedures.hooks import on_act, tell_firms_at_once
from xinan.procedures.models import Clock, ClockAct, ClockEvent, Proceeding

pytestmark = pytest.mark.django_db


def at(day: str, hour: int = 10) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), CHINA) + timedelta(hours=hour)


def minutes(first: datetime, last: datetime, *, step: timedelta = timedelta(hours=1)) -> Iterator[datetime]:
    while first <= last:
        yield first
        first += step


def acts_of(proceeding: Proceeding) -> list[tuple[str, str]]:
    """The acts told of, in order, with their day."""
    events = ClockEvent.objects.filter(clock__proceeding=proceeding, kind="act").order_by("pk")
    return [(event.act, f"{event.at.astimezone(CHINA):%m-%d %H}") for event in events]


def test_the_whole_ladder_once_each_as_time_goes_by(inspector: Person, city: Person) -> None:
    province = person("province_office")
    one = opened(holder_id=inspector.user.pk)
    for now in minutes(MONDAY, at("2026-12-20")):
        run_due_acts(now=now)
    assert acts_of(one) == [
        ("eve", "11-24 09"),
        ("expire", "11-26 00"),
        ("remind", "11-26 00"),
        ("raise", "11-27 00"),
        ("supervise", "12-01 00"),
        ("list", "12-03 00"),
    ]
    one.refresh_from_db()
    assert one.escalation == 4
    assert clock_of(one, "sign").state == "expired"
    told = [
        (notice.recipient_id, notice.kind, notice.urgent)
        for notice in Notice.objects.filter(about_kind="toy").order_by("pk")
    ]
    assert told[:3] == [
        (inspector.user.pk, "clock_eve", False),
        (inspector.user.pk, "reminder", False),
        (city.user.pk, "escalated", True),
    ]
    assert {person for person, _, _ in told[3:]} == {inspector.user.pk, city.user.pk, province.user.pk}
    assert not ClockAct.objects.filter(clock__proceeding=one, done_at=None).exists()


def test_after_a_long_silence_the_ladder_is_made_up_for_but_not_what_is_stale(inspector: Person) -> None:
    one = opened()
    run_due_acts(now=at("2026-11-27"))
    assert [code for code, _ in acts_of(one)] == ["expire", "remind", "raise"]
    assert run_due_acts(now=at("2026-11-27")) == 0


def test_what_is_done_in_time_climbs_nothing(inspector: Person) -> None:
    one = moved(opened(), "sign", inspector)
    run_due_acts(now=at("2026-11-26", 23))
    assert set(_expired(one)) == {"feedback"}
    one.refresh_from_db()
    assert one.escalation == 1


def test_escalation_falls_when_what_was_waited_for_has_happened(inspector: Person) -> None:
    one = opened()
    run_due_acts(now=at("2026-11-27"))
    one.refresh_from_db()
    assert one.escalation == 2
    signed = moved(one, "sign", inspector, now=at("2026-11-27", 11))
    assert clock_of(signed, "sign").state == "late"
    signed.refresh_from_db()
    assert (signed.escalation, signed.escalated_at) == (0, None)
    assert ("raise", "11-27 10") in acts_of(signed)  # the history stays


def test_a_failing_hook_undoes_its_act_and_keeps_nobody_waiting(inspector: Person) -> None:
    fails, other = opened(holder_id=inspector.user.pk), opened(holder_id=inspector.user.pk)
    broken = True

    def hook(event: ClockEvent) -> None:
        if broken and event.clock.proceeding_id == fails.pk and event.act == "eve":
            raise RuntimeError("the machine stops here")

    on_act("toy", hook)
    now = at("2026-11-24")
    with pytest.raises(RuntimeError):
        run_due_acts(now=now)
    assert acts_of(fails) == []
    assert not Notice.objects.filter(about_id=fails.subject_id).exists()
    # The next run begins with what has not failed before.
    with pytest.raises(RuntimeError):
        run_due_acts(now=now)
    assert acts_of(other) == [("eve", "11-24 10")]
    broken = False
    assert run_due_acts(now=now) == 1
    assert run_due_acts(now=now) == 0
    assert acts_of(fails) == [("eve", "11-24 10")]
    assert Notice.objects.filter(about_id=fails.subject_id, kind="clock_eve").count() == 1


def test_unassigned_goes_to_the_office(toy: Procedure) -> None:
    one = opened()
    colleague = person("county_inspector", region=COUNTY)
    run_due_acts(now=at("2026-11-24"))
    assert set(Notice.objects.filter(about_id=one.subject_id).values_list("recipient_id", flat=True)) == {
        colleague.user.pk
    }


def told(one: Proceeding) -> set[int]:
    about = Notice.objects.filter(about_id__in=[one.subject_id, str(one.pk)])
    return set(about.values_list("recipient_id", flat=True))


@pytest.mark.parametrize(
    ("planned", "now", "touched", "told_on"),
    [
        ("2026-11-24 09:00", "2026-11-24 09:01", False, "2026-11-24 09:00"),  # planned for a batch: that one
        ("2026-11-24 09:00", "2026-11-24 11:40", False, "2026-11-25 09:00"),  # worked off hours late: the next
        ("2026-11-24 09:00", "2026-11-24 09:01", True, "2026-11-25 09:00"),  # begun or moved since: the next
        ("2026-11-24 15:17", "2026-11-24 15:17", False, "2026-11-25 09:00"),  # clocks in hours
        ("2026-11-28 00:00", "2026-11-28 00:01", False, "2026-11-30 09:00"),  # over a weekend
    ],
)
def test_a_firm_is_told_of_an_act_by_a_batch(
    toy: Procedure, planned: str, now: str, touched: bool, told_on: str
) -> None:
    begun, at_work, due = (datetime.fromisoformat(f"{text}+08:00") for text in ("2026-11-23 10:31", now, planned))
    clock = Clock.objects.filter(proceeding=opened(now=begun)).earliest("pk")
    if touched:
        event_of(clock, ClockEventKind.EXTENDED, at=due + timedelta(seconds=20)).save()
    event = event_of(clock, ClockEventKind.ACT, at=at_work)
    event.save()
    assert f"{told_at(event, planned=due, now=at_work):%Y-%m-%d %H:%M}" == told_on


def test_what_may_come_of_a_complaint_tells_the_firm_by_the_batch_alone(inspector: Person, firm: Person) -> None:
    one = opened(holder_id=inspector.user.pk)
    run_due_acts(now=at("2026-11-24"))
    assert told(one) == {inspector.user.pk}
    event = ClockEvent.objects.get(clock__proceeding=one, act="eve")
    morning = datetime.fromisoformat("2026-11-25T09:00:00+08:00")
    assert tell_firm(event.pk, now=event.clock.due_at - timedelta(minutes=1)) == 1
    assert told(one) == {inspector.user.pk, firm.user.pk}
    assert tell_firm(event.pk, now=max(morning, event.clock.due_at)) == 0
    close_by_system([one.pk], "cured", now=MONDAY, reason="数据")
    assert tell_firm(event.pk, now=morning) == 0


def test_where_nobody_complained_the_firm_is_told_too(inspector: Person, firm: Person) -> None:
    tell_firms_at_once("toy")
    one = opened(holder_id=inspector.user.pk)
    run_due_acts(now=at("2026-11-24"))
    assert set(Notice.objects.filter(about_id=one.subject_id).values_list("recipient_id", flat=True)) == {
        inspector.user.pk,
        firm.user.pk,
    }


def test_nothing_falls_due_on_what_is_closed(toy: Procedure) -> None:
    one = opened()
    close_by_system([one.pk], "cured", now=MONDAY, reason="数据")
    assert run_due_acts(now=at("2027-01-20")) == 0
    assert acts_of(one) == []


def test_clocks_that_this_release_does_not_know_are_left_alone(toy: Procedure) -> None:
    one = opened()
    Clock.objects.filter(proceeding=one).update(code="gone")
    assert run_due_acts(now=at("2026-12-01")) == 0


def test_a_city_officer_far_away_is_not_told(inspector: Person, toy: Procedure) -> None:
    far, near = person("city_office", region="220200"), person("city_office", region=CITY)
    one = opened()
    run_due_acts(now=at("2026-11-27"))
    told = set(Notice.objects.filter(about_id=one.subject_id, kind="escalated").values_list("recipient_id", flat=True))
    assert told == {near.user.pk}
    assert far.user.pk not in told


def _expired(one: Proceeding) -> list[str]:
    return list(Clock.objects.filter(proceeding=one, state="expired").values_list("code", flat=True))
