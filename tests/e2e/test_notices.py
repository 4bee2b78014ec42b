"""Notices in a real browser: sound in every dress, the bell follows what is read, a number is verified and used."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.notices.people import tell
from tests.people.factories import AppointmentFactory, UserFactory
from tests.web.small_province import NOW
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key
from xinan.kernel.text import Text
from xinan.notices.actions.send_due import send_due
from xinan.notices.outbound import Outbound
from xinan.people.models import User

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def officer(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path, transactional_db: None
) -> Iterator[User]:
    """An operator with a few notices."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("notices"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    settings.XINAN_SMS = {**settings.XINAN_SMS, "url": "", "outbox": str(tmp_path / "sms.jsonl")}
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    user: User = UserFactory(username="operator", display_name="钱运维")
    user.set_password(PASSWORD)
    user.save()
    AppointmentFactory(user=user, role="operator", region_code="")
    for number in range(3):
        tell(user, subject=Text(f"项目{number}的签收期限已到", f"Time to sign for site {number} is over"), now=NOW)
    yield user
    wiring.cache_clear()


@pytest.fixture
def enter(officer: User, request: pytest.FixtureRequest, quiet_page: Page) -> Callable[..., Page]:
    """A function that signs the operator in and opens a page."""
    server: LiveServer = request.getfixturevalue("live_server")

    def open_page(path: str = "/notices/", *, size: ViewportSize = WIDE) -> Page:
        quiet_page.set_viewport_size(size)
        quiet_page.goto(f"{server.url}/accounts/login/?next={path}")
        quiet_page.fill("#id_login", "operator")
        quiet_page.fill("#id_password", PASSWORD)
        quiet_page.keyboard.press("Enter")
        quiet_page.wait_for_url(f"**{path}")
        quiet_page.wait_for_selector("html[data-ready]", state="attached")
        return quiet_page

    return open_page


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_sound(enter: Callable[..., Page], officer: User, size: ViewportSize) -> None:
    page = enter(size=size)
    assert (faults_of(page), overflows(page)) == ([], False)
    page.goto(page.url.replace("/notices/", "/notices/settings/"))
    page.fill("#value-sms", "13912345678")
    page.get_by_role("button", name="保存并发送验证码").last.click()
    expect(page.get_by_text("139****5678")).to_be_visible()
    assert (faults_of(page), overflows(page)) == ([], False)
    page.goto(page.url.replace("/notices/settings/", "/deliveries/"))
    expect(page.get_by_text(re.compile(r"验证码\d{6}"))).to_be_visible()
    assert (faults_of(page), overflows(page)) == ([], False)


def test_the_dark_pages_are_sound(enter: Callable[..., Page]) -> None:
    page = enter()
    page.get_by_role("button", name="切换深浅色").click()
    for path in ("/notices/", "/notices/settings/", "/deliveries/"):
        page.goto(page.url.split("/notices/")[0].split("/deliveries/")[0] + path)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        assert faults_of(page) == []


def test_the_bell_follows_what_is_read(enter: Callable[..., Page]) -> None:
    page = enter()
    bell = page.locator("#bell")
    expect(bell).to_have_attribute("aria-label", "3 条未读通知")
    page.get_by_role("button", name="标为已读：项目1的签收期限已到").click()
    expect(bell).to_have_attribute("aria-label", "2 条未读通知")
    page.get_by_label("只看未读").check()
    expect(page.get_by_text("项目1的签收期限已到")).to_have_count(0)
    expect(page).to_have_url(re.compile("unread=1"))
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.get_by_text("没有未读通知").first).to_be_visible()
    expect(bell).to_have_attribute("aria-label", "没有未读通知")
    bell.click()
    expect(page.locator("h1")).to_have_text("通知")


def test_the_bell_asks_again_by_itself(enter: Callable[..., Page], officer: User) -> None:
    page = enter("/rules/")
    # A minute is long for a test: the question itself is put, as the clock would put it.
    tell(officer, now=NOW)
    page.locator("#bell").dispatch_event("every")
    expect(page.locator("#bell")).to_have_attribute("aria-label", "4 条未读通知")


def test_a_number_is_verified_and_then_used(enter: Callable[..., Page], officer: User) -> None:
    page = enter("/notices/settings/")
    page.fill("#value-sms", "13912345678")
    page.get_by_role("button", name="保存并发送验证码").last.click()
    expect(page.get_by_text("未验证，暂不使用")).to_be_visible()
    sms = wiring().sms
    code = re.search(r"\d{6}", sms.recent()[0].text)  # type: ignore[union-attr]
    assert code
    page.fill("#code-sms", code.group())
    page.get_by_role("button", name="验证", exact=True).click()
    expect(page.get_by_text("已验证 2026-11-23")).to_be_visible()
    tell(officer, now=NOW)
    send_due(outbound=Outbound.of(wiring()))
    page.goto(page.url.replace("/notices/settings/", "/deliveries/"))
    expect(page.get_by_text("您有1项期限提醒，请尽快登录处理")).to_be_visible()
    expect(page.locator("tr[data-row]")).to_have_count(1)


def test_the_keyboard_leads_there_and_opens_one(enter: Callable[..., Page]) -> None:
    page = enter("/rules/")
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text("通知")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.keyboard.press("j")
    expect(page.locator("[data-row].is-here")).to_have_count(1)
