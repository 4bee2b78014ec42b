"""In a browser: one whole life of a warning, from the import that raises it to its closing; and one that did not hold."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looking import looked_at
from tests.e2e.test_import import enter, people, product, send, written
from tests.intake import planted
from tests.intake.site import PROJECT
from tests.monitoring.handling.handled import PDF
from tests.support.queue import work_off
from xinan.gateways.wiring import wiring
from xinan.monitoring.live import full_run

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
__all__ = ["enter", "people", "product"]


def card(page: Page, rule: str) -> Page:
    """The card of a rule's warning on the project's page."""
    page.goto(f"/projects/{PROJECT}/")
    return page.locator("article.xa-warning", has=page.locator(f"a[href='/rules/{rule}/']"))  # type: ignore[return-value]


def fill(page: Page, name: str, *, reason: str = "", plan_on: str = "", files: list[Path] | None = None) -> None:
    """Open the dialog of a move, fill it in, send it."""
    page.get_by_role("button", name=re.compile(f"^{name}")).first.click()
    dialog = page.locator("#dialog")
    expect(dialog.get_by_role("heading")).to_have_text(name)
    if reason:
        dialog.get_by_label("说明").fill(reason)
    if plan_on:
        dialog.get_by_label("计划完成日").fill(plan_on)
    if files:
        dialog.locator("input[type=file]").set_input_files(files)
    dialog.get_by_role("button", name=name, exact=True).click()
    confirm = page.locator("#confirm")
    if name in {"核实通过", "现场核实、凭证据核销"}:
        confirm.get_by_role("button", name="确定").click()
    expect(page.locator("#toasts")).to_contain_text("已办理")


def test_a_whole_life_raised_by_an_import_answered_with_a_pdf_verified(
    enter: Callable[[str], Page], tmp_path: Path
) -> None:
    clerk, inspector = enter("clerk"), enter("inspector")
    receipt = tmp_path / "劳动合同.pdf"
    receipt.write_bytes(PDF)
    send(clerk, written(tmp_path, planted.files()))

    # Raised by the import: it waits for the inspector, and the firm is told what would clear it.
    inspector.goto("/handling/")
    expect(inspector.locator("#work")).to_contain_text("待签收")
    looked_at(inspector, "handling-work")
    card(inspector, "roster/no-contract").get_by_role("button", name=re.compile("^签收")).click()
    inspector.locator("#dialog").get_by_role("button", name="签收", exact=True).click()
    expect(inspector.locator("#toasts")).to_contain_text("已办理：签收")
    expect(card(inspector, "roster/no-contract")).to_contain_text("待反馈")

    clerk.goto("/handling/")
    expect(clerk.locator("#work")).to_contain_text("怎样消除")
    looked_at(clerk, "handling-firm")
    line = clerk.locator("li", has=clerk.get_by_text("首次反馈")).first
    line.get_by_role("link").first.click()
    looked_at(clerk, "handling-warning-firm")
    fill(clerk, "说明情况、提交计划", reason="张福的合同在公司盖章，三日内补签", plan_on="2026-11-26")
    fill(clerk, "已整改，提交证明", reason="合同已补签，扫描件附后", files=[receipt])
    expect(clerk.locator(".xa-story")).to_contain_text("合同已补签")

    inspector.goto(clerk.url)
    looked_at(inspector, "handling-warning")
    with inspector.context.expect_page() as opened, inspector.expect_download() as download:
        inspector.locator(".xa-proofs a").first.click()
    assert download.value.suggested_filename == "劳动合同.pdf" or opened.value
    inspector.reload()
    fill(inspector, "核实通过", reason="与名册一致")
    expect(inspector.locator(".xa-ending")).to_contain_text("已凭证据核销")
    expect(inspector.locator(".xa-story")).to_contain_text("核实通过")
    assert card(inspector, "roster/no-contract").count() == 0
    expect(inspector.locator("#p-settled")).to_be_visible()
    looked_at(inspector, "handling-project")

    # The clerk is told, after the worker has done its round.
    work_off()
    clerk.goto(clerk.url)
    expect(clerk.locator(".xa-ending")).to_contain_text("已凭证据核销")


def test_closed_by_evidence_the_data_disagree_it_reopens(
    enter: Callable[[str], Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, inspector = enter("clerk"), enter("inspector")
    receipt = tmp_path / "保函.pdf"
    receipt.write_bytes(PDF)
    send(clerk, written(tmp_path, planted.files()))
    card(inspector, "deposit/missing").get_by_role("link", name=re.compile("处置详情")).click()
    fill(inspector, "签收")
    fill(inspector, "现场核实、凭证据核销", reason="保函原件已核对", files=[receipt])
    expect(inspector.locator(".xa-ending")).to_contain_text("宽限期后数据仍未消除")
    address = inspector.url
    assert card(inspector, "deposit/missing").count() == 0

    monkeypatch.setenv("XINAN_NOW", "2026-12-04T00:10:00+08:00")
    wiring.cache_clear()
    full_run(clock=wiring().clock)
    inspector.goto(address)
    expect(inspector.locator(".xa-handling-state").first).to_contain_text("待签收")
    expect(inspector.locator(".xa-story")).to_contain_text("宽限期后数据仍显示问题存在")
    expect(card(inspector, "deposit/missing")).to_have_count(1)
