"""In a browser: an officer draws on the deposit, the bank pays and reports, the warning's wages are facts, the fund's book."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.casework.clues.people import firm
from tests.casework.relief.world import MONDAY, Ground, days, ground, moved, paid
from tests.e2e.acting import Enter, act, clock, letter, not_yet, paper, refused, stands
from tests.e2e.looking import looked_at
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.models import Relief
from xinan.gateways.wiring import wiring
from xinan.payments.models import WagePayment

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(product: str) -> Ground:
    return ground(wiring().keyring)


def test_the_officer_orders_and_the_bank_pays(here: Ground, enter: Enter, tmp_path: Path) -> None:
    proof = paper(tmp_path)
    officer, bank = enter(here.of.inspector), enter(here.bank)
    officer.goto("/relief/")
    looked_at(officer, "relief-list-empty")
    officer.get_by_label("案件", exact=True).select_option(index=0)
    officer.get_by_label("方式").select_option("deposit_draw")
    officer.get_by_role("button", name="下一步").click()
    officer.get_by_role("group", name="是否分包单位拖欠").get_by_label("是", exact=True).check()
    officer.get_by_role("button", name="按这些事实重排").click()
    expect(officer.locator(".xa-relief-ladder")).to_contain_text("施工总承包单位")
    looked_at(officer, "relief-new")
    officer.get_by_role("group", name="是否分包单位拖欠").get_by_label("是", exact=True).check()
    officer.get_by_label("责令支付的最后一日").fill("2026-11-20")
    officer.get_by_role("button", name="发起办理").click()
    expect(officer.locator("h1")).to_contain_text("动用工资保证金")
    address = officer.url
    letter(officer, "农民工工资保证金支付通知书", proof=proof)
    officer.goto(address)
    act(officer, "支付通知书送达银行", happened_on="2026-11-23")
    stands(officer, "待银行支付")
    clock(officer, "银行支付", law="第19条", due="2026-11-30")

    bank.goto("/relief/")
    bank.get_by_role("link", name="动用工资保证金").click()
    looked_at(bank, "relief-bank")
    bank.locator("#people select").nth(1).select_option("failed")
    bank.locator("#people input[name^='failed-']").nth(1).fill("卡号已注销")
    bank.get_by_role("button", name="登记结果").click()
    expect(bank.locator("#people")).to_contain_text("未付：卡号已注销")
    assert WagePayment.objects.get().payment_id.startswith("S:")
    officer.reload()
    expect(officer.locator("main")).to_contain_text("总包单位补足保证金")
    clock(officer, "总包单位补足保证金", law="第20条", due="2026-12-07")
    looked_at(officer, "relief-paid")
    act(officer, "确认已补足", happened_on="2026-11-23", proofs=proof)
    expect(officer.locator(".xa-proceeding")).to_contain_text("已支付并补足")
    assert Relief.objects.get().rows.exclude(failed="").count() == 1

    # The bank was wrong about one: it says so, the officer decides, and the wages are owed again.
    bank.get_by_text("提出更正").click()
    bank.get_by_label("实际未付原因").fill("退票")
    bank.get_by_label("更正理由").fill("银行回单为退票")
    bank.get_by_role("button", name="提交更正").click()
    officer.reload()
    looked_at(officer, "relief-correction")
    officer.get_by_role("button", name="批准更正").click()
    expect(officer.locator("#people")).to_contain_text("未付：退票")
    assert WagePayment.objects.get().status == "failed"
    officer.goto(f"/cases/{here.case.pk}/")
    expect(officer.locator("#relief")).to_contain_text("动用工资保证金")
    looked_at(officer, "relief-of-case")
    officer.goto("/relief/limits/")
    looked_at(officer, "relief-limits")


def test_what_the_fund_advanced_comes_back(here: Ground, enter: Enter) -> None:
    relief = here.relief(Kind.EMERGENCY_FUND, "1000", "800", fund_id=here.fund().pk)
    moved(relief, "apply", here.of.inspector)
    moved(relief, "approve", here.of.city)
    paid(relief, here.of.inspector, on=MONDAY.date(), now=MONDAY)
    moved(relief, "pay_out", here.of.inspector, happened_on=MONDAY.date())
    page = enter(here.of.inspector)
    page.goto(f"/relief/{relief.pk}/")
    page.get_by_label("追回金额（元）").fill("500")
    slip = {"name": "到账.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 slip"}
    page.get_by_label("到账凭证").set_input_files(files=slip)  # type: ignore[arg-type]
    page.get_by_role("button", name="登记追回").click()
    expect(page.locator("#recoveries")).to_contain_text("1,300.00")
    looked_at(page, "relief-recovering")
    page.goto("/relief/")
    looked_at(page, "relief-list")


def test_who_pays_first_by_order_is_told_of_recourse(
    here: Ground, enter: Enter, later: Callable[[datetime], None], tmp_path: Path
) -> None:
    relief = here.relief(Kind.ADVANCE_PAYMENT, "6000", "6000")
    officer = enter(here.of.inspector, f"/relief/{relief.pk}/")
    letter(officer, "责令先行清偿通知书", proof=paper(tmp_path))
    officer.goto(f"/relief/{relief.pk}/")
    act(officer, "责令先行清偿", reason="条例第三十条第三款", until="2026-12-05")
    # A Saturday: the day is the order's own.
    clock(officer, "按责令清偿", law="条例第42条", due="2026-12-05")
    later(days(1))
    theirs = enter(firm(here.of.project.contractor_id), "/handling/")
    theirs.get_by_role("link", name="先行清偿（垫付）").click()
    act(theirs, "说明清偿情况", reason="本周经专户补发")
    expect(theirs.locator("main")).not_to_contain_text(here.case.number)
    officer.reload()
    expect(refused(officer, "确认已清偿")).to_contain_text("12,000.00")
    for worker in here.of.workers:
        here.of.pay(worker, "6000.00")
    officer.goto(f"/relief/{relief.pk}/")
    act(officer, "确认已清偿")
    clock(officer, "告知追偿权", law="条例第18、19、30、36条")
    act(officer, "告知追偿权并办结", reason="已书面告知可向分包单位追偿")
    stands(officer, "已清偿并告知追偿权")


def test_the_fund_advances_and_has_it_back(here: Ground, enter: Enter, tmp_path: Path) -> None:
    proof, fund = paper(tmp_path), here.fund()
    relief = here.relief(Kind.EMERGENCY_FUND, "1000", "800", fund_id=fund.pk)
    officer, city = enter(here.of.inspector, f"/relief/{relief.pk}/"), enter(here.of.city)
    act(officer, "提交申请", reason="用人单位逃匿")
    not_yet(officer, "批准动用", "另一人")
    city.goto(f"/relief/{relief.pk}/")
    clock(city, "审批", law="默认值（非法定")
    letter(city, "应急周转金使用审批表")
    city.goto(f"/relief/{relief.pk}/")
    act(city, "批准动用", reason="同意垫付")
    officer.reload()
    officer.get_by_role("button", name="登记结果").click()
    stands(officer, "已发放、追偿中")
    clock(officer, "向用人单位追偿", law="条例第63条", due="2027-02-22")
    officer.get_by_label("追回金额（元）").fill("1800")
    officer.get_by_label("到账凭证").set_input_files(proof)
    officer.get_by_role("button", name="登记追回").click()
    stands(officer, "已全部追回")
    officer.goto(f"/relief/funds/{fund.pk}/")
    expect(officer.locator("main")).to_contain_text("100,000.00")


def test_the_funds_book(here: Ground, enter: Enter) -> None:
    page = enter(here.of.inspector)
    page.goto("/relief/funds/")
    page.get_by_label("名称").fill("南关区应急周转金")
    page.get_by_label("地区").select_option(label="南关区")
    page.get_by_label("设立金额（元）").fill("1000000")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("h1")).to_have_text("南关区应急周转金")
    looked_at(page, "relief-fund")
    page.goto("/relief/liability/")
    looked_at(page, "relief-table")
