"""The switchboard in a real browser: sound in every dress, worked by keyboard, and it changes while one looks at it."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.people.factories import AppointmentFactory, UserFactory
from tests.web.small_province import NOW, make_province
from xinan.gateways.wiring import wiring
from xinan.intake.models import Batch, RowFault
from xinan.kernel.ciphers import generate_key

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"
RENEWED_WITHIN = 15_000  # the page asks every ten seconds


def came(project_id: str, *, refused: int = 0) -> Batch:
    """A payroll of ten rows, some of them refused."""
    batch = Batch.objects.create(
        project_id=project_id, kind="payroll", source="api", state="done", received_at=NOW, finished_at=NOW,
        rows=10, added=10 - refused, rejected=refused,
    )  # fmt: skip
    for row in range(refused):
        RowFault.objects.create(
            batch=batch, row=row + 2, column="应发", code="cell.number", what_zh="“七千二”不是数字。",
            what_en="“七千二” is no number.", remedy_zh="写成 7200。", remedy_en="Write 7200.",
        )  # fmt: skip
    return batch


@pytest.fixture
def enter(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, request: pytest.FixtureRequest, quiet_page: Page
) -> Iterator[Callable[..., Page]]:
    """A function that signs the province's office in and opens the switchboard of the small province."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("switchboard"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    server: LiveServer = request.getfixturevalue("live_server")
    make_province()

    def open_page(*, size: ViewportSize = WIDE, language: str = "zh-hans") -> Page:
        user = UserFactory(username="officer", display_name="赵敏")
        user.set_password(PASSWORD)
        user.save()
        AppointmentFactory(user=user, role="province_office", region_code="220000")
        quiet_page.context.add_cookies([{"name": "xinan_language", "value": language, "url": server.url}])
        quiet_page.set_viewport_size(size)
        quiet_page.goto(f"{server.url}/accounts/login/?next=/switchboard/")
        quiet_page.fill("#id_login", "officer")
        quiet_page.fill("#id_password", PASSWORD)
        quiet_page.keyboard.press("Enter")
        expect(quiet_page.locator("h1")).to_have_text("接入状态" if language == "zh-hans" else "Switchboard")
        quiet_page.wait_for_selector("html[data-ready]", state="attached")
        return quiet_page

    yield open_page
    wiring.cache_clear()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_both_pages_are_sound(enter: Callable[..., Page], size: ViewportSize, language: str) -> None:
    came("P-RED", refused=3)
    page = enter(size=size, language=language)
    page.reload()
    look(page, f"switchboard-list-{language}-{size['width']}")
    page.get_by_role("link", name=re.compile("南关区安置房")).first.click()
    expect(page.locator("h1")).to_have_text("南关区安置房")
    look(page, f"switchboard-project-{language}-{size['width']}")


def look(page: Page, name: str) -> None:
    assert (faults_of(page), overflows(page)) == ([], False), name
    if folder := os.environ.get("XINAN_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_the_dark_page_is_sound(enter: Callable[..., Page]) -> None:
    came("P-RED", refused=3)
    page = enter()
    page.get_by_role("button", name="切换深浅色").click()
    assert faults_of(page) == []


def test_the_list_changes_while_one_looks_and_keeps_what_one_chose(enter: Callable[..., Page]) -> None:
    page = enter()
    page.select_option("#feed-line", "payroll")
    expect(page.locator("#feeds-title")).to_have_text("4 路数据")
    expect(page).to_have_url(re.compile("line=payroll"))
    row = page.locator("#P-OK-payroll")
    expect(row).to_contain_text("从未收到")
    page.locator("#a-P-OK-payroll").focus()
    came("P-OK", refused=4)
    expect(row).to_contain_text("有误", timeout=RENEWED_WITHIN)
    expect(row).to_contain_text("“七千二”不是数字。")
    expect(row).to_contain_text("40.0%")
    expect(page.locator("#feeds-title")).to_have_text("4 路数据")
    expect(page.locator("#a-P-OK-payroll")).to_be_focused()


def test_the_keyboard_goes_through_the_list_and_into_a_project(enter: Callable[..., Page]) -> None:
    page = enter()
    first = page.locator("[data-row]").first.get_attribute("id")
    page.keyboard.press("j")
    expect(page.locator("[data-row].is-here")).to_have_attribute("id", first or "")
    page.keyboard.press("Enter")
    expect(page.locator("#s-batches")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.locator("h1")).to_have_text("接入状态")


def test_one_projects_page_shows_a_batch_that_has_just_come(enter: Callable[..., Page]) -> None:
    page = enter()
    page.locator("#a-P-RED-bank, #a-P-RED-payroll").first.click()
    expect(page.get_by_text("还没有收到过任何一批")).to_be_visible()
    came("P-RED", refused=2)
    expect(page.locator("#s-batches")).to_be_visible()
    expect(page.locator("table", has_text="开放接口")).to_be_visible(timeout=RENEWED_WITHIN)
    expect(page.locator("table", has_text="cell.number")).to_be_visible()
