"""The inbox as a tool, in a real browser: keys, views, many at once, what others change, on a screen and on a phone."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import NARROW, WIDE
from tests.e2e.test_screens import PASSWORD, ready, sound
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.web.inbox.handled import handled
from tests.web.small_province import NOW, Province, make_province, warn
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key
from xinan.monitoring.models import Warning, WarningEvent
from xinan.people.models import User
from xinan.procedures.models import Proceeding

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch, settings: Settings, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the running product, whose clock stands still."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("tool"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    server: LiveServer = request.getfixturevalue("live_server")
    yield server.url
    wiring.cache_clear()


@pytest.fixture
def officers(product: str) -> list[User]:
    """Two of one city's office."""
    office = OrganisationFactory(name="长春市根治欠薪办", region_code="220100")
    found = []
    for username, name in (("zhao", "赵敏"), ("qian", "钱进")):
        user = UserFactory(username=username, display_name=name, organisation=office)
        user.set_password(PASSWORD)
        user.save()
        AppointmentFactory(user=user, role="city_office", region_code="220100")
        found.append(user)
    return found


@pytest.fixture
def province(officers: list[User]) -> Province:
    """The small province, its warnings pushed to the city's office."""
    made = make_province()
    office = officers[0].organisation
    handled(Warning.objects.filter(project__in=["P-RED", "P-YEL"], state="open").order_by("pk"), now=NOW, office=office)
    return made


