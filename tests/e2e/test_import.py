"""A project comes in as its clerk's files, in a browser; the inspector sees exactly the warnings it should raise.

What is expected is worked out by hand in tests/intake/planted.py. Real parts only: the pages, PostgreSQL, the queue's
worker, the engine. The clock stands on Monday, 2026-11-23.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import NARROW, faults_of, overflows
from tests.intake import planted, site
from tests.intake.site import CONTRACTOR, PROJECT, Record
from tests.intake.workbooks import workbook
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.support.queue import work_off
from xinan.gateways.wiring import wiring
from xinan.intake.sheets import sheet_of_kind
from xinan.kernel.ciphers import generate_key

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def product(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The address of the running product, whose clock stands still."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("browser"))
    monkeypatch.setenv("XINAN_NOW", "2026-11-23T09:00:00+08:00")
    settings.STATIC_ROOT = tmp_path
    # The server has a thread for each request; a connection kept beyond it would be nobody's.
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    server: LiveServer = request.getfixturevalue("live_server")
    yield server.url
    wiring.cache_clear()


@pytest.fixture
def people(product: str) -> None:
    """The contractor's clerk and the county's inspector, with their passwords."""
    firm = OrganisationFactory(name=site.CONTRACTOR_NAME, kind="enterprise", enterprise_id=CONTRACTOR)
    for username, post, organisation in (
        ("clerk", {"role": "contractor", "region_code": "", "enterprise_id": CONTRACTOR}, firm),
        ("inspector", {"role": "county_inspector", "region_code": "220102"}, OrganisationFactory()),
    ):
        user = UserFactory(username=username, organisation=organisation)
        user.set_password(PASSWORD)
        user.save()
        AppointmentFactory(user=user, **post)


@pytest.fixture
def enter(
    product: str, people: None, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Callable[[str], Page]]:
    """A function that signs somebody in, in a browser of their own, whose console must stay quiet."""
    complaints: list[str] = []

    def open_page(username: str) -> Page:
        context = browser.new_context(**browser_context_args, base_url=product)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.goto("/accounts/login/")
        page.fill("#id_login", username)
        page.fill("#id_password", PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(re.compile(r"/$"))
        return page

    yield open_page
    assert complaints == []


def written(folder: Path, sheets: dict[str, list[Record]]) -> list[Path]:
    """The sheets as the files contractors have, under their names."""
    paths = []
    for kind, records in sheets.items():
        path = folder / sheet_of_kind(kind).file_name
        path.write_bytes(workbook(kind, records, title="" if kind != "payroll" else "安居家园二期工资支付表"))
        paths.append(path)
    return paths


def send(page: Page, files: list[Path], *, project: str = "", dry_run: bool = False) -> None:
    """Choose the files, say what is wanted, upload; the worker works; the page tells by itself."""
    page.goto("/imports/")
    page.set_input_files("#files", files)
    expect(page.locator("[data-chosen] li")).to_have_count(len(files))
    page.select_option("#id_project", project)
    page.set_checked("#id_dry_run", dry_run)
    page.get_by_role("button", name="上传").click()
    expect(page.locator("#upload[data-waiting]")).to_be_visible()
    work_off()
    expect(page.locator("#upload[data-finished]")).to_be_visible()


def counts(page: Page) -> dict[str, tuple[int, int, int, int]]:
    """New, corrected, unchanged and refused rows by file, as the page shows them."""
    found = {}
    for part in page.locator("[data-batch]").all():
        numbers = (int(part.locator(f"[data-count={name}]").inner_text()) for name in _COUNTED)
        found[part.get_attribute("data-batch") or ""] = tuple(numbers)
    return found


_COUNTED = ("added", "changed", "unchanged", "rejected")


def warnings(page: Page) -> set[tuple[str, str | None, str]]:
    """The open warnings on the project's page: rule, period, level."""
    page.goto(f"/projects/{PROJECT}/")
    found = set()
    for article in page.locator("article.xa-warning").all():
        address = article.locator("h4 a[href*='/rules/']").get_attribute("href") or ""
        tag = article.locator("h4 .xa-tag")
        level = re.search(r"xa-tone-(\w+)", article.get_attribute("class") or "")
        assert level is not None
        found.add((address.split("/rules/")[1].strip("/"), tag.inner_text() if tag.count() else None, level.group(1)))
    return found


