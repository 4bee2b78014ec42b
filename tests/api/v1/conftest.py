"""A project with a credential of its own, and its client."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.intake import site
from tests.intake.site import PROJECT, Hand
from tests.intake.workbooks import workbook
from xinan.gateways.wiring import Wiring, wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.credentials.making import Opened
from xinan.intake.models import BatchSource
from xinan.kernel.ciphers import generate_key

HANDS = (Hand("李建国", 1), Hand("张福", 5), Hand("王铁柱", 3))
Send = Callable[..., Any]


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[Wiring]:
    """The wiring of the interface, with keys of its own and a clock that stands on 2026-11-23; no static files."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = False
    monkeypatch.setenv("XINAN_KEYS", generate_key("api"))
    monkeypatch.setenv("XINAN_NOW", "2026-11-23T09:00:00+08:00")
    wiring.cache_clear()
    yield wiring()
    wiring.cache_clear()


@pytest.fixture
def opened(wired: Wiring, db: None) -> Opened:
    """The credential of a project that has its parties, teams and people."""
    now, keyring = wired.clock.now(), wired.keyring
    sheets = {
        "projects": site.project(),
        "units": site.units(),
        "teams": site.teams(),
        "people": site.people(HANDS, registered_on=date(2026, 3, 2)),
    }
    files = [SentFile(f"{kind}.xlsx", workbook(kind, records)) for kind, records in sheets.items()]
    key = receive_files(files, wish=Wish(), sender=None, source=BatchSource.COMMAND, now=now, keyring=keyring)
    take_upload(key, now=now, keyring=keyring)
    return open_credential(project_id=PROJECT, name="闸机", by=None, now=now, keyring=keyring)


@pytest.fixture
def token(client: Client, opened: Opened) -> str:
    """A token with every scope."""
    form = {
        "grant_type": "client_credentials",
        "client_id": opened.credential.appid,
        "client_secret": opened.secret,
    }
    answer = client.post("/api/v1/token", form)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["access_token"])


@pytest.fixture
def send(client: Client, token: str) -> Send:
    """A function that posts a body of facts and answers with the response."""

    def post(body: bytes, *, table: str = "attendance", form: str = "application/x-ndjson", **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}", **options.pop("headers", {})}
        query = "?all_or_nothing=true" if options.pop("whole", False) else ""
        return client.post(f"/api/v1/facts/{table}{query}", body, content_type=form, headers=headers)

    return post
