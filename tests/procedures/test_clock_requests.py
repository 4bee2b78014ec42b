"""Pauses and extensions: who asks, who approves, what is added to what remained."""

from datetime import date, datetime, timedelta

import pytest

from tests.procedures.conftest import COUNTY, MONDAY, OWNER, Person, clock_of, moved, opened, person
from xinan.kernel.clock import CHINA
from xinan.notices.models import Notice
from xinan.procedures.actions.extend_clock import ask_extension, extend_clock, refuse_extension
from xinan.procedures.actions.pause_clock import approve_pause, ask_pause, refuse_pause, resume_clock
from xinan.procedures.actions.run_due_acts import run_due_acts
from xinan.procedures.errors import ClockRefused, MoveIncomplete, MoveRefused, ProofMissing, UnknownProceeding
from xinan.procedures.given import SentProof
from xinan.procedures.models import Clock, ClockEvent, ClockExtension, ClockPause, Proceeding
from xinan.procedures.queries import clocks_of

pytestmark = pytest.mark.django_db


def at(day: str, hour: int = 10) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), CHINA) + timedelta(hours=hour)


@pytest.fixture
def running(inspector: Person) -> Proceeding:
    """In hand since Monday 23 November: 10 working days to cure, until 7 December."""
    return moved(opened(), "sign", inspector)


@pytest.fixture
def cure(running: Proceeding) -> Clock:
    return clock_of(running, "cure")


def asked(cure: Clock, firm: Person, proof: SentProof, *, now: datetime = MONDAY, **given: object) -> ClockPause:
    return ask_pause(
        cure.pk,
        by=firm.user,
        scope=firm.scope,
        now=now,
        reason="冬季停工",
        proofs=[proof],
        **given,  # type: ignore[arg-type]
    )


def approved(pause: ClockPause, who: Person, *, now: datetime) -> ClockPause:
    return approve_pause(pause.pk, by=who.user, scope=who.scope, now=now)


def test_a_pause_adds_what_was_paused_to_what_remained(
    cure: Clock, firm: Person, inspector: Person, proof: SentProof
) -> None:
    assert cure.due_on == date(2026, 12, 7)
    pause = asked(cure, firm, proof, now=at("2026-11-27"))
    approved(pause, inspector, now=at("2026-11-27", 15))
    cure.refresh_from_db()
    assert cure.state == "paused"
    # Four working days were used (24 to 27 less the first paused one: 3), seven remain; it runs again on 9 December.
    resume_clock(cure.pk, by=inspector.user, scope=inspector.scope, now=at("2026-12-09"), reason="复工")
    cure.refresh_from_db()
    assert (cure.state, cure.due_on, cure.first_due_on) == ("running", date(2026, 12, 17), date(2026, 12, 7))
    event = ClockEvent.objects.filter(clock=cure, kind="resumed").get()
    assert "12 日" in event.because
    assert (event.due_before, event.by) != (None, None)
    assert Notice.objects.filter(recipient=firm.user, kind="pause_decided").exists()


def test_nothing_falls_due_while_it_is_paused_and_it_runs_again_by_itself(
    cure: Clock, firm: Person, inspector: Person, proof: SentProof
) -> None:
    approved(asked(cure, firm, proof, until_on=date(2027, 1, 4)), inspector, now=MONDAY)
    day = MONDAY
    while day < at("2027-01-03", 23):
        run_due_acts(now=day)
        day += timedelta(hours=8)
    assert not ClockEvent.objects.filter(clock=cure, kind="act").exists()
    run_due_acts(now=at("2027-01-04", 0))
    cure.refresh_from_db()
    assert (cure.state, cure.provisional) == ("running", True)
    assert cure.pauses.get().resumed_on == date(2027, 1, 4)
    assert cure.acts.get(done_at=None).kind == "half"


def test_a_pause_to_come_begins_and_ends_by_itself(
    cure: Clock, firm: Person, inspector: Person, proof: SentProof
) -> None:
    days = {"from_on": date(2026, 12, 1), "until_on": date(2026, 12, 8)}
    approved(asked(cure, firm, proof, **days), inspector, now=MONDAY)
    states = {}
    day = MONDAY
    while day < at("2026-12-15"):
        run_due_acts(now=day)
        cure.refresh_from_db()
        states[day.date()] = cure.state
        day += timedelta(days=1)
    assert [day for day, state in states.items() if state == "paused"] == [
        date(2026, 12, 1) + timedelta(days=n) for n in range(7)
    ]
    assert cure.due_on == date(2026, 12, 14)


