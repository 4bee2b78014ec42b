"""`xinan credentials`: an operator opens, rotates, lists and revokes."""

import json
from collections.abc import Iterator

import pytest
from django.db import connection
from typer.testing import CliRunner

from tests.registry.factories import ProjectFactory
from xinan.gateways.wiring import wiring
from xinan.intake.credentials.finding import find_credential
from xinan.jobs.commands.credentials import app
from xinan.kernel.ciphers import generate_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("cli"))
    monkeypatch.setenv("XINAN_NOW", "2026-11-23T09:00:00+08:00")
    monkeypatch.setenv("XINAN_LANGUAGE", "en")
    wiring.cache_clear()
    yield
    wiring.cache_clear()


def ran(*words: str) -> str:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.output


def test_opens_rotates_lists_and_revokes() -> None:
    project = ProjectFactory()
    first = json.loads(ran("create", "--project", project.pk, "--name", "gate", "--scope", "attendance", "--json"))
    second = json.loads(ran("rotate", first["appid"], "--overlap", "3", "--json"))
    known = find_credential(first["appid"], now=wiring().clock.now())

    assert known is not None
    assert known.secrets(wiring().keyring) == (second["secret"], first["secret"])
    (line,) = json.loads(ran("list", "--project", project.pk, "--json"))
    assert (line["state"], line["scopes"], line["requests"]) == ("changing", ["attendance"], 0)
    assert line["old_secret_until"] == "2026-11-26T09:00:00+08:00"
    assert second["secret"] not in ran("list")
    assert first["appid"] in ran("list")
    ran("revoke", first["appid"])
    assert json.loads(ran("list", "--json"))[0]["state"] == "revoked"
    assert json.loads(ran("list", "--project", "another", "--json")) == []


def test_the_secret_is_printed_once_for_people_too() -> None:
    said = ran("create", "--bank", "B1")
    secret = said.split("secret")[1].split()[0]
    assert len(secret) == 32
    with connection.cursor() as cursor:
        cursor.execute("SELECT bank_id FROM intake_credential")
        assert cursor.fetchall() == [("B1",)]
