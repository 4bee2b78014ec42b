"""Procedures and the working calendar in a real browser: sound in every dress, legible on a phone."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import NARROW, faults_of
from tests.e2e.looking import looked_at
from tests.people.factories import AppointmentFactory, UserFactory
from tests.web.small_province import NOW
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key
from xinan.procedures.models import CalendarYear, ClockLength

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def enter(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, request: pytest.FixtureRequest, quiet_page: Page
) -> Iterator[Callable[..., Page]]:
    """A function that signs an officer in and opens a page."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("procedures"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    server: LiveServer = request.getfixturevalue("live_server")

    def open_page(address: str, *, role: str, region: str) -> Page:
        user = UserFactory(username=f"{role}-{region}", display_name="赵敏")
        user.set_password(PASSWORD)
        user.save()
        AppointmentFactory(user=user, role=role, region_code=region)
        quiet_page.goto(f"{server.url}/accounts/login/?next={address}")
        quiet_page.fill("#id_login", user.username)
        quiet_page.fill("#id_password", PASSWORD)
        quiet_page.keyboard.press("Enter")
        quiet_page.wait_for_selector("html[data-ready] main#main", state="attached")
        return quiet_page

    yield open_page
    wiring.cache_clear()


def test_the_pages_are_sound(enter: Callable[..., Page]) -> None:
    page = enter("/procedures/", role="province_office", region="220000")
    looked_at(page, "procedures")
    for address, name in (
        ("/procedures/warning/?at=handling", "procedure"),
        ("/working-calendar/", "working-calendar"),
    ):
        page.goto(f"{page.evaluate('location.origin')}{address}")
        page.wait_for_selector("html[data-ready]", state="attached")
        looked_at(page, name)
    page.get_by_role("button", name="切换深浅色").click()
    page.goto(f"{page.evaluate('location.origin')}/procedures/warning/?at=handling")
    page.wait_for_selector("html[data-ready]", state="attached")
    assert faults_of(page) == []


def test_the_diagram_is_legible_on_a_phone(enter: Callable[..., Page]) -> None:
    page = enter("/procedures/warning/?at=handling", role="county_inspector", region="220102")
    page.set_viewport_size(NARROW)
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('.xa-diagram text')]
            .map(text => text.getBoundingClientRect().height / (text.getBBox().height || 1)
                 * parseFloat(text.getAttribute('font-size'))))"""
    )
    assert smallest >= 9
    expect(page.locator(".xa-state.is-current")).to_have_attribute("data-state", "handling")


def test_an_office_sets_a_length_and_sees_it(enter: Callable[..., Page]) -> None:
    page = enter("/procedures/warning/", role="county_inspector", region="220102")
    page.select_option("select[name=clock]", "sign")
    page.fill("input[name=amount]", "2")
    page.fill("input[name=source]", "南关区处置规程")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#clock-sign .xa-lengths")).to_contain_text("2 个工作日")
    expect(page.locator("#clock-sign .xa-lengths")).to_contain_text("南关区设定")
    assert ClockLength.objects.get().region_code == "220102"


def test_the_province_enters_a_year(enter: Callable[..., Page]) -> None:
    page = enter("/working-calendar/", role="province_office", region="220000")
    page.fill("textarea[name=days_off]", "2027-01-01 2027-01-03\n2027-02-05 2027-02-12")
    page.fill("textarea[name=work_weekends]", "2027-02-13")
    page.fill("input[name=source]", "国办发明电〔2026〕9号")
    page.get_by_role("button", name="保存并重算").click()
    expect(page.locator("#y-2027 + p")).to_contain_text("国办发明电〔2026〕9号")
    assert len(CalendarYear.objects.get().days_off) == 11
