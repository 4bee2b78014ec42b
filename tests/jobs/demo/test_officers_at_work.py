"""The demo's people act through the product's own actions, and leave warnings in every state that one meets."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.jobs.demo.test_province import NOW, at
from tests.monitoring.findings import finding
from tests.monitoring.handling.handled import firm_person, person, run
from tests.registry.factories import EnterpriseFactory, ProjectFactory
from xinan.gateways.wiring import wiring
from xinan.jobs.demo import days, officers_at_work
from xinan.kernel.ciphers import generate_key
from xinan.procedures.models import Clock, ClockEvent, ClockPause, Proceeding, Step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("demo"))
    at(NOW, monkeypatch)
    yield
    wiring.cache_clear()


def played() -> list[tuple[str, str]]:
    """Two dozen warnings of one county, worked on until today; the states and their order."""
    inspector = person(duty=True)
    firm = EnterpriseFactory()
    projects = [ProjectFactory(contractor=firm if place % 2 else EnterpriseFactory()) for place in range(24)]
    firm_person(projects[1])
    began = officers_at_work.begins_at(NOW.date())
    run([finding(project) for project in projects], day=began.date(), now=began)
    assert officers_at_work.play(today=NOW.date(), keyring=wiring().keyring) > 24
    assert {step.by_id for step in Step.objects.filter(move="sign")} == {inspector.pk}
    return list(Proceeding.objects.order_by("pk").values_list("state", "level"))


def test_warnings_stand_in_every_state_that_one_meets() -> None:
    states = {state for state, _level in played()}
    assert {
        "pushed", "signed", "handling", "answered", "disputed", "cured_by_evidence", "false_alarm_proposed",
        "exemption_proposed",
    } <= states  # fmt: skip
    assert ClockPause.objects.filter(state="asked").exists()
    assert Step.objects.filter(at__gt=NOW).count() == 0


def test_what_nobody_took_up_is_overdue_and_told_of() -> None:
    played()
    since = officers_at_work.begins_at(NOW.date()).date()
    assert days.let_pass(since=since, now=NOW, advance=lambda _done, _all: None) > 0
    told = ClockEvent.objects.filter(kind="act")
    assert len({event.at.date() for event in told}) > 1, "on the days they were due, not all at once"
    assert not told.filter(at__gt=NOW).exists()
    late = Clock.objects.filter(state="expired", code="sign")
    assert late.exists()
    assert all(clock.proceeding.state == "pushed" for clock in late.select_related("proceeding"))


def test_the_same_people_do_the_same_again() -> None:
    first = transaction.savepoint()
    before = played()
    transaction.savepoint_rollback(first)
    assert played() == before
