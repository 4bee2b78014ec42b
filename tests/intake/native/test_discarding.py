"""What the native interface keeps to answer again is let go of; what still waits never is."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings

from tests.registry.factories import ProjectFactory
from tests.support.queue import work_off_jobs
from xinan.gateways.wiring import Wiring
from xinan.intake.actions.discard_answered import KEPT, discard_answered, discard_tokens
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.credentials.making import Opened
from xinan.intake.credentials.tokens import LIFETIME, issue_token
from xinan.intake.models import AccessToken, WaitingFact
from xinan.jobs.import_tasks import discard_originals_task
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA

NOW = datetime(2026, 10, 1, 9, tzinfo=CHINA)


def fact(opened: Opened, *, at: datetime, batch_id: int | None) -> WaitingFact:
    project_id = opened.credential.project_id or ""
    return WaitingFact.objects.create(
        credential=opened.credential, project_id=project_id, kind="payroll", received_at=at, batch_id=batch_id
    )


def a_credential(keyring: Keyring) -> Opened:
    project = ProjectFactory()
    return open_credential(project_id=project.project_id, name="gate", by=None, now=NOW, keyring=keyring)


@pytest.mark.django_db
def test_an_answered_fact_goes_after_thirty_days(keyring: Keyring) -> None:
    opened = a_credential(keyring)
    taken, waits = (fact(opened, at=NOW, batch_id=batch) for batch in (7, None))
    assert discard_answered(now=NOW + KEPT) == 0
    assert discard_answered(now=NOW + KEPT + timedelta(seconds=1)) == 1
    assert set(WaitingFact.objects.values_list("pk", flat=True)) == {waits.pk} != {taken.pk}


@pytest.mark.django_db
def test_an_expired_token_goes(keyring: Keyring) -> None:
    opened = a_credential(keyring)
    issue_token(opened.credential, asked=(), now=NOW)
    other = a_credential(keyring)
    issue_token(other.credential, asked=(), now=NOW + timedelta(seconds=1))
    assert discard_tokens(now=NOW + LIFETIME) == 1
    assert AccessToken.objects.get().credential == other.credential


@pytest.mark.django_db(transaction=True)
def test_both_go_at_night(wired: Wiring, empty_queue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    opened = a_credential(wired.keyring)
    fact(opened, at=wired.clock.now() - KEPT - timedelta(days=1), batch_id=7)
    issue_token(opened.credential, asked=(), now=wired.clock.now() - LIFETIME)
    discard_originals_task.defer(timestamp=0)
    work_off_jobs()
    assert not WaitingFact.objects.exists()
    assert not AccessToken.objects.exists()