def test_a_project_imported_through_its_files_raises_exactly_its_warnings(
    enter: Callable[[str], Page], tmp_path: Path
) -> None:
    clerk, inspector = enter("clerk"), enter("inspector")
    sheets = planted.files()

    send(clerk, written(tmp_path, sheets))
    assert counts(clerk) == {
        sheet_of_kind(kind).file_name: (len(records) - (2 if kind == "units" else 0), 0, 2 if kind == "units" else 0, 0)
        for kind, records in sheets.items()
    }
    assert faults_of(clerk) == []

    assert warnings(inspector) == planted.EXPECTED
    unpaid = inspector.locator("article.xa-warning", has=inspector.locator("a[href='/rules/wages/unpaid/']"))
    unpaid.get_by_role("button", name=re.compile("看证据")).click()
    expect(unpaid.locator(".xa-evidence").first).to_contain_text("李**")
    expect(unpaid.locator(".xa-evidence").first).not_to_contain_text("李建国")

    send(clerk, written(tmp_path, planted.correction()), project=PROJECT)
    assert counts(clerk) == {"09保证金.xlsx": (1, 0, 0, 0)}
    assert warnings(inspector) == planted.EXPECTED - {("deposit/missing", None, "red")}


def test_a_clerk_corrects_what_the_marked_sheet_says(enter: Callable[[str], Page], tmp_path: Path) -> None:
    page = enter("clerk")
    sheets = planted.files()
    wrong = [dict(record) for record in sheets["payroll"]]
    wrong[0]["应发"], wrong[2]["工资月份"] = "七千二", "十月"
    everything = written(tmp_path, sheets | {"payroll": wrong})

    send(page, everything, dry_run=True)
    expect(page.locator("#upload")).to_contain_text("没有写入任何数据")

    send(page, everything)
    payroll = page.locator("[data-batch='07工资.xlsx']")
    expect(payroll).to_contain_text("部分入库")
    expect(payroll).to_contain_text("“七千二”不是数字")
    with page.expect_download() as download:
        payroll.get_by_role("link", name="下载标出错误的表格").click()
    download.value.save_as(tmp_path / "marked.xlsx")
    marked = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    comments = {
        cell.coordinate: cell.comment.text for row in marked.worksheets[0].iter_rows() for cell in row if cell.comment
    }
    assert set(comments) == {"K3", "E5"}  # the title stands above the header
    assert "2026-03" in comments["E5"]

    # The clerk corrects the marked sheet itself and sends it back.
    sheet = marked.worksheets[0]
    sheet["K3"], sheet["E5"] = sheets["payroll"][0]["应发"], "2026-09"
    corrected = tmp_path / "07工资-改.xlsx"
    marked.save(corrected)
    send(page, [corrected], project=PROJECT)
    assert counts(page) == {"07工资-改.xlsx": (2, 0, len(sheets["payroll"]) - 2, 0)}

    send(page, [corrected], project=PROJECT)
    expect(page.locator("#upload")).to_contain_text("与已有数据完全相同，没有变化")


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_page_is_sound_on_a_screen_and_on_a_phone(enter: Callable[[str], Page], tmp_path: Path, size: str) -> None:
    page = enter("clerk")
    if size == "narrow":
        page.set_viewport_size(NARROW)
    page.goto("/imports/")
    expect(page.get_by_text("还没有导入过")).to_be_visible()
    assert faults_of(page) == []
    assert not overflows(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="06 考勤").click()
    assert download.value.suggested_filename == "06考勤.xlsx"
    download.value.save_as(tmp_path / "06考勤.xlsx")
    send(page, [tmp_path / "06考勤.xlsx"])
    expect(page.locator("#upload")).to_contain_text("不知道“06考勤”是哪个项目的")
    assert faults_of(page) == []
    assert not overflows(page)
    page.goto("/imports/")
    expect(page.locator("table.xa-batches tbody tr")).to_have_count(1)
    assert faults_of(page) == []
    assert not overflows(page)


def test_today_is_the_day_the_expectations_were_worked_out_for(product: str) -> None:
    assert wiring().clock.today() == date(2026, 11, 23)
