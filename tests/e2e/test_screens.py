"""Every page in a real browser: sound on a screen and on a phone, in light and dark, by mouse and by keyboard."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.payments.factories import AccountEntryFactory, PayrollLineFactory, WagePaymentFactory
from tests.people.factories import AppointmentFactory, UserFactory
from tests.registry.factories import WageAccountFactory
from tests.web.small_province import Province, make_province
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.gateways.wiring import wiring
from xinan.workforce.models import AttendanceDay

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"
PAGES = (
    "/",
    "/?level=orange",
    "/projects/P-RED/",
    "/rules/",
    "/rules/wages/unpaid/",
    "/rules/risk-index/",
    "/access-log/",
    "/components/",
)
ACCOUNT_PAGES = ("/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/")


@pytest.fixture
def province(product: str) -> Province:
    """The small province, with a worker whose October is unpaid on its gravest project."""
    made = make_province()
    keyring, project = wiring().keyring, made.red
    worker = WorkerFactory(
        worker_id="W-1", name_masked="王**", name_sealed=keyring.seal("王建国", context="worker.name")
    )
    EmploymentFactory(project=project, worker=worker)
    account = WageAccountFactory(project=project)
    for month in (9, 10):
        AttendanceDay.objects.create(
            project=project, worker=worker, day=date(2026, month, 12), first_at="07:00", last_at="17:00", punches=2,
            supplements=0,
        )  # fmt: skip
        PayrollLineFactory(
            project=project, worker=worker, wage_month=f"2026-{month:02d}", submitted_on=date(2026, month + 1, 5)
        )
    WagePaymentFactory(project=project, worker=worker, account=account)
    AccountEntryFactory(account=account, booked_on=date(2026, 10, 10), balance_after=Decimal("9000.00"))
    return made


@pytest.fixture
def enter(product: str, province: Province, quiet_page: Page) -> Callable[..., Page]:
    """A function that signs somebody in by the sign-in page."""

    def sign_in(role: str = "province_office", *, size: ViewportSize = WIDE, **post: object) -> Page:
        user = UserFactory(username="officer", display_name="赵敏")
        user.set_password(PASSWORD)
        user.save()
        AppointmentFactory(user=user, role=role, **{"region_code": "220000", **post})
        quiet_page.set_viewport_size(size)
        quiet_page.set_default_timeout(15_000)
        quiet_page.goto(f"{product}/accounts/login/")
        quiet_page.fill("#id_login", "officer")
        quiet_page.fill("#id_password", PASSWORD)
        quiet_page.keyboard.press("Enter")
        expect(quiet_page.locator("h1")).to_have_text("预警总览")
        return quiet_page

    return sign_in


def ready(page: Page) -> None:
    """Scripts have started and charts are drawn."""
    page.wait_for_load_state("networkidle")
    page.wait_for_selector("html[data-ready]", state="attached")


def sound(page: Page, address: str) -> list[str]:
    """What is wrong with a page as it stands."""
    faults = [f"{address}: {fault}" for fault in faults_of(page)]
    return [*faults, f"{address}: wider than the window"] if overflows(page) else faults


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_is_sound(enter: Callable[..., Page], product: str, size: ViewportSize) -> None:
    page = enter(size=size)
    wrong = []
    for address in (*PAGES, *ACCOUNT_PAGES):
        page.goto(product + address)
        ready(page)
        expect(page.locator("h1")).to_have_count(1)
        wrong += sound(page, address)
    assert wrong == []


def test_dark_pages_are_sound_and_the_choice_is_kept(enter: Callable[..., Page], product: str) -> None:
    page = enter()
    page.get_by_role("button", name="切换深浅色").click()
    wrong = []
    for address in PAGES:
        page.goto(product + address)
        ready(page)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        wrong += sound(page, address)
    assert wrong == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pages_before_signing_in_and_faults_are_sound(quiet_page: Page, product: str, size: ViewportSize) -> None:
    quiet_page.set_viewport_size(size)
    quiet_page.goto(f"{product}/accounts/login/?next=/rules/")
    assert sound(quiet_page, "login") == []
    quiet_page.fill("#id_login", "nobody")
    quiet_page.fill("#id_password", "wrong")
    quiet_page.get_by_role("button", name="登录").click()
    expect(quiet_page.get_by_role("alert")).to_be_visible()
    assert sound(quiet_page, "login refused") == []


def test_a_missing_page_says_what_would_be_right(enter: Callable[..., Page], product: str, page: Page) -> None:
    other = enter().context.new_page()  # the browser itself reports the 404 on the console
    other.goto(f"{product}/projects/P-NONE/")
    expect(other.locator("main")).to_contain_text("不在您的职责范围内")
    assert sound(other, "404") == []
    other.goto(f"{product}/nothing/")
    expect(other.locator("h1")).to_contain_text("没有这一页")
    assert sound(other, "404") == []


def test_the_inbox_by_keyboard(enter: Callable[..., Page]) -> None:
    page = enter()
    ready(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#inbox-text")).to_be_focused()
    page.keyboard.type("水厂")
    expect(page.locator("#list-title")).to_have_text("1 个项目")
    expect(page).to_have_url(re.compile(r"\?q="))
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#row-P-YEL a[data-row-link]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("朝阳区水厂")
    page.go_back()
    expect(page.locator("#list-title")).to_have_text("1 个项目")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    assert sound(page, "help") == []
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page.locator("h1")).to_have_text("规则目录")


def test_filters_change_list_counts_and_address_and_go_back(enter: Callable[..., Page]) -> None:
    page = enter()
    ready(page)
    page.get_by_label("长春市", exact=False).first.check()
    expect(page.locator("#list-title")).to_have_text("2 个项目")
    expect(page).to_have_url(re.compile("place=220100"))
    expect(page.locator(".xa-chips")).to_contain_text("长春市")
    page.locator("[name=industry][value=water]").check()
    expect(page.locator("#list-title")).to_have_text("1 个项目")
    expect(page.locator("[name=industry][value=water]")).to_be_focused()
    assert sound(page, "filtered") == []
    page.go_back()
    expect(page.locator("#list-title")).to_have_text("2 个项目")
    expect(page.locator("[name=industry][value=water]")).not_to_be_checked()
    page.get_by_role("link", name="全部清除").click()
    expect(page.locator("#list-title")).to_have_text("3 个项目")


def test_the_map_is_drawn_and_narrows_the_list(enter: Callable[..., Page]) -> None:
    page = enter()
    ready(page)
    shapes = page.locator("#map svg path")
    expect(shapes.first).to_be_visible()
    assert shapes.count() >= 9
    page.locator(".xa-board-table a", has_text="吉林市").click()
    expect(page.locator("#list-title")).to_have_text("1 个项目")


def test_evidence_opens_in_the_page(enter: Callable[..., Page], product: str) -> None:
    page = enter()
    page.goto(f"{product}/projects/P-RED/")
    ready(page)
    page.locator("article", has=page.get_by_role("link", name="未存储工资保证金")).get_by_role(
        "button", name=re.compile("看证据")
    ).click()
    expect(page.locator(".xa-evidence-sheet")).to_be_visible(timeout=30_000)
    assert sound(page, "evidence") == []


def test_seeing_somebody_in_clear_asks_why_and_is_logged(enter: Callable[..., Page], product: str) -> None:
    page = enter("county_inspector", region_code="220102")
    page.goto(f"{product}/projects/P-RED/")
    ready(page)
    page.get_by_role("button", name=re.compile("查看 王")).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("每次查看都有记录")
    assert sound(page, "reveal") == []
    dialog.get_by_label("具体理由").fill("核实十月工资未发放的情况")
    dialog.get_by_role("button", name="查看并记录").click()
    expect(dialog).to_contain_text("王建国")
    assert sound(page, "revealed") == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.goto(f"{product}/access-log/")
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("核实欠薪事实：核实十月工资未发放的情况")
    expect(row).to_contain_text("南关区安置房")


def test_in_english_and_out(enter: Callable[..., Page], product: str) -> None:
    page = enter()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    wrong = []
    for address in PAGES:
        page.goto(product + address)
        ready(page)
        wrong += sound(page, address)
    assert wrong == []
    page.locator("[data-menu] summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))


def test_the_phone_has_a_drawer_and_a_foot_bar(enter: Callable[..., Page]) -> None:
    page = enter(size=NARROW)
    ready(page)
    expect(page.locator("#side-bar")).to_be_hidden()
    page.get_by_role("button", name="打开导航").click()
    expect(page.locator("#side-bar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#side-bar")).to_be_hidden()
    expect(page.locator("#facets .xa-facets-body")).to_be_hidden()
    page.locator("#facets > summary").click()
    page.locator("[name=level][value=red]").check()
    expect(page.locator("#list-title")).to_have_text("1 个项目")
    page.locator(".xa-foot-bar").get_by_role("link", name="规则").click()
    expect(page.locator("h1")).to_have_text("规则目录")


def test_rules_are_found_as_one_types(enter: Callable[..., Page], product: str) -> None:
    page = enter()
    page.goto(f"{product}/rules/")
    ready(page)
    page.keyboard.press("/")
    page.keyboard.type("保函")
    expect(page.locator("#rule-list [role=status]")).not_to_have_text(re.compile(r"^(\d+) 条，共 \1 条$"))
    expect(page).to_have_url(re.compile(r"\?q="))
