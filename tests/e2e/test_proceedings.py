"""In a browser: a wage dispute from its application to the award; a notice whose service starts a clock."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.casework.clues.people import MONDAY, Officer, taken
from tests.e2e.acting import Enter, act, paper
from tests.e2e.looking import looked_at
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.web.small_province import Province, make_province
from xinan.casework.cases.actions.change_members import add_member
from xinan.casework.cases.actions.open_case import open_case
from xinan.casework.cases.actions.start_procedure import start_procedure
from xinan.casework.cases.enums import Part
from xinan.casework.cases.given import OpenedCase
from xinan.casework.cases.models import Case
from xinan.gateways.wiring import wiring
from xinan.people.scope import scope_of
from xinan.procedures.models import Clock, Proceeding

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
_NOTICE = {
    "case_number": "吉薪案〔2026〕00001号",
    "facts": "2026年9月工资至今未付，责令改正后逾期未改正。",
    "evidence": "工资支付表、考勤记录。",
    "intended": "处人民币伍万元罚款。",
    "consequences": "《保障农民工工资支付条例》第五十五条",
}


def somebody(name: str, role: str, *, office: str, **post: object) -> Officer:
    user = UserFactory(display_name=name, organisation=OrganisationFactory(name=office, region_code="220102"))
    AppointmentFactory(user=user, role=role, **{"region_code": "220102", **post})
    return Officer(user, scope_of(user, on=MONDAY.date()))


class World:
    """The officer with a colleague, the arbitrator, the firm, and a case of the red project."""

    def __init__(self) -> None:
        self.province: Province = make_province()
        self.officer = somebody("赵敏", "county_inspector", office="长春市南关区人社局")
        self.second = somebody("孙立新", "county_inspector", office="长春市南关区监察大队")
        self.arbitrator = somebody("钱毅", "arbitrator", office="南关区仲裁委", region_code="")
        code = str(self.province.red.contractor_id)
        self.firm = somebody("周经办", "contractor", office="长春甲建设", region_code="", enterprise_id=code)
        clue = taken(self.officer, wiring().keyring, project_id=self.province.red.pk)
        self.case: Case = open_case(OpenedCase(clue_ids=[clue.pk]), keyring=wiring().keyring, **self.by)
        for who, part in ((self.second, Part.MEMBER), (self.arbitrator, Part.ARBITRATOR)):
            add_member(self.case.pk, user_id=who.user.pk, part=part, reason="参加办理", **self.by)

    @property
    def by(self) -> dict[str, Any]:
        return {"by": self.officer.user, "scope": self.officer.scope, "now": MONDAY}

    def started(self, code: str) -> Proceeding:
        firm = str(self.province.red.contractor_id)
        return start_procedure(self.case, code, addressee_enterprise_id=firm, **self.by)


@pytest.fixture
def world(product: str) -> World:
    return World()


def test_a_dispute_from_its_application_to_the_award(enter: Enter, world: World, tmp_path: Path) -> None:
    one, today = world.started("arbitration"), str(MONDAY.date())
    officer, arbitrator = enter(world.officer), enter(world.arbitrator)
    page = f"/proceedings/{one.pk}/"
    officer.goto(page)
    expect(officer.locator("h1")).to_contain_text(world.case.number)
    officer.get_by_role("button", name="写劳动争议仲裁申请移送函").click()
    expect(officer.locator("[name=title]")).to_have_value("劳动争议仲裁申请移送函")
    officer.goto(page)
    expect(officer.locator(".xa-proceeding-letters")).to_contain_text("草稿")
    act(officer, "递交仲裁申请", happened_on=today)

    arbitrator.goto(page)
    act(arbitrator, "受理（简易速裁）", law_condition="双方当事人同意", reason="双方同意速裁")
    expect(arbitrator.locator(".xa-proceeding")).to_contain_text("30 日")
    looked_at(arbitrator, "proceeding-accepted")
    act(arbitrator, "申请书副本已送达", happened_on=today)
    act(arbitrator, "确定开庭日期", plan_on="2026-12-01")
    act(arbitrator, "开庭通知已送达", happened_on=today)
    act(arbitrator, "开庭", happened_on=today)
    act(arbitrator, "裁决（终局）", reason="裁决支付拖欠工资")
    expect(arbitrator.locator(".xa-story")).to_contain_text("裁决（终局）")
    one.refresh_from_db()
    assert (one.state, one.level) == ("awarded_final", "fast")
    assert Clock.objects.get(proceeding=one, code="award").state == "met"
    act(arbitrator, "终局裁决书已送达", happened_on=today, until="2026-12-07")
    receipt = paper(tmp_path, "回单.pdf")
    officer.goto(page)
    act(officer, "登记已支付", happened_on=today, proofs=receipt)
    expect(officer.locator(".xa-proceeding")).to_contain_text("裁决已履行")
    looked_at(officer, "proceeding-paid")
    # The firm was never waited for, and no letter went to it: it does not know that this exists.
    stranger = enter(world.firm)
    stranger.goto(page)
    expect(stranger.locator("main")).not_to_contain_text(world.case.number)


def test_the_service_of_a_notice_starts_the_firms_time(enter: Enter, world: World, tmp_path: Path) -> None:
    one = world.started("inspection")
    receipt = paper(tmp_path, "回证.pdf")
    page = f"/proceedings/{one.pk}/"
    officer, second = enter(world.officer), enter(world.second)
    officer.goto(page)
    looked_at(officer, "proceeding-received")
    act(officer, "受理")
    second.goto(page)
    act(second, "批准立案")
    officer.goto(page)
    act(officer, "调查终结报告", reason="欠薪事实清楚")
    second.goto(page)
    act(second, "第二名监察员会签")
    act(second, "听取陈述和申辩", reason="当事人未提出异议")
    act(second, "行政处罚立案", reason="责令改正后逾期未改正")
    obstructed = "无理抗拒、阻挠监察（劳动保障监察条例第30条）"
    act(second, "告知拟处罚", law_conduct=obstructed, law_unit_fine="20000", reason="拟处罚款")

    second.get_by_role("button", name="写行政处罚事先告知书").first.click()
    expect(second.locator("[name=employer]")).to_have_value(world.province.contractor.name)
    expect(second.locator("[name=hearing_within_0]")).to_have_value("5")
    for field, value in _NOTICE.items():
        second.locator(f"[name={field}]").fill(value)
    second.get_by_role("button", name="保存并预览").click()
    expect(second.locator(".xa-sheet")).to_contain_text("5个工作日内要求听证")
    second.get_by_role("button", name="签发").click()
    second.locator("#confirm [data-answer=yes]").click()
    expect(second.locator(".xa-sheet")).not_to_contain_text("（签发时编号）")
    assert not Clock.objects.filter(proceeding=one, code="hearing_request").exists()
    second.locator("input[name=proof]").set_input_files(receipt)
    second.get_by_role("button", name="登记送达").click()

    # Its service makes the step that waits for it, and the firm's five working days begin.
    second.get_by_role("link", name="回到办理事项").click()
    expect(second.locator(".xa-proceeding-letters")).to_contain_text("已送达")
    expect(second.locator(".xa-story")).to_contain_text("告知书已送达")
    looked_at(second, "proceeding-served")
    clock = Clock.objects.get(proceeding=one, code="hearing_request")
    assert (clock.started_at.date(), str(clock.due_on)) == (MONDAY.date(), "2026-11-30")

    # The firm reads the letter and its clock, and nothing of how it came to it.
    firm = enter(world.firm)
    firm.goto(page)
    expect(firm.locator(".xa-proceeding-letters")).to_contain_text("行政处罚事先告知书")
    expect(firm.locator("main")).not_to_contain_text(world.case.number)
    expect(firm.locator("main")).not_to_contain_text("当事人未提出异议")
    looked_at(firm, "proceeding-firm")
    officer.goto(f"/proceedings/{one.pk}/moves/decide_penalty/")
    expect(officer.locator("main")).to_contain_text("2026-11-30 届满")
    looked_at(officer, "proceeding-refused")
