"""Duties, the chain, the officials and the queue in a real browser: sound in every dress, worked by keyboard."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.coordination.factories import proceeding
from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.people.duties.factories import DutyFactory, LeaveFactory, office, officer
from tests.web.small_province import NOW, TODAY, make_province
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key
from xinan.people.duties.models import Duty, TopOfficial

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"
PAGES = ("/duties/", "/chain/", "/officials/", "/unassigned/")


@pytest.fixture
def enter(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, request: pytest.FixtureRequest, quiet_page: Page
) -> Iterator[Callable[..., Page]]:
    """A function that signs the province's officer in and opens a page; 南关区 has an office, 朝阳区 one without duties."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("duties"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    server: LiveServer = request.getfixturevalue("live_server")
    _staff()

    def open_page(address: str, *, size: ViewportSize = WIDE) -> Page:
        quiet_page.set_viewport_size(size)
        quiet_page.goto(f"{server.url}/accounts/login/?next={address}")
        quiet_page.fill("#id_login", "officer")
        quiet_page.fill("#id_password", PASSWORD)
        quiet_page.keyboard.press("Enter")
        quiet_page.wait_for_selector("html[data-ready] main#main", state="attached")
        return quiet_page

    yield open_page
    wiring.cache_clear()


def _staff() -> None:
    province = make_province()
    top = officer(office("220000", kind="leading_group_office"), role="province_office", name="赵敏")
    top.username = "officer"
    top.set_password(PASSWORD)
    top.save()
    here, there = office("220102"), office("220104")
    head, holder, deputy = officer(here, name="钱进"), officer(here, name="孙丽"), officer(here, name="周平")
    officer(there, name="吴强")
    DutyFactory(user=head, is_head=True)
    DutyFactory(user=holder, link="wages", deputy=deputy)
    LeaveFactory(user=holder, deputy=deputy, from_on=TODAY, to_on=TODAY + timedelta(days=2))
    proceeding(province.red, holder=deputy, holder_office=here)
    proceeding(province.yellow, holder_office=there, opened_at=NOW - timedelta(days=3))
    TopOfficial.objects.create(kind="place", name="郑伟", post="市长", region_code="220100", from_on=TODAY)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_sound(enter: Callable[..., Page], size: ViewportSize) -> None:
    page = enter("/duties/", size=size)
    for address in PAGES:
        page.goto(f"{page.evaluate('location.origin')}{address}")
        page.wait_for_selector("html[data-ready]", state="attached")
        for fold in page.locator("main details:not([open]) > summary").all():
            if fold.is_visible():
                fold.click()
        assert (address, faults_of(page), overflows(page)) == (address, [], False)


def test_the_dark_pages_are_sound(enter: Callable[..., Page]) -> None:
    page = enter("/duties/")
    page.get_by_role("button", name="切换深浅色").click()
    for address in PAGES:
        page.goto(f"{page.evaluate('location.origin')}{address}")
        page.wait_for_selector("html[data-ready]", state="attached")
        assert (address, faults_of(page)) == (address, [])


def test_a_duty_is_given_out_by_keyboard_and_takes_the_waiting_work(enter: Callable[..., Page]) -> None:
    page = enter("/unassigned/")
    expect(page.get_by_text("朝阳区水厂")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page.locator("h1")).to_have_text("责任分工")
    page.get_by_role("link", name=re.compile("待分派 1 个")).wait_for()
    row = page.locator("tr[data-row]", has=page.get_by_role("link", name=re.compile("待分派 1 个")))
    row.locator("[data-row-link]").focus()
    page.keyboard.press("Enter")
    page.locator("#assign > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("承办人", exact=False).first.focus()
    page.locator("#assign").get_by_role("button", name="分派一项").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 个待分派事项已有承办人。")).to_be_visible()
    made = Duty.objects.get(region_code="220104")
    assert made.user.display_name == "吴强"


def test_the_chain_is_walked_down_by_keyboard_to_its_rows(enter: Callable[..., Page]) -> None:
    page = enter("/chain/")
    page.keyboard.press("j")
    expect(page.locator("[data-row].is-here")).to_contain_text("长春市")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("长春市")
    page.get_by_role("link", name="南关区 严重 1").click()
    expect(page.locator("#list-title")).to_contain_text("1")
    expect(page.locator("#row-P-RED")).to_contain_text("南关区安置房")
