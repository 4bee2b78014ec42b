"""Boards and the file of a case in a real browser: sound in every dress, gone down into, a file sealed, exported, verified."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.casework.boards.aged import item
from tests.casework.dossier.filed import Filed, close, make_filed
from tests.e2e.looking import looked_at
from tests.support.queue import work_off
from tests.web.small_province import NOW
from xinan.casework.dossier.models import FileDownload, WeekWord
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def filed(monkeypatch: pytest.MonkeyPatch, settings: Settings, transactional_db: None) -> Iterator[Filed]:
    """A case with its file; around it open items of every age, some of its officer's."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("boards"))
    monkeypatch.setenv("XINAN_NOW", (NOW + timedelta(hours=3)).isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    made = make_filed(wiring().keyring)
    user = made.leader
    user.username, user.display_name = "officer", "孙丽"
    user.set_password(PASSWORD)
    user.save()
    for late in (-9, -4, 0, 3, 12, 45):
        item(now=NOW, late=late, holder=user, holder_office=user.organisation, kind="relief")
    item(now=NOW, late=2, kind="clue")
    item(now=NOW, late=None, kind="clue")
    item(now=NOW, late=8, procedure="warning", kind="warning", subject_id="1", closed_at=NOW, closed_as="evidence")
    yield made
    wiring.cache_clear()


@pytest.fixture
def enter(filed: Filed, request: pytest.FixtureRequest, quiet_page: Page) -> Callable[[str], Page]:
    """A function that signs the officer in and opens a page."""
    server: LiveServer = request.getfixturevalue("live_server")

    def open_page(address: str) -> Page:
        quiet_page.goto(f"{server.url}/accounts/login/?next={address}")
        quiet_page.fill("#id_login", "officer")
        quiet_page.fill("#id_password", PASSWORD)
        quiet_page.keyboard.press("Enter")
        quiet_page.wait_for_selector("html[data-ready] main#main", state="attached")
        return quiet_page

    return open_page


def test_the_ageing_board_is_gone_down_into_and_a_word_said(enter: Callable[[str], Page]) -> None:
    page = enter("/boards/ageing/")
    looked_at(page, "ageing")
    page.get_by_role("link", name="长春市").click()
    page.get_by_role("link", name="南关区").click()
    page.get_by_role("row").get_by_role("link", name="孙丽").click()
    looked_at(page, "ageing-officer")
    page.get_by_role("textbox", name="本周说明").first.fill("等待银行解冻，周五复核")
    page.get_by_role("button", name="写说明", exact=True).first.click()
    expect(page.get_by_text("等待银行解冻，周五复核")).to_be_visible()
    assert WeekWord.objects.get().by.username == "officer"
    page.get_by_label("只看本周未说明的").check()
    expect(page.get_by_text("等待银行解冻，周五复核")).to_have_count(0)


def test_the_3plus1_board_opens_its_rows(enter: Callable[[str], Page]) -> None:
    page = enter("/boards/3plus1/")
    expect(page.locator("[data-chart=board] svg")).to_be_visible()
    looked_at(page, "three")
    page.get_by_label("表格按").select_option("month")
    expect(page.get_by_role("heading", name="查清隐患 · 按月份")).to_be_visible()
    page.locator("#q-cases").locator("xpath=../..").get_by_role("link", name="1", exact=True).first.click()
    expect(page.locator("tr[data-row]")).to_have_count(1)
    looked_at(page, "three-rows")


def test_a_file_is_sealed_verified_and_taken(enter: Callable[[str], Page], filed: Filed) -> None:
    close(filed)
    work_off()
    page = enter(f"/cases/{filed.case.pk}/file/")
    expect(page.get_by_text("封存摘要")).to_be_visible()
    page.get_by_role("button", name="现在核验").click()
    expect(page.get_by_text("与封存时一致")).to_be_visible()
    page.get_by_role("button", name="生成").click()
    expect(page.get_by_text("正在生成")).to_be_visible()
    work_off()
    ready = page.get_by_role("link", name="下载")
    expect(ready).to_be_visible()
    looked_at(page, "dossier")
    with page.expect_download() as waiting:
        ready.click()
    content = waiting.value.path().read_bytes()
    assert waiting.value.suggested_filename == f"{filed.case.number}-案卷.pdf"
    assert len(PdfReader(io.BytesIO(content)).pages) > 4
    assert FileDownload.objects.count() == 1
