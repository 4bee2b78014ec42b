"""A message is refused after some tries that it broke itself, and never for a database that was away or full."""

from collections.abc import Callable

import pytest
from django.db import OperationalError

from xinan.intake.models import Batch, NationalHandling
from xinan.intake.national.actions import take_waiting as taking
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(clock: FixedClock) -> Batch:
    return Batch.objects.create(source="national", kind="attendance", project_id="P1", received_at=clock.now(), rows=2)


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_given: object, **_named: object) -> None:
        raise error

    return fail


def try_often(error: Exception, *, keyring: Keyring, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "take_message", failing(error))
    for _ in range(taking.MOST_ATTEMPTS):
        with pytest.raises(type(error)):
            taking.take_waiting("P1", now=clock.now, keyring=keyring)


def test_a_full_disk_is_no_fault_of_the_message(
    message: Batch, keyring: Keyring, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_often(OperationalError("no space left"), keyring=keyring, clock=clock, monkeypatch=monkeypatch)
    message.refresh_from_db()
    assert (message.state, NationalHandling.objects.count()) == ("received", 0)


def test_a_message_that_breaks_its_own_taking_is_refused_after_some_tries(
    message: Batch, keyring: Keyring, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_often(ValueError("of our own making"), keyring=keyring, clock=clock, monkeypatch=monkeypatch)
    message.refresh_from_db()
    assert (message.state, message.faults.get().code) == ("refused", "national.internal")
    assert taking.take_waiting("P1", now=clock.now, keyring=keyring) == 0