def test_without_an_end_it_ends_at_the_ceiling(cure: Clock, firm: Person, inspector: Person, proof: SentProof) -> None:
    pause = approved(asked(cure, firm, proof), inspector, now=MONDAY)
    assert pause.until_on == MONDAY.date() + timedelta(days=60)
    resume_clock(cure.pk, by=firm.user, scope=firm.scope, now=MONDAY + timedelta(days=50))
    with pytest.raises(ClockRefused) as refusal:
        asked(cure, firm, proof, now=MONDAY + timedelta(days=51), until_on=date(2027, 1, 24))
    assert refusal.value.code == "pause-days"
    assert "1 至 10 日" in refusal.value.remedy.zh


def test_a_decision_that_took_longer_counts_from_the_day_asked_for(
    cure: Clock, firm: Person, inspector: Person, proof: SentProof
) -> None:
    pause = asked(cure, firm, proof, now=at("2026-12-04"), until_on=date(2026, 12, 31))
    for day in ("2026-12-05", "2026-12-07", "2026-12-09"):
        run_due_acts(now=at(day))
    cure.refresh_from_db()
    assert (cure.state, cure.escalation) == ("expired", 2)
    approved(pause, inspector, now=at("2026-12-10"))
    cure.refresh_from_db()
    assert (cure.state, cure.escalation, cure.due_on) == ("paused", 0, date(2027, 1, 4))
    cure.proceeding.refresh_from_db()
    assert cure.proceeding.escalation == 4  # the first answer has been overdue for long
    # It runs out once more, and everything happens once more.
    for day in ("2026-12-31", "2027-01-05", "2027-01-06"):
        run_due_acts(now=at(day))
    told = ClockEvent.objects.filter(clock=cure, act="remind")
    assert [event.at.astimezone(CHINA).date() for event in told] == [date(2026, 12, 9), date(2027, 1, 5)]


def test_whoever_may_decide_is_told_that_it_was_asked_for(
    cure: Clock, firm: Person, inspector: Person, city: Person, proof: SentProof
) -> None:
    asked(cure, firm, proof)
    extension(cure, firm, 2)
    told = Notice.objects.filter(kind__in=["pause_asked", "extension_asked"]).order_by("pk")
    # The department has nobody at this place, so that its share goes one level up.
    assert [(notice.kind, notice.recipient) for notice in told] == [
        ("pause_asked", inspector.user),
        ("pause_asked", city.user),
        ("extension_asked", city.user),
    ]
    assert "冬季停工" not in told[0].body_zh  # what people write may name somebody


def test_refused_it_runs_on(cure: Clock, firm: Person, inspector: Person, proof: SentProof) -> None:
    pause = asked(cure, firm, proof)
    with pytest.raises(MoveIncomplete):
        refuse_pause(pause.pk, by=inspector.user, scope=inspector.scope, now=MONDAY, words="")
    refuse_pause(pause.pk, by=inspector.user, scope=inspector.scope, now=MONDAY, words="未停工")
    cure.refresh_from_db()
    assert (cure.state, cure.due_on) == ("running", date(2026, 12, 7))
    with pytest.raises(ClockRefused) as refusal:
        approved(pause, inspector, now=MONDAY)
    assert refusal.value.code == "request-decided"
    asked(cure, firm, proof)  # and may be asked for again


def test_who_may_ask_and_who_may_approve(
    cure: Clock, firm: Person, inspector: Person, city: Person, proof: SentProof
) -> None:
    with pytest.raises(MoveRefused):
        asked(cure, inspector, proof)
    with pytest.raises(UnknownProceeding):
        asked(cure, person("contractor", firm="91220101MA0000008X"), proof)
    with pytest.raises(MoveRefused):
        asked(cure, person("owner", firm=OWNER), proof)
    with pytest.raises(ProofMissing):
        ask_pause(cure.pk, by=firm.user, scope=firm.scope, now=MONDAY, reason="停工", proofs=[])
    pause = asked(cure, firm, proof)
    for who in (firm, city):
        with pytest.raises(MoveRefused):
            approved(pause, who, now=MONDAY)
    housing = person("industry_department", region=COUNTY, industries=["housing"])
    assert approved(pause, housing, now=MONDAY).state == "approved"