def signed_in(page: Page, product: str, username: str = "zhao", *, size: ViewportSize = WIDE) -> Page:
    page.set_viewport_size(size)
    page.set_default_timeout(15_000)
    page.goto(f"{product}/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("预警总览")
    ready(page)
    return page


@pytest.fixture
def colleague(browser: Browser, product: str, province: Province) -> Iterator[Page]:
    """The other officer, in a browser of his own."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=WIDE, reduced_motion="reduce")
    yield signed_in(context.new_page(), product, "qian")
    context.close()


def look(page: Page) -> None:
    """What the page does by itself every few seconds."""
    page.evaluate("document.dispatchEvent(new CustomEvent('xinan:look'))")


def test_rows_are_chosen_and_signed_for_by_keyboard(product: str, province: Province, quiet_page: Page) -> None:
    page = signed_in(quiet_page, product)
    expect(page.locator("#bulk")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-selected]")).to_have_text("已选 1 个项目")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-selected]")).to_have_text("已选 2 个项目")
    page.keyboard.press("x")
    expect(page.locator("[data-selected]")).to_have_text("已选 1 个项目")
    page.keyboard.press("a")
    expect(page.locator("[data-selected]")).to_have_text("已选 2 个项目")
    assert sound(page, "selected") == []
    page.keyboard.press("b")
    expect(page.locator("#bulk-act")).to_be_focused()
    page.select_option("#bulk-act", "move-sign")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("将办理 2 个项目")
    assert sound(page, "preview") == []
    dialog.get_by_role("button", name=re.compile("签收（4）")).click()
    expect(dialog).to_contain_text("“签收”已办理 4 条预警")
    assert sound(page, "result") == []
    assert set(Proceeding.objects.values_list("state", flat=True)) == {"signed"}
    dialog.get_by_role("button", name="关闭").click()
    expect(page.locator("#bulk")).to_be_hidden()
    expect(page.locator("#row-P-RED")).not_to_contain_text("待签收")  # the page learned what it did


def test_keys_do_nothing_while_one_types(product: str, province: Province, quiet_page: Page) -> None:
    page = signed_in(quiet_page, product)
    page.keyboard.press("/")
    page.keyboard.type("xaxjw?")
    expect(page.locator("#inbox-text")).to_have_value("xaxjw?")
    expect(page.locator("#bulk")).to_be_hidden()
    expect(page.locator("#help")).to_be_hidden()


def test_why_and_help_open_by_a_key(product: str, province: Province, quiet_page: Page) -> None:
    page = signed_in(quiet_page, product)
    page.keyboard.press("j")
    page.keyboard.press("w")
    sheet = page.locator("#row-P-RED .xa-why-sheet")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text("为什么排第 1")
    assert sound(page, "why") == []
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_contain_text("选中或放开这一条")
    expect(page.locator("#help [data-go-list]")).to_contain_text("处置成效")
    assert sound(page, "help") == []


def test_a_view_is_kept_opened_renamed_and_its_deletion_undone(
    product: str, province: Province, quiet_page: Page
) -> None:
    page = signed_in(quiet_page, product)
    page.locator("[name=level][value=red]").check()
    expect(page.locator("#list-title")).to_have_text("1 个项目")
    page.get_by_role("button", name="存为视图").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("名称")).to_be_focused()
    assert sound(page, "keep a view") == []
    dialog.get_by_label("名称").fill("红色")
    dialog.get_by_label("打开预警总览时先看这个视图").check()
    dialog.get_by_role("button", name="保存").click()
    expect(page.locator("[data-view]")).to_have_text(re.compile("红色"))
    page.goto(f"{product}/")
    expect(page).to_have_url(re.compile("level=red"))
    page.get_by_role("link", name="全部预警").click()
    expect(page.locator("#list-title")).to_have_text("2 个项目")
    ready(page)
    page.get_by_role("button", name="管理").click()
    expect(dialog).to_contain_text("管理视图")
    assert sound(page, "views") == []
    dialog.get_by_label("名称").fill("最急的")
    dialog.get_by_role("button", name="改名").click()
    expect(page.locator("#saved-views [data-view]")).to_contain_text("最急的")
    dialog.get_by_role("button", name="删除 最急的").click()
    expect(dialog).to_contain_text("已删除“最急的”")
    expect(page.locator("#saved-views [data-view]")).to_have_count(0)
    dialog.get_by_role("button", name="撤销").click()
    expect(page.locator("#saved-views [data-view]")).to_contain_text("最急的")


def test_what_a_colleague_does_appears_without_reloading(
    product: str, province: Province, quiet_page: Page, colleague: Page
) -> None:
    page = signed_in(quiet_page, product)
    row = page.locator("#row-P-YEL")
    expect(row).to_contain_text("1 条待签收")
    row.locator("[data-row-link]").focus()
    before = row.bounding_box()

    colleague.locator("#row-P-YEL [data-select]").check()
    colleague.select_option("#bulk-act", "move-sign")
    colleague.get_by_role("button", name="先看看会怎样").click()
    colleague.get_by_role("dialog").get_by_role("button", name=re.compile("签收（1）")).click()
    expect(colleague.get_by_role("dialog")).to_contain_text("已办理 1 条预警")

    look(page)
    expect(row).not_to_contain_text("待签收")
    expect(page.locator("#live")).to_contain_text("已更新 1 个项目")
    expect(row.locator("[data-row-link]")).to_be_focused()  # whoever reads stays where he reads
    after = row.bounding_box()
    assert before is not None
    assert after is not None
    assert before["x"] == after["x"]
    expect(page.locator("#row-P-RED")).not_to_have_class(re.compile("is-changed"))


def test_new_projects_are_announced_and_shown_when_asked_for(
    product: str, province: Province, quiet_page: Page
) -> None:
    page = signed_in(quiet_page, product)
    expect(page.locator("#list-title")).to_have_text("2 个项目")
    warn(province.clear, "deposit/missing", "red")
    look(page)
    expect(page.locator("#live")).to_contain_text("另有 1 个项目有变化")
    expect(page.locator("#row-P-OK")).to_have_count(0)  # nothing moves by itself
    assert sound(page, "changed") == []
    page.get_by_role("link", name="显示最新").click()
    expect(page.locator("#list-title")).to_have_text("3 个项目")
    expect(page.locator("#row-P-OK")).to_be_visible()
    expect(page.locator("#live")).not_to_contain_text("变化")


def test_a_project_cured_meanwhile_says_so_where_it_stood(product: str, province: Province, quiet_page: Page) -> None:
    page = signed_in(quiet_page, product)
    warning = Warning.objects.get(project=province.yellow)
    Proceeding.objects.filter(subject_id=str(warning.pk)).update(
        closed_at=NOW, closed_as="cured_by_data", state="cured_by_data"
    )
    Warning.objects.filter(pk=warning.pk).update(state="cured", cured_at=NOW, cured_on=NOW.date())
    WarningEvent.objects.create(warning=warning, kind="cured", at=NOW, level=warning.level)
    look(page)
    row = page.locator("#row-P-YEL")
    expect(row).to_contain_text("已不在这个列表里")
    expect(row).to_be_visible()
    assert sound(page, "gone") == []


def test_a_choice_lives_on_through_filters_and_is_let_go(product: str, province: Province, quiet_page: Page) -> None:
    page = signed_in(quiet_page, product)
    page.locator("#row-P-RED [data-select]").check()
    page.locator("[name=level][value=yellow]").check()
    expect(page.locator("#list-title")).to_have_text("1 个项目")
    expect(page.locator("[data-selected]")).to_have_text("已选 1 个项目")
    expect(page.locator("#bulk [data-elsewhere] input")).to_have_value("P-RED")
    page.get_by_role("button", name="全部放开").click()
    expect(page.locator("#bulk")).to_be_hidden()


def test_the_list_is_taken_along_as_a_workbook(product: str, province: Province, quiet_page: Page) -> None:
    page = signed_in(quiet_page, product)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    assert download.value.suggested_filename == "预警总览-20261123.xlsx"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", ["中文", "English"])
def test_pages_are_sound(product: str, province: Province, quiet_page: Page, size: ViewportSize, language: str) -> None:
    page = signed_in(quiet_page, product, size=size)
    if language == "English":
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    wrong = []
    for address in ("/", "/?todo=unsigned", "/figures/", "/figures/?by=month", "/figures/rows/?figure=sign&part=due"):
        page.goto(product + address)
        ready(page)
        expect(page.locator("h1")).to_have_count(1)
        wrong += sound(page, address)
    assert wrong == []


def test_a_figure_opens_its_rows_and_the_way_back(product: str, province: Province, quiet_page: Page) -> None:
    Proceeding.objects.update(opened_at=NOW)
    page = signed_in(quiet_page, product)
    page.goto(f"{product}/figures/?by=link")
    ready(page)
    page.select_option("#f-link", "wages")
    expect(page).to_have_url(re.compile("link=wages"))
    expect(page.locator("#figures [role=status]").first).to_contain_text("立项 2 件")
    page.locator(".xa-figure-value").first.click()
    expect(page.locator("h1")).to_contain_text("签收率")


def test_on_a_phone_rows_are_chosen_too(product: str, province: Province, quiet_page: Page) -> None:
    page = signed_in(quiet_page, product, size=NARROW)
    page.locator("#row-P-RED [data-select]").check()
    expect(page.locator("#bulk")).to_be_visible()
    assert sound(page, "phone, selected") == []
    page.get_by_role("button", name="先看看会怎样").click()
    expect(page.get_by_role("dialog")).to_contain_text("将办理")
    assert sound(page, "phone, preview") == []


def test_nobody_else_s_shortcuts_are_stolen(product: str, province: Province, quiet_page: Page) -> None:
    page = signed_in(quiet_page, product)
    page.keyboard.press("j")
    page.keyboard.press("Control+x")
    expect(page.locator("#bulk")).to_be_hidden()
    page.keyboard.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_be_hidden()
