"""A letter in a real browser: from a project's warnings to its service, on a desk and on a phone, in both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.acting import Enter, paper
from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.web.small_province import make_province
from xinan.documents.models import Letter

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sign_in(enter: Enter) -> Callable[..., Page]:
    """A function that opens the small province's red project for its inspector."""
    make_province()
    office = OrganisationFactory(name="长春市南关区人社局", region_code="220102")
    user = UserFactory(display_name="赵敏", organisation=office)
    AppointmentFactory(user=user, region_code="220102")

    def open_project(size: ViewportSize = WIDE) -> Page:
        page = enter(user, "/projects/P-RED/", viewport=size)
        expect(page.locator("h1")).to_have_text("南关区安置房")
        return page

    return open_project


def sound(page: Page, name: str) -> list[str]:
    """What is wrong with a page as it stands."""
    page.wait_for_load_state("networkidle")
    page.wait_for_selector("html[data-ready]", state="attached")
    faults = [f"{name}: {fault}" for fault in faults_of(page)]
    return [*faults, f"{name}: wider than the window"] if overflows(page) else faults


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_from_a_projects_warnings_to_a_served_letter(
    sign_in: Callable[..., Page], size: ViewportSize, tmp_path: Path
) -> None:
    page, wrong = sign_in(size), []
    page.locator(".xa-page-actions").get_by_role("link", name="文书").click()
    wrong += sound(page, "empty list")
    page.get_by_role("link", name="新拟文书").click()
    wrong += sound(page, "new")
    page.get_by_label("文书种类").select_option(label="预警处置通知")
    page.get_by_role("button", name="拟稿").click()
    expect(page.locator(".xa-sheet")).to_contain_text("（签发时编号）")
    wrong += sound(page, "draft")

    page.get_by_role("link", name="修改").click()
    page.get_by_label("主送 *").fill("长春甲建设有限公司安置房项目部")
    wrong += sound(page, "edit")
    page.get_by_role("button", name="保存并预览").click()
    expect(page.locator(".xa-sheet")).to_contain_text("安置房项目部：")

    page.get_by_role("button", name="签发").click()
    question = page.locator("dialog#confirm")
    expect(question).to_contain_text("只能作废")
    question.get_by_role("button", name="取消").click()
    assert Letter.objects.get().number == ""
    page.get_by_role("button", name="签发").click()
    question.locator("[data-answer=yes]").click()
    expect(page.locator(".xa-sheet")).to_contain_text("南关区人社监〔2026〕1号")
    wrong += sound(page, "issued")

    proof = paper(tmp_path, "回证.pdf")
    page.get_by_label("送达方式").select_option(label="直接送达")
    page.get_by_label("送达凭证").set_input_files(proof)
    page.get_by_role("button", name="登记送达").click()
    expect(page.locator(".xa-letter-side")).to_contain_text("直接送达，2026-11-23")
    wrong += sound(page, "served")
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载 Word").click()
    assert taken.value.suggested_filename.startswith("南关区人社监〔2026〕1号")
    page.goto(page.url.split("/letters/")[0] + "/letters/?shelf=all")
    expect(page.locator("#letters")).to_contain_text("南关区人社监〔2026〕1号")
    wrong += sound(page, "list")
    for address in ("/letters/templates/", "/letters/templates/warning-notice/"):
        page.goto(page.url.split("/letters/")[0] + address)
        wrong += sound(page, address)
    assert wrong == []
