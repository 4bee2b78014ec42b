"""The page of credentials: opened with its secret shown once, rotated, revoked; nobody else's are there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.intake.site import credit_code
from tests.people.factories import AppointmentFactory
from tests.registry.factories import ProjectFactory, WageAccountFactory
from xinan.gateways.wiring import wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.credentials.finding import find_credential
from xinan.intake.models import Credential
from xinan.kernel.errors import NotAllowed
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
    answer = manager.post("/credentials/", {"owner": f"project:{project.pk}", "name": "闸机", "scopes": ["attendance"]})
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
    manager.post("/credentials/", {"owner": f"project:{project.pk}", "name": "闸机"})
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
    refused = manager.post("/credentials/", {"owner": f"project:{other.project_id}", "name": "x"})
    assert refused.status_code == 422
    client.force_login(AppointmentFactory(role="province_office").user)
    assert client.get("/credentials/").status_code == 403


def test_a_banks_people_open_their_own_banks(client: Client, project: Project) -> None:
    bank, other = credit_code(77), credit_code(78)
    WageAccountFactory(project=project, bank_id=bank, bank_name="吉林银行长春南关支行")
    now, keyring = wiring().clock.now(), wiring().keyring
    foreign = open_credential(bank_id=other, name="别行", by=None, now=now, keyring=keyring).credential
    post = AppointmentFactory(role="bank", enterprise_id=bank, region_code="")
    client.force_login(post.user)
    page = client.get("/credentials/").content.decode()
    assert "吉林银行长春南关支行" in page
    assert foreign.appid not in page
    assert 'value="movements"' in page
    assert 'value="attendance"' not in page
    answer = client.post("/credentials/", {"owner": f"bank:{bank}", "name": "核心系统", "scopes": ["movements"]})
    own = Credential.objects.get(bank_id=bank)
    assert (answer.status_code, own.created_by, own.scopes) == (200, post.user, ["movements"])
    assert client.post(f"/credentials/{own.appid}/rotate/", {"days": 1}).status_code == 200
    assert client.post("/credentials/", {"owner": f"bank:{other}", "name": "x"}).status_code == 422
    assert client.post(f"/credentials/{foreign.appid}/revoke/").status_code == 404
    assert client.post("/credentials/", {"owner": f"project:{project.pk}", "name": "x"}).status_code == 422


def test_another_banks_credential_is_refused_whoever_asks(project: Project) -> None:
    post = AppointmentFactory(role="bank", enterprise_id=credit_code(77), region_code="")
    now, keyring = wiring().clock.now(), wiring().keyring
    with pytest.raises(NotAllowed, match="credential.not_your_bank"):
        open_credential(bank_id=credit_code(78), name="x", by=post.user, now=now, keyring=keyring)
