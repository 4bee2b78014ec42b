"""In a browser: a sheet as people send it is asked about and remembered; a month's wages are taken back and warnings follow."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.e2e.browser import NARROW, faults_of, overflows
from tests.e2e.test_import import enter, people, product, send, warnings, written
from tests.intake import planted, site
from tests.intake.site import LABOUR, PROJECT
from tests.intake.test_mapping import HANDS, sheet
from tests.support.queue import work_off

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
__all__ = ["enter", "people", "product"]
SHOTS = os.environ.get("XINAN_SHOTS", "")


def speak(page: Page, language: str) -> None:
    """The same page in another language."""
    code = {"zh": "zh-hans", "en": "en"}[language]
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": code, "url": page.evaluate("location.origin")}]
    )
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", code)


def looked_at(page: Page, name: str) -> None:
    """Sound for everybody, on a screen and on a phone, in both languages."""
    for language in ("zh", "en"):
        speak(page, language)
        for size in ({"width": 1440, "height": 900}, NARROW):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{name}-{language}-{size['width']}.png", full_page=True)
            assert faults_of(page) == [], (name, language)
            assert not overflows(page), (name, language, size)
    page.set_viewport_size({"width": 1440, "height": 900})
    speak(page, "zh")


def test_a_strange_sheet_is_asked_about_once(enter: Callable[[str], Page], tmp_path: Path) -> None:
    page = enter("clerk")
    base = {
        "projects": site.project(),
        "units": site.units(),
        "teams": site.teams(),
        "people": site.people(HANDS, registered_on=date(2026, 3, 2)),
        "accounts": site.accounts(),
    }
    send(page, written(tmp_path, base))
    october = tmp_path / "十月工资.xlsx"
    october.write_bytes(sheet())
    send(page, [october], project=PROJECT)
    expect(page.locator("#upload")).to_contain_text("需要您确认哪一列是什么")
    page.get_by_role("link", name="确认各列").click()
    expect(page.locator("#c-kind")).to_have_value("payroll")
    looked_at(page, "columns")
    # Two columns may be the wages payable: nothing is proposed, nothing can be confirmed.
    expect(page.locator("#c-7")).to_have_value("")
    expect(page.get_by_role("button", name="确认并导入")).to_be_disabled()
    page.locator("#c-7").select_option("payable")
    page.locator("#c-9").select_option("")
    expect(page.locator("#f-paid_on")).to_have_count(0)
    page.locator("#f-enterprise_code").select_option(LABOUR)
    expect(page.locator("#c-preview ~ [role=status]")).to_have_text("共 3 行，0 行有误")
    assert faults_of(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/columns-said.png", full_page=True)
    page.get_by_role("button", name="确认并导入").press("Enter")
    expect(page.locator("#upload[data-waiting]")).to_be_visible()
    work_off()
    expect(page.locator("#upload[data-finished]")).to_contain_text("3 行全部在库中")
    expect(page.locator(".xa-notes")).to_contain_text("合计、签字或备注")

    november = tmp_path / "十一月工资.xlsx"
    november.write_bytes(sheet(month="2026年11月"))
    send(page, [november], project=PROJECT)
    expect(page.locator("#upload[data-finished]")).to_contain_text("3 行全部在库中")
    expect(page.locator(".xa-notes")).to_contain_text("按本单位确认过的列对应关系读取")
    page.goto("/imports/columns/")
    expect(page.locator("main")).to_contain_text("用过 2 次")
    looked_at(page, "remembered")
    page.get_by_role("button", name="删除").click()
    expect(page.locator("main")).to_contain_text("还没有记住任何表头")


def test_wages_are_taken_back_and_warnings_follow(enter: Callable[[str], Page], tmp_path: Path) -> None:
    clerk, inspector = enter("clerk"), enter("inspector")
    send(clerk, written(tmp_path, planted.files()))
    before = warnings(inspector)
    clerk.goto("/imports/")
    clerk.get_by_role("row").filter(has_text="07工资").get_by_role("link", name="已入库").click()
    expect(clerk.get_by_role("heading", name="版本与更正")).to_be_visible()
    looked_at(clerk, "batch")
    clerk.get_by_role("link", name="查看撤回的影响").click()
    removed = int(clerk.locator("[data-count=removed]").last.inner_text())
    assert removed == len(planted.files()["payroll"])
    looked_at(clerk, "withdraw")
    clerk.locator("#w-reason").fill("十月应发算错，整表重报")
    clerk.get_by_role("button", name="确认撤回").click()
    expect(clerk.locator("main")).to_contain_text("已撤回")
    expect(clerk.locator("main")).to_contain_text("十月应发算错，整表重报")
    work_off()
    after = warnings(inspector)
    assert after != before
    clerk.get_by_role("link", name="工资的各版本").first.click()
    expect(clerk.locator("table.xa-versions")).to_contain_text("无此行")
    looked_at(clerk, "versions")

    # Sent again, everything is as it was.
    send(clerk, written(tmp_path, {"payroll": planted.files()["payroll"]}), project=PROJECT)
    assert warnings(inspector) == before
