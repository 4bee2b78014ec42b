"""The page of credentials: opened with its secret shown once, rotated, revoked; nobody else's are there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.people.factories import AppointmentFactory
from tests.registry.factories import ProjectFactory
from xinan.gateways.wiring import wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.credentials.finding import find_credential
from xinan.intake.models import Credential
from xinan.registry.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = False
    monkeypatch.setenv("XINAN_NOW", "2026-11-23T09:00:00+08:00")
    wiring.cache_clear()
    yield
    wiring.cache_clear()


@pytest.fixture
def project() -> Project:
    return ProjectFactory()


@pytest.fixture
def manager(client: Client, project: Project) -> Client:
    """The browser of the contractor's labour manager."""
    post = AppointmentFactory(role="contractor", enterprise_id=project.contractor_id, region_code="")
    client.force_login(post.user)
    return client


def test_a_secret_is_shown_once(manager: Client, project: Project) -> None:
    answer = manager.post("/credentials/", {"project": project.pk, "name": "闸机", "scopes": ["attendance"]})
    page = answer.content.decode()
    secret = re.search(r'id="c-key">(\w{32})<', page)
    assert answer.status_code == 200
    assert secret is not None
    assert "no-store" in answer["Cache-Control"]
    credential = Credential.objects.get()
    known = find_credential(credential.appid, now=wiring().clock.now())
    assert known is not None
    assert known.secrets(wiring().keyring) == (secret[1],)
    assert credential.scopes == ["attendance"]
    later = manager.get("/credentials/").content.decode()
    assert credential.appid in later
    assert secret[1] not in later


def test_rotating_and_revoking(manager: Client, project: Project) -> None:
    manager.post("/credentials/", {"project": project.pk, "name": "闸机"})
    appid = Credential.objects.get().appid
    page = manager.post(f"/credentials/{appid}/rotate/", {"days": 3}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "2026-11-26 09:00" in page
    assert manager.post(f"/credentials/{appid}/rotate/", {"days": 99}).status_code == 422
    assert "已停用" in manager.post(f"/credentials/{appid}/revoke/").content.decode()
    assert find_credential(appid, now=wiring().clock.now()) is None
    assert manager.post(f"/credentials/{appid}/revoke/").status_code == 409
    assert manager.post(f"/credentials/{appid}/delete/").status_code == 404


def test_only_ones_own(manager: Client, client: Client, project: Project) -> None:
    now, keyring = wiring().clock.now(), wiring().keyring
    other = open_credential(project_id=ProjectFactory().pk, name="别家", by=None, now=now, keyring=keyring).credential
    assert other.appid not in manager.get("/credentials/").content.decode()
    for act in ("rotate", "revoke"):
        assert manager.post(f"/credentials/{other.appid}/{act}/", {"days": 1}).status_code == 404
    refused = manager.post("/credentials/", {"project": other.project_id, "name": "x"})
    assert refused.status_code == 422
    client.force_login(AppointmentFactory(role="province_office").user)
    assert client.get("/credentials/").status_code == 403
