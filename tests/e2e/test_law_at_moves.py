"""In a browser: a fine refused outside its bounds and decided within; the dialogs that show the law; a figure entered by two."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.casework.procedures.conftest import Life, begin
from tests.e2e.acting import Enter, act, opened, send
from tests.e2e.looking import looked_at
from tests.people.factories import AppointmentFactory, UserFactory
from xinan.casework.lawbook.models import LegalFigure
from xinan.people.models import User
from xinan.procedures.sheets import kept_values

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Begin = Callable[..., Life]
__all__ = ["begin"]


def to_be_decided(start: Begin) -> Life:
    """An order to correct was missed on 5 November, a penalty case is filed."""
    life = start("inspection", "10-12").step("10-12 09:00", "accept").step("10-12 16:00", "file", "bo")
    life.step("10-20", "order_correction", until_on="11-05").step("11-06", "report").step(
        "11-09", "confirm_report", "bo"
    )
    return life.step("11-10", "hear_statement").step("11-10", "file_penalty")


def test_a_fine_within_its_bounds_and_the_order_to_pay(enter: Enter, product: str, begin: Begin) -> None:
    life = to_be_decided(begin)
    page = enter(life.people["bo"])
    page.goto(f"/proceedings/{life.one.pk}/moves/order_pay/")
    expect(page.locator("[name=law_amount]")).to_have_value("24000.00")
    looked_at(page, "law-pay-order")
    page.goto(f"/proceedings/{life.one.pk}/moves/tell_penalty/?law_conduct=pay_in_kind")
    looked_at(page, "law-fine")
    page.goto(f"/proceedings/{life.one.pk}/")
    dialog = opened(page, "告知拟处罚")
    expect(dialog.locator("#move-sheet table")).to_contain_text("¥50,000.00 以上 ¥100,000.00 以下")
    dialog.locator("[name=reason]").fill("责令改正后逾期未改正")
    dialog.locator("[name=law_conduct]").select_option("no_account")
    expect(dialog.locator("[name=law_unit_fine]")).to_be_visible()
    expect(dialog.locator("#move-sheet")).to_contain_text("2026-11-05 届满")
    expect(dialog.locator("[name=reason]")).to_have_value("责令改正后逾期未改正")
    dialog.locator("[name=law_unit_fine]").fill("100000.01")
    send(page, dialog, "告知拟处罚")
    expect(dialog.locator(".xa-field-error")).to_contain_text("在 ¥50,000.00 以上 ¥100,000.00 以下确定")
    dialog.locator("[name=law_unit_fine]").fill("100000")
    send(page, dialog, "告知拟处罚")
    expect(page.locator(".xa-story")).to_contain_text("¥100,000.00")
    assert kept_values(life.one, "tell_penalty") == {"conduct": "no_account", "unit_fine": "100000"}


def test_the_police_the_commission_and_a_figure_of_the_province(enter: Enter, product: str, begin: Begin) -> None:
    life = begin("police_transfer", "11-20", owed=(("2026-05", "2026-08", "9000.00"),))
    page = enter(life.people["anna"])
    page.goto(f"/proceedings/{life.one.pk}/moves/report/")
    expect(page.locator("#move-sheet")).to_contain_text("本省标准未录入")
    looked_at(page, "law-police")
    page.goto(f"/cases/{life.one.subject_id}/do/start/?code=arbitration")
    expect(page.locator("#start-level option:checked")).to_contain_text("普通程序（四十五日）（建议）")
    looked_at(page, "law-start")
    page.locator("[name=code]").select_option("mediation")
    expect(page.locator("[name=level]")).to_have_count(0)

    author, other = (province_office(name) for name in ("韩梅", "李雷"))
    desk = enter(author)
    desk.goto("/law-figures/")
    looked_at(desk, "law-figures")
    desk.get_by_role("link", name=re.compile("拒不支付一名农民工劳动报酬，本省确定的数额")).click()
    looked_at(desk, "law-figure")
    for field, value in {"value": "8000", "from_on": "2026-01-01", "source": "吉高法〔2026〕1号"}.items():
        desk.locator(f".xa-figure-form [name={field}]").fill(value)
    desk.get_by_role("button", name="提交复核").click()
    expect(desk.locator("main")).to_contain_text("录入人不能复核自己录入的数值")
    second = enter(other)
    second.goto("/law-figures/crime_one_worker/")
    second.get_by_role("button", name="批准", exact=True).click()
    expect(second.locator("main")).to_contain_text("李雷")
    assert LegalFigure.objects.get().state == "approved"
    # The province's own figure decides from now on: nobody has to name another.
    page.goto(f"/proceedings/{life.one.pk}/moves/report/")
    expect(page.locator("#move-sheet")).to_contain_text("本地标准 ¥8,000.00")
    expect(page.locator("[name=law_ground]")).to_have_count(0)
    page.goto(f"/proceedings/{life.one.pk}/")
    act(page, "核实不构成", reason="已另行处理")


def province_office(name: str) -> User:
    user = UserFactory(display_name=name)
    AppointmentFactory(user=user, role="province_office", region_code="")
    return user
