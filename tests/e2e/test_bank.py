"""The banks' pages in a real browser, in both languages, on a screen and on a phone."""

import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, ViewportSize
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.payments.factories import PayrollLineFactory
from tests.people.factories import AppointmentFactory, UserFactory
from tests.web.small_province import NOW, make_province
from tests.web.test_bank import batch, differs
from tests.workforce.factories import WorkerFactory
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key
from xinan.payments.models import AccountFreeze, BulkMovement, PaymentBatch
from xinan.registry.models import Project

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"
PAGES = ("/bank/", "/projects/P-RED/bank/", "/projects/P-RED/bank/DF-1/", "/")


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch, settings: Settings, request: pytest.FixtureRequest) -> Iterator[str]:
    """The running product with batches in every state, a day that differs and a freeze."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("screens"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    server: LiveServer = request.getfixturevalue("live_server")
    project = make_province().red
    made = batch(project, states=("paid", "paid", "failed", "returned", "sent", "waiting"))
    other = PaymentBatch.objects.create(
        batch_key="empty", project=project, number="DF-0", wage_month="2026-09", made_on=date(2026, 10, 13)
    )
    assert made.account is not None
    BulkMovement.objects.create(
        movement_id="m", account=made.account, batch_number=other.number, booked_on=NOW, amount=9, balance_after=0
    )
    differs(project)
    AccountFreeze.objects.create(
        freeze_id="f",
        account=made.account,
        frozen_on=date(2026, 11, 2),
        authority="某某人民法院",
        amount=Decimal(50_000),
    )
    yield server.url
    wiring.cache_clear()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_sound(quiet_page: Page, product: str, language: str, viewport: ViewportSize) -> None:
    page = quiet_page
    user = UserFactory(username="office")
    user.set_password(PASSWORD)
    user.save()
    AppointmentFactory(user=user, role="province_office", region_code="220000")
    page.context.add_cookies([{"name": "xinan_language", "value": language, "url": product}])
    page.set_viewport_size(viewport)
    page.goto(f"{product}/accounts/login/")
    page.locator("input[name=login]").fill("office")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"{product}/")
    for number, path in enumerate(PAGES):
        page.goto(f"{product}{path}")
        assert faults_of(page) == [], path
        assert not overflows(page), path
        if folder := os.environ.get("XINAN_PICTURES"):
            page.screenshot(path=Path(folder) / f"bank-{number}-{language}-{viewport['width']}.png", full_page=True)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_batch_is_made_on_the_page(quiet_page: Page, product: str, language: str, viewport: ViewportSize) -> None:
    page, project = quiet_page, Project.objects.get(pk="P-RED")
    for card in ("sealed", "sealed", ""):
        PayrollLineFactory(project=project, worker=WorkerFactory(wage_card_sealed=card), wage_month="2026-10")
    user = UserFactory(username="clerk")
    user.set_password(PASSWORD)
    user.save()
    AppointmentFactory(user=user, role="contractor", enterprise_id=project.contractor_id, region_code="")
    page.context.add_cookies([{"name": "xinan_language", "value": language, "url": product}])
    page.set_viewport_size(viewport)
    page.goto(f"{product}/accounts/login/?next=/projects/P-RED/bank/")
    page.locator("input[name=login]").fill("clerk")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.locator(".xa-page-actions a[href$='/bank/new/']").click()
    page.wait_for_url(f"{product}/projects/P-RED/bank/new/")
    assert page.locator("[data-figure=lines]").inner_text() == "2"
    look(page, f"bank-new-{language}-{viewport['width']}")
    page.locator("form[method=post] button[type=submit]", has_text="12,000.00").click()
    page.wait_for_url(f"{product}/projects/P-RED/bank/XA2026-10-001/")
    look(page, f"bank-made-{language}-{viewport['width']}")


def look(page: Page, name: str) -> None:
    assert (faults_of(page), overflows(page)) == ([], False), name
    if folder := os.environ.get("XINAN_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
