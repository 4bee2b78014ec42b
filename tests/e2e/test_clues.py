"""A worker complains on a phone; an officer takes it up, calls, verifies, concludes, calls back and closes."""

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.casework.clues.people import MONDAY, THERE, Officer, officer, taken
from tests.e2e.acting import Enter, act, clock, stands
from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.web.small_province import make_province
from xinan.casework.models import Clue
from xinan.casework.queries import lives_of
from xinan.gateways.wiring import wiring
from xinan.people.models import User
from xinan.people.scope import scope_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def inspector(product: str) -> User:
    """An inspector of the county of the small province's red project."""
    make_province()
    user: User = UserFactory(display_name="赵敏", organisation=OrganisationFactory(region_code="220102"))
    AppointmentFactory(user=user, role="county_inspector", region_code="220102")
    return user


def sound(page: Page, *sizes: ViewportSize) -> None:
    """No fault that axe finds, nothing cut off, on a desk and on a phone."""
    for size in sizes or (WIDE, NARROW):
        page.set_viewport_size(size)
        assert faults_of(page) == []
        assert not overflows(page)


def complain(browser: Browser, product: str) -> str:
    """A worker's phone: the code of the receipt."""
    context = browser.new_context(viewport=NARROW, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(f"{product}/complain/")
    sound(page, NARROW)
    page.get_by_label("谁欠你钱？").fill("甲建设的工头")
    page.get_by_label("在哪干活？").fill("南关区安置房")
    page.get_by_label("在哪个县（市、区）？").select_option("220102")
    page.get_by_label("大概欠多少？（元）").fill("18000")
    page.get_by_label("怎么联系你？电话").fill("15412340001")
    page.get_by_role("button", name="交上去").click()
    expect(page.locator("h1")).to_have_text("已经收到")
    sound(page, NARROW)
    code = page.locator(".xa-worker-code").inner_text()
    assert code not in page.url
    context.close()
    return code


def asked(browser: Browser, product: str, code: str) -> str:
    """What the worker's phone says of it later."""
    context = browser.new_context(viewport=NARROW, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(f"{product}/complain/status/")
    page.get_by_label("查询码").fill(code)
    page.get_by_label("电话后四位").fill("0001")
    page.get_by_role("button", name="查", exact=True).click()
    said = page.locator(".xa-worker-said").inner_text()
    sound(page, NARROW)
    context.close()
    return said


def test_from_a_worker_s_phone_to_the_return_call(
    product: str, inspector: User, browser: Browser, enter: Enter
) -> None:
    code = complain(browser, product)
    assert "已经收到" in asked(browser, product, code)
    clue = Clue.objects.get()
    page = enter(inspector, "/clues/?whose=all")
    page.get_by_role("link", name=clue.number).first.click()
    expect(page.locator("h1")).to_have_text(clue.number)
    page.get_by_label(re.compile("南关区安置房")).first.check()
    page.get_by_role("button", name="认定所选").click()
    sound(page)
    page.set_viewport_size(WIDE)
    act(page, "受理")
    act(page, "已联系工人", reason="已通话，八月至十月木工工资未付。")
    act(page, "开始核实", reason="调取考勤和代发明细。")
    act(page, "作出结论", reason="总包已补发，回单核对一致。", target="已支付")
    assert "回访" in asked(browser, product, code)
    act(page, "登记回访", 满意=True)
    act(page, "办结")
    clue.refresh_from_db()
    assert (clue.project_id, clue.conclusion, lives_of(clue)[0].state) == ("P-RED", "paid", "closed")
    assert "已经办结" in asked(browser, product, code)


def test_taking_a_clue_by_keyboard_with_what_is_known_beside(inspector: User, enter: Enter) -> None:
    page = enter(inspector, "/clues/new/")
    expect(page.get_by_label("工人怎么说")).to_be_focused()
    page.keyboard.type("三个月没给钱。")
    page.keyboard.press("Tab")
    page.keyboard.type("南关安置房")
    match = page.locator("#known input[name=project_id][value=P-RED]")
    expect(match).to_be_visible()
    match.check()
    page.get_by_label("大约欠多少（元）").fill("9000")
    page.wait_for_timeout(900)  # what is known is asked for anew; the choice stays
    expect(page.locator("#known input[name=project_id][value=P-RED]")).to_be_checked()
    sound(page)
    page.get_by_label("大约欠多少（元）").press("Control+Enter")
    expect(page.locator("h1")).to_have_text("吉线〔2026〕000001号")
    assert Clue.objects.get().project_id == "P-RED"


@pytest.mark.parametrize("address", ["/clues/", "/clues/platform/", "/complain/status/"])
def test_the_pages_are_sound(inspector: User, enter: Enter, address: str) -> None:
    sound(enter(inspector, address))


def test_a_clue_passed_on_stays_until_it_is_accepted(inspector: User, enter: Enter) -> None:
    clue = taken(Officer(inspector, scope_of(inspector, on=MONDAY.date())), wiring().keyring)
    there = officer(region=THERE)
    department = officer("industry_department", industries=["housing"], kind="industry_department")
    mine, theirs, housing = enter(inspector), enter(there), enter(department)
    mine.goto(f"/clues/{clue.pk}/")
    act(mine, "受理")
    passed = {"reason": "工地在贵辖区，请接办", "until": "2026-12-08"}
    act(mine, "转办、交办", target=f"宽城区 · {there.user.organisation.name}", **passed)
    clock(mine, "签收转办", law="非法定", due="2026-11-25")
    stands(mine, "已转出、待签收")
    theirs.goto("/clues/?whose=all")
    theirs.get_by_role("link", name=clue.number).first.click()
    act(theirs, "退回", reason="工地不在我区")
    mine.reload()
    stands(mine, "待受理")

    # To a department, which accepts and answers; then to where the site is, which takes it over.
    act(mine, "转办、交办", target=f"南关区 · {department.user.organisation.name}", **passed)
    housing.goto("/clues/?whose=all")
    housing.get_by_role("link", name=clue.number).first.click()
    expect(housing.locator("main")).to_contain_text("原话只给办理的人社部门看")
    act(housing, "签收", reason="已登记收文")
    clock(housing, "部门反馈", law="非法定", due="2026-12-08")
    act(housing, "收到部门反馈", reason="分包单位未备案，已约谈")
    mine.reload()
    stands(mine, "核实处置中")
    act(mine, "转办、交办", target=f"宽城区 · {there.user.organisation.name}", **passed)
    theirs.goto(f"/clues/{clue.pk}/")
    act(theirs, "签收", reason="我区接办")
    stands(theirs, "待联系工人")
    mine.reload()
    expect(mine.locator("main")).to_contain_text("由其他地方承办")