def test_what_cannot_be_paused(running: Proceeding, cure: Clock, firm: Person, proof: SentProof) -> None:
    with pytest.raises(ClockRefused) as refusal:
        asked(clock_of(running, "feedback"), firm, proof)
    assert refusal.value.code == "clock-not-pausable"
    for given in (
        {"from_on": date(2026, 11, 20)},
        {"from_on": date(2026, 12, 8)},
        {"until_on": date(2026, 11, 23)},
        {"until_on": date(2027, 3, 1)},
    ):
        with pytest.raises(ClockRefused) as refusal:
            asked(cure, firm, proof, **given)
        assert refusal.value.code == "pause-days"
    with pytest.raises(ClockRefused) as refusal:
        asked(cure, firm, proof, now=at("2026-12-08"))
    assert refusal.value.code == "clock-not-running"
    asked(cure, firm, proof)
    with pytest.raises(ClockRefused) as refusal:
        asked(cure, firm, proof)
    assert refusal.value.code == "pause-already"


def extension(cure: Clock, firm: Person, amount: int, *, now: datetime = MONDAY) -> ClockExtension:
    return ask_extension(cure.pk, by=firm.user, scope=firm.scope, now=now, amount=amount, reason="资金待拨付")


def test_an_extension_adds_to_the_length_up_to_its_ceiling(cure: Clock, firm: Person, city: Person) -> None:
    for amount, due_on in ((4, date(2026, 12, 11)), (6, date(2026, 12, 21))):
        extend_clock(extension(cure, firm, amount).pk, by=city.user, scope=city.scope, now=MONDAY)
        cure.refresh_from_db()
        assert cure.due_on == due_on
    with pytest.raises(ClockRefused) as refusal:
        extension(cure, firm, 1)
    assert refusal.value.code == "extension-ceiling"


@pytest.mark.parametrize("amount", [0, -1, 11])
def test_no_more_than_the_ceiling_at_once(cure: Clock, firm: Person, amount: int) -> None:
    with pytest.raises(ClockRefused):
        extension(cure, firm, amount)


def test_granted_after_it_ran_out_it_runs_again_and_climbs_down(cure: Clock, firm: Person, city: Person) -> None:
    request = extension(cure, firm, 10, now=at("2026-12-07"))
    run_due_acts(now=at("2026-12-09"))
    cure.refresh_from_db()
    assert cure.state == "expired"
    extend_clock(request.pk, by=city.user, scope=city.scope, now=at("2026-12-10"))
    cure.refresh_from_db()
    assert (cure.state, cure.escalation, cure.due_on) == ("running", 0, date(2026, 12, 21))
    with pytest.raises(ClockRefused):
        extension(cure, firm, 1, now=at("2026-12-22"))


def test_who_may_extend(cure: Clock, firm: Person, city: Person, inspector: Person) -> None:
    request = extension(cure, firm, 2)
    for who in (firm, inspector):
        with pytest.raises(MoveRefused):
            extend_clock(request.pk, by=who.user, scope=who.scope, now=MONDAY)
    refuse_extension(request.pk, by=city.user, scope=city.scope, now=MONDAY, words="理由不足")
    cure.refresh_from_db()
    assert (cure.due_on, cure.extended) == (date(2026, 12, 7), 0)


def test_what_is_shown_of_it(
    running: Proceeding, cure: Clock, firm: Person, inspector: Person, proof: SentProof
) -> None:
    asked(cure, firm, proof)
    (view,) = [view for view in clocks_of([running], now=MONDAY)[running.pk] if view.code == "cure"]
    assert (view.pausable, view.extendable) == (True, True)
    assert view.pause_asked is not None
    approved(view.pause_asked, inspector, now=MONDAY)
    (view,) = [view for view in clocks_of([running], now=MONDAY)[running.pk] if view.code == "cure"]
    assert (view.state, view.pausable, view.pauses[0].days) == ("paused", False, 60)
    assert view.next_act is not None
    assert view.moved_because is not None
    assert "中止 60 日" in view.moved_because.zh
    assert view.moved
