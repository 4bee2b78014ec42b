"""In a browser: an officer draws on the deposit, the bank pays and reports, the warning's wages are facts, the fund's book."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.casework.relief.world import MONDAY, Ground, Officer, ground
from tests.e2e.looking import looked_at
from xinan.casework.relief.models import Relief
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key
from xinan.payments.models import WagePayment

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Enter = Callable[[Officer], Page]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[Ground]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("browser"))
    monkeypatch.setenv("XINAN_NOW", MONDAY.isoformat())
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setitem(settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    yield ground(wiring().keyring)
    wiring.cache_clear()


@pytest.fixture
def enter(browser: Browser, live_server: LiveServer, browser_context_args: dict[str, object]) -> Iterator[Enter]:
    """A function that opens a browser of somebody who is signed in."""
    contexts = []

    def entered(who: Officer) -> Page:
        client = Client()
        client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
        context = browser.new_context(**{**browser_context_args, "base_url": live_server.url})  # type: ignore[arg-type]
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield entered
    for context in contexts:
        context.close()


def test_the_officer_orders_and_the_bank_pays(here: Ground, enter: Enter) -> None:
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
    officer.get_by_role("link", name="支付通知书送达银行").click()
    dialog = officer.locator("#dialog")
    dialog.get_by_label("发生日").fill("2026-11-23")
    dialog.get_by_role("button", name="支付通知书送达银行").click()
    expect(officer.locator("main")).to_contain_text("待银行支付")

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
    looked_at(officer, "relief-paid")
    assert Relief.objects.get().rows.exclude(failed="").count() == 1


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
