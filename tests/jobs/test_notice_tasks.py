"""The queue sends what is due, and the sweep finds what nobody was woken up for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from tests.notices.people import MONDAY, reachable, tell
from tests.people.factories import UserFactory
from tests.support.queue import empty_queue, work_off_jobs
from xinan.gateways.sms import OutboxSms
from xinan.gateways.wiring import wiring
from xinan.jobs.notice_tasks import sweep_notices, tell_of_differences_task
from xinan.kernel.ciphers import generate_key
from xinan.notices.models import Delivery
from xinan.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def product(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Monday at nine, an empty queue, text messages in a file of the test's own."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("jobs"))
    monkeypatch.setenv("XINAN_NOW", MONDAY.isoformat())
    # Tasks run in threads; a connection kept beyond one would be nobody's.
    monkeypatch.setitem(settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    settings.XINAN_SMS = {**settings.XINAN_SMS, "url": "", "outbox": str(tmp_path / "sms.jsonl")}
    wiring.cache_clear()
    empty_queue()
    yield
    empty_queue()
    wiring.cache_clear()


@pytest.fixture
def officer() -> User:
    return reachable(wiring().keyring, email="li@example.cn", phone="13800000001")


def waiting() -> list[str]:
    return list(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))


def texts() -> int:
    sms = wiring().sms
    assert isinstance(sms, OutboxSms)
    return len(sms.recent())


def test_a_notice_wakes_the_queue_once_and_is_sent(officer: User) -> None:
    tell(officer, now=MONDAY)
    tell(officer, now=MONDAY)
    assert waiting() == ["send_notices"]
    work_off_jobs()
    assert (len(mail.outbox), texts(), waiting()) == (2, 1, [])
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_what_is_shown_only_or_waits_for_its_hour_wakes_nobody(officer: User) -> None:
    tell(UserFactory(), now=MONDAY)
    tell(officer, kind="warning_pushed", now=MONDAY)
    tell(officer, now=MONDAY.replace(hour=22))
    assert waiting() == []


def test_the_sweep_begins_digests_and_sends_what_was_left_lying(officer: User) -> None:
    tell(officer, kind="warning_pushed", now=MONDAY)
    tell(officer, now=MONDAY)
    empty_queue()  # as if the process had died between its commit and the job
    sweep_notices(timestamp=0)
    assert (len(mail.outbox), texts()) == (2, 1)
    sweep_notices(timestamp=60)
    assert (len(mail.outbox), texts()) == (2, 1)


def test_the_morning_task_has_nothing_to_say_of_an_empty_province() -> None:
    tell_of_differences_task(timestamp=0)
    assert not Delivery.objects.exists()
