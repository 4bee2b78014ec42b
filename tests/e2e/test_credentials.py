"""Credentials in a real browser: a secret is shown once, changed without a pause, ended after a question; their use is told."""

import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.people.factories import AppointmentFactory, UserFactory
from tests.registry.factories import WageAccountFactory
from tests.web.small_province import NOW, make_province
from xinan.gateways.wiring import wiring
from xinan.intake.credentials.uses import note_use, write_uses
from xinan.intake.models import Credential
from xinan.kernel.ciphers import generate_key
from xinan.registry.models import Project

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"
BANK = "91220101MA0000001B"
Enter = Callable[..., Page]


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch, settings: Settings, request: pytest.FixtureRequest) -> Iterator[str]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("screens"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    server: LiveServer = request.getfixturevalue("live_server")
    province = make_province()
    WageAccountFactory(project=province.red, bank_id=BANK, bank_name="吉林银行长春南关支行")
    yield server.url
    write_uses()
    wiring.cache_clear()


@pytest.fixture
def enter(product: str, quiet_page: Page) -> Enter:
    """Signs a firm's person in and opens the page."""

    def opened(
        *, role: str = "contractor", firm: str = "", language: str = "zh-hans", size: ViewportSize = WIDE
    ) -> Page:
        user = UserFactory(username="clerk")
        user.set_password(PASSWORD)
        user.save()
        firm = firm or str(Project.objects.get(pk="P-RED").contractor_id)
        AppointmentFactory(user=user, role=role, enterprise_id=firm, region_code="")
        quiet_page.context.add_cookies([{"name": "xinan_language", "value": language, "url": product}])
        quiet_page.set_viewport_size(size)
        quiet_page.goto(f"{product}/accounts/login/?next=/credentials/")
        quiet_page.fill("#id_login", "clerk")
        quiet_page.fill("#id_password", PASSWORD)
        quiet_page.keyboard.press("Enter")
        quiet_page.wait_for_selector("html[data-ready]", state="attached")
        return quiet_page

    return opened


def token_status(product: str, appid: str, secret: str) -> int:
    """What a machine is answered that asks for a token."""
    form = {"grant_type": "client_credentials", "client_id": appid, "client_secret": secret}
    body = urllib.parse.urlencode(form).encode()
    try:
        with urllib.request.urlopen(f"{product}/api/v1/token", body, timeout=60) as answer:  # noqa: S310 our own
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def open_one(page: Page, *, name: str) -> tuple[str, str]:
    """Open a credential on the page; its appid and secret as shown."""
    page.locator("#id_name").fill(name)
    page.locator("form[action='/credentials/'] button[type=submit]").click()
    secret = page.locator("#c-key")
    expect(secret).to_be_visible()
    return page.locator("#c-appid").inner_text(), secret.inner_text()


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("XINAN_PICTURES"):
        page.screenshot(path=Path(folder) / f"credentials-{name}.png", full_page=True)


def test_open_rotate_revoke(product: str, enter: Enter) -> None:
    page = enter()
    appid, first = open_one(page, name="工地实名制闸机")
    assert token_status(product, appid, first) == 200
    assert token_status(product, appid, "0" * 32) == 401
    write_uses()
    page.reload()
    assert first not in page.content()  # shown once
    line = page.locator(".xa-credential", has_text=appid)
    expect(line).to_contain_text("invalid_client")
    expect(line).to_contain_text("2026-11-23")
    line.get_by_label("旧密钥再用几天").fill("3")
    line.get_by_role("button", name="换密钥").click()
    page.locator("#confirm [data-answer=yes]").click()
    new = page.locator("#c-key")
    expect(new).not_to_have_text(first)
    second = new.inner_text()
    assert [token_status(product, appid, secret) for secret in (first, second)] == [200, 200]
    expect(line).to_contain_text("2026-11-26 09:00")
    line.get_by_role("button", name="停用").click()
    page.locator("#confirm [data-answer=no]").first.click()
    assert token_status(product, appid, second) == 200
    line.get_by_role("button", name="停用").click()
    page.locator("#confirm [data-answer=yes]").click()
    expect(page.locator("#credentials [role=status]").first).to_contain_text("已停用")
    assert [token_status(product, appid, secret) for secret in (first, second)] == [401, 401]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_page_is_sound(product: str, enter: Enter, language: str, size: ViewportSize) -> None:
    page = enter(language=language, size=size)
    suffix = f"{language}-{size['width']}"
    assert (faults_of(page), overflows(page)) == ([], False)
    picture(page, f"empty-{suffix}")
    open_one(page, name="工地实名制闸机")
    assert (faults_of(page), overflows(page)) == ([], False)
    picture(page, f"secret-{suffix}")
    key = Credential.objects.get().pk
    now = wiring().clock.now()
    for _ in range(40):
        note_use(key, now=now, rows=20, refused_rows=1)
    note_use(key, now=now, refusal="rate.client")
    write_uses()
    page.goto(f"{product}/credentials/")
    expect(page.locator(".xa-credential")).to_contain_text("800")
    expect(page.locator(".xa-credential")).to_contain_text("41")
    assert (faults_of(page), overflows(page)) == ([], False)
    picture(page, f"used-{suffix}")


def test_a_banks_people_open_the_banks(product: str, enter: Enter) -> None:
    page = enter(role="bank", firm=BANK)
    appid, _secret = open_one(page, name="核心系统代发前置")
    assert Credential.objects.get(appid=appid).bank_id == BANK
    expect(page.locator(".xa-credential")).to_contain_text("吉林银行长春南关支行")
    assert (faults_of(page), overflows(page)) == ([], False)
    picture(page, "bank")
