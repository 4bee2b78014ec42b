"""A token is remembered for a moment, never past its end or its credential's."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.registry.factories import ProjectFactory
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.actions.revoke_credential import revoke_credential
from xinan.intake.credentials import tokens
from xinan.intake.credentials.making import Opened
from xinan.intake.credentials.tokens import LIFETIME, find_token, issue_token
from xinan.kernel.ciphers import Keyring, generate_key
from xinan.kernel.clock import CHINA

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=CHINA)


@pytest.fixture
def opened() -> Opened:
    keyring = Keyring.from_environment(generate_key("tokens"))
    project = ProjectFactory()
    return open_credential(project_id=project.project_id, name="gate", by=None, now=NOW, keyring=keyring)


def test_a_token_is_asked_for_once_in_a_while(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    token = issue_token(opened.credential, asked=(), now=NOW).token
    first = find_token(token, now=NOW)
    with CaptureQueriesContext(connection) as asked:
        assert find_token(token, now=NOW) == first is not None
    assert not len(asked)
    later = tokens.monotonic() + 1.5
    monkeypatch.setattr(tokens, "monotonic", lambda: later)
    with CaptureQueriesContext(connection) as asked:
        assert find_token(token, now=NOW) == first
    assert len(asked) == 1


def test_a_remembered_token_ends_in_time(opened: Opened) -> None:
    token = issue_token(opened.credential, asked=(), now=NOW).token
    assert find_token(token, now=NOW + LIFETIME - timedelta(seconds=1)) is not None
    assert find_token(token, now=NOW + LIFETIME) is None


def test_a_revoked_credentials_tokens_are_forgotten(opened: Opened) -> None:
    token = issue_token(opened.credential, asked=(), now=NOW).token
    assert find_token(token, now=NOW) is not None
    revoke_credential(opened.credential.appid, by=None, now=NOW)
    assert find_token(token, now=NOW) is None
