"""In a browser: a warning becomes a case, is inspected on both tracks, is paid by bank facts, closed by two people."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.casework.cases.test_closing import background
from tests.casework.cases.world import MONDAY, MONTH, World, officer, world
from tests.e2e.acting import Enter, act, paper
from tests.e2e.looking import looked_at
from tests.monitoring.findings import finding
from tests.monitoring.handling.handled import move, run
from xinan.casework.cases.models import Case
from xinan.gateways.wiring import wiring
from xinan.monitoring.models import Warning
from xinan.people.duties.models import Duty

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(product: str) -> World:
    made = world(wiring().keyring)
    made.inspector.user.display_name, made.head.user.display_name = "王志强", "李主任"
    made.inspector.user.save()
    made.head.user.save()
    return made


def warned(here: World) -> Warning:
    Duty.objects.create(
        user=here.inspector.user,
        office=here.office,
        role="county_inspector",
        region_code="220102",
        from_on=MONDAY.date(),
    )
    run([finding(here.project, period=MONTH)])
    move("sign", by=here.inspector.user)
    return Warning.objects.get()


def test_from_a_warning_to_a_case_closed_for_good(here: World, enter: Enter, tmp_path: Path) -> None:
    proof = paper(tmp_path, "撤回说明.pdf")
    warning = warned(here)
    mine = enter(here.inspector)
    mine.goto("/cases/")
    expect(mine.locator(".xa-empty")).to_contain_text("这里没有案件")
    looked_at(mine, "cases-empty")

    # The warning becomes a case, and its page leads to it.
    mine.goto(f"/warnings/{warning.pk}/")
    act(mine, "转为案件", 说明="两名工人九月工资未发，涉嫌拖欠")
    case = Case.objects.get()
    mine.get_by_role("link", name=case.number).click()
    expect(mine.locator("h1")).to_have_text(case.title)
    expect(mine.locator(".xa-case-figures")).to_contain_text("12,000.00")

    # First track: an inspection, accepted by one officer, filed by another, ended.
    act(mine, "启动程序", 程序="劳动保障监察", 启动的事由="拖欠九月工资")
    act(mine, "受理", 说明="属于管辖范围")
    looked_at(mine, "cases-page")
    head = enter(here.head)
    head.goto(mine.url)
    act(head, "批准立案", 说明="同意立案")
    mine.reload()
    act(mine, "投诉人撤回", 说明="双方已达成支付安排，书面撤回", 证明材料=proof)

    # Second track: its own officer ends it.
    second = enter(background(here, case))
    second.goto(mine.url)
    act(second, "未发现背后问题", 说明="查阅合同、资金凭证，未发现问题")

    # Closing is refused until the banks show that all is paid.
    mine.reload()
    expect(mine.locator("#closing")).to_contain_text("2 名工人尚有 12,000.00 元未经银行付清")
    for worker in here.workers:
        here.pay(worker, "6000.00")
    mine.reload()
    expect(mine.locator("#closing")).to_contain_text("各项齐备")
    act(mine, "申请结案", 办理结果="两名工人九月工资已由专户付清")
    head.reload()
    act(head, "批准结案")
    case.refresh_from_db()
    assert case.closed_on == MONDAY.date()
    head.goto("/cases/?of=led&as=closed")
    expect(head.locator("#cases")).to_contain_text(case.number)
    looked_at(head, "cases-list")


def test_a_task_on_a_phone_by_whoever_was_asked(here: World, enter: Enter) -> None:
    case = here.opened()
    department = officer("industry_department", industries=["housing"])
    mine = enter(here.inspector)
    mine.goto(f"/cases/{case.pk}/")
    act(
        mine,
        "交办任务",
        交办给=department.user.organisation.name,
        任务="核查分包合同备案",
        要求="请核查并附备案材料。",
    )
    looked_at(mine, "cases-new-page")
    theirs = enter(department)
    theirs.goto("/case-tasks/")
    looked_at(theirs, "cases-tasks")
    theirs.get_by_role("link", name="核查分包合同备案").click()
    looked_at(theirs, "cases-task")
    theirs.locator("textarea").fill("已核查，合同未备案。")
    theirs.get_by_role("button", name="提交答复").click()
    expect(theirs.locator("main")).to_contain_text("合同未备案")
    clue = here.clue()
    mine.goto(f"/cases/new/?clue={clue.pk}")
    looked_at(mine, "cases-open")
