"""Where a clue goes, asked and answered in a browser: each answer changes what is recommended, at once."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.web.small_province import NOW, make_province
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch, settings: Settings, request: pytest.FixtureRequest) -> Iterator[str]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("ways"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    server: LiveServer = request.getfixturevalue("live_server")
    make_province()
    user = UserFactory(username="inspector", organisation=OrganisationFactory(region_code="220102"))
    user.set_password(PASSWORD)
    user.save()
    AppointmentFactory(user=user, role="county_inspector", region_code="220102")
    yield server.url
    wiring.cache_clear()


def test_the_ways_of_a_clue(product: str, quiet_page: Page) -> None:
    page = quiet_page
    page.goto(f"{product}/accounts/login/?next=/clues/new/")
    page.fill("#id_login", "inspector")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("工人怎么说").fill("三个月没给钱。")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_role("link", name="办理途径").click()
    first = page.locator("#w-first")
    expect(first).to_have_text("建议：先补充情况")
    page.get_by_label("在别处办过吗").select_option("in_court")
    expect(first).to_have_text("建议：人民法院")
    page.get_by_label("在别处办过吗").select_option("")
    page.get_by_label("由包工头、承包人提出").check()
    expect(page.locator("#ways .xa-note")).to_contain_text("由包工头或者承包人提出")
    page.get_by_label("以工程量结算单为据").check()
    expect(first).to_have_text("建议：不属于工资")
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert faults_of(page) == []
        assert not overflows(page)
