"""In a browser: whole lives of the procedures of a case, as those whom they meet live them, to the closing."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.casework.cases.world import MONDAY, MONTH, Officer, World, officer, voice, world
from tests.e2e.acting import Enter, Given, act, clock, letter, not_yet, paper, refused, stands
from xinan.casework.cases.actions.keep_workers import reckon_by_data
from xinan.casework.cases.models import Case
from xinan.gateways.wiring import wiring
from xinan.kernel.clock import CHINA

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Later = Callable[[datetime], None]


def on(day: str) -> datetime:
    """Half past nine on a day."""
    return datetime.combine(date.fromisoformat(day), time(9, 30), CHINA)


@pytest.fixture
def here(product: str) -> World:
    made = world(wiring().keyring)
    for who, name in ((made.inspector, "王志强"), (made.head, "李主任"), (made.second, "孙立新")):
        who.user.display_name = name
        who.user.save()
    return made


def a_case(here: World) -> Case:
    """A case with its two workers, 6,000 owed to each."""
    case = here.opened()
    reckon_by_data(case.pk, months=[MONTH], by=here.inspector.user, scope=here.inspector.scope, now=MONDAY)
    return case


def named(role: str, name: str) -> Officer:
    who = officer(role, region="")
    who.user.display_name = name
    who.user.save()
    return who


def start(page: Page, case: Case, procedure: str, **given: str) -> str:
    """Begin a procedure on the case's page; its panel."""
    page.goto(f"/cases/{case.pk}/")
    act(page, "启动程序", 程序=procedure, 启动的事由="九月工资未付", **given)
    panel = page.locator("#procedures .xa-proceeding", has=page.get_by_role("heading", name=procedure, exact=True))
    return f"#{panel.first.get_attribute('id')}"


def test_mediated_agreed_broken_and_a_payment_order(here: World, enter: Enter, later: Later, tmp_path: Path) -> None:
    proof, case = paper(tmp_path), a_case(here)
    mediator, arbitrator = named("mediator", "陈玉梅"), named("arbitrator", "钱毅")
    mine = enter(here.inspector)
    mine.goto(f"/cases/{case.pk}/")
    act(mine, "加入成员", 人员="陈玉梅", 分工="调解员")
    act(mine, "加入成员", 人员="钱毅", 分工="仲裁员")
    start(mine, case, "调解", 相对人=here.project.contractor.name)

    theirs = enter(mediator, "/")
    theirs.get_by_role("link", name=case.number).click()
    letter(theirs, "调解通知书", proof=proof)
    act(theirs, "收到调解申请", reason="双方同意调解", happened_on="2026-11-23")
    clock(theirs, "调解", law="劳动争议调解仲裁法第14条", due="2026-12-08")
    not_yet(theirs, "十五日届满，申请仲裁", "2026-12-08 届满")
    act(theirs, "达成调解协议", reason="12月4日前经专户付清", happened_on="2026-11-23", until="2026-12-04")
    clock(theirs, "履行协议", law="协议约定的日期", due="2026-12-04")
    letter(theirs, "调解协议书", proof=proof)

    # Both sides put the agreement to the commission: the arbitrator finds it on the first page, and confirms it.
    act(theirs, "共同申请仲裁审查", happened_on="2026-11-23", proofs=proof)
    judge = enter(arbitrator, "/")
    judge.get_by_role("link", name=case.number).click()
    clock(judge, "审查调解协议", law="劳动人事争议仲裁办案规则第76条", due="2026-11-30")
    act(judge, "制作仲裁调解书", proofs=proof)
    theirs.reload()
    not_yet(theirs, "逾期未履行", "2026-12-04 届满")
    later(on("2026-12-07"))
    theirs.reload()
    act(theirs, "逾期未履行", reason="约定的付款日已过，专户无发放")
    clock(theirs, "未履行的后续处理", law="非法定")
    letter(theirs, "支付令申请材料移送函", proof=proof)
    act(theirs, "申请支付令", reason="持协议书申请支付令")
    stands(theirs, "已转其他途径")
    expect(theirs.locator(".xa-proceeding")).to_contain_text("申请支付令")

    panel = start(mine, case, "支付令", 相对人=here.project.contractor.name)
    act(mine, "递交申请", within=panel, happened_on="2026-12-07")
    clock(mine, "法院通知是否受理", law="民事诉讼法第226条", due="2026-12-14", within=panel)
    act(mine, "法院通知受理", within=panel, happened_on="2026-12-07")
    act(mine, "法院发出支付令", within=panel, happened_on="2026-12-07")
    act(mine, "支付令已送达债务人", within=panel, happened_on="2026-12-07", proofs=proof)
    clock(mine, "债务人清偿或提出异议", law="民事诉讼法第227条", due="2026-12-22", within=panel)
    not_yet(mine, "申请强制执行", "2026-12-22 届满", within=panel)
    later(on("2026-12-23"))
    mine.reload()
    assert (
        "2026-12-22 届满"
        in refused(mine, "债务人提出书面异议", within=panel, reason="迟到", happened_on="2026-12-23").inner_text()
    )
    mine.goto(f"/cases/{case.pk}/")
    act(mine, "申请强制执行", within=panel, happened_on="2026-12-23")
    expect(mine.locator(panel)).to_contain_text("已申请强制执行")

    panel = start(mine, case, "法律援助")
    letter(mine, "法律援助转介函", proof=proof, within=panel)
    act(mine, "法援机构收到申请", happened_on="2026-12-23")
    clock(mine, "审查决定", law="法律援助法第43条", due="2026-12-30")
    act(mine, "决定给予援助", happened_on="2026-12-23")
    clock(mine, "指派人员", law="法律援助法第43条", due="2026-12-28")
    act(mine, "已指派人员", happened_on="2026-12-23")
    stands(mine, "已指派")


def test_not_obeyed_put_on_the_list_and_enforced_by_the_court(
    here: World, enter: Enter, later: Later, tmp_path: Path
) -> None:
    proof, case, firm = paper(tmp_path), a_case(here), here.project.contractor.name
    mine, head = enter(here.inspector), enter(here.head)
    listing = start(mine, case, "失信联合惩戒名单", 相对人=firm)
    act(mine, "提出列入意见", within=listing, reason="责令支付逾期未付", happened_on="2026-11-20")
    letter(mine, "列入拖欠农民工工资失信联合惩戒名单事先告知书", proof=proof, within=listing)
    # Its service is the step, and starts the firm's five working days.
    stands(mine, "已告知拟列入")
    clock(mine, "当事人提出异议", law="人社部令第45号第6条", due="2026-11-30")
    not_yet(mine, "决定列入", "另一人")
    head.goto(mine.url)
    not_yet(head, "决定列入", "2026-11-30 届满")

    court = start(mine, case, "申请法院强制执行", 相对人=firm)
    act(mine, "登记决定送达", within=court, happened_on="2026-11-23", proofs=proof)
    clock(mine, "申请行政复议", law="行政复议法第20条", due="2027-01-22", within=court)
    clock(mine, "提起行政诉讼", law="行政诉讼法第46条", due="2027-05-24", within=court)
    not_yet(mine, "申请强制执行", "催告书已送达", within=court)

    later(on("2026-12-01"))
    head.reload()
    act(head, "决定列入", reason="告知后无异议")
    letter(head, "列入拖欠农民工工资失信联合惩戒名单决定书", proof=proof)
    act(head, "已在网站公布并共享", reason="已在门户网站公布，推送信用平台")
    expect(head.locator(".xa-story")).to_contain_text("已在网站公布并共享")
    act(head, "登记改正", happened_on="2026-12-01", proofs=proof)
    not_yet(head, "收到提前移出申请", "2027-06-01 届满")
    mine.reload()
    act(mine, "制发催告书", within=court, reason="决定已送达，未履行")
    letter(mine, "履行行政决定催告书", proof=proof, within=court)
    expect(mine.locator(".xa-story")).to_contain_text("催告书已送达")
    clock(mine, "催告后等待", law="行政强制法第54条", due="2026-12-15")

    later(on("2027-06-02"))
    mine.reload()
    clock(mine, "申请法院强制执行", law="行政强制法第53条", due="2027-08-24")
    letter(mine, "行政强制执行申请书", proof=proof)
    act(mine, "申请强制执行", happened_on="2027-06-02")
    clock(mine, "法院受理", law="行政强制法第56条")
    act(mine, "法院受理", happened_on="2027-06-02")
    act(mine, "裁定准予执行", happened_on="2027-06-02", proofs=proof)
    act(mine, "登记已履行", happened_on="2027-06-02", proofs=proof)
    expect(mine.locator(".xa-proceeding")).to_contain_text("已履行或执行到位")

    head.reload()
    act(head, "收到提前移出申请", happened_on="2027-06-02", proofs=proof)
    clock(head, "决定是否移出", law="人社部令第45号第14条")
    letter(head, "移出拖欠农民工工资失信联合惩戒名单决定书", proof=proof)
    act(head, "准予移出", reason="已付清并承诺")
    clock(head, "移出名单", law="人社部令第45号第17条")
    act(head, "移出名单", reason="已从网站移出")
    expect(head.locator(".xa-proceeding")).to_contain_text("已移出名单")


def test_handed_to_the_police(here: World, enter: Enter, later: Later, tmp_path: Path) -> None:
    proof, case = paper(tmp_path), a_case(here)
    mine, head = enter(here.inspector), enter(here.head)
    panel = start(mine, case, "移送公安", 相对人=here.project.contractor.name)
    told: dict[str, Given] = {"law_order_paper": "南关区人社监〔2026〕12号", "law_order_until": "2026-11-20"}
    told |= {"law_means": "有能力支付而不支付", "law_ground": "一人三个月一万二千元", "reason": "责令后仍不支付"}
    act(mine, "提出移送报告", within=panel, proofs=proof, **told)
    clock(mine, "决定是否移送", law="行政执法机关移送涉嫌犯罪案件的规定第5条", due="2026-11-26", within=panel)
    not_yet(mine, "批准移送", "另一人", within=panel)
    head.goto(mine.url)
    act(head, "批准移送", within=panel, reason="符合移送条件")
    expect(head.locator(panel)).to_contain_text("还剩 24 小时")
    letter(head, "涉嫌犯罪案件移送书", proof=proof, within=panel)
    act(head, "移送公安机关", proofs=proof)
    clock(head, "公安审查立案", law="公安机关办理刑事案件程序规定第180条", due="2026-11-26")
    act(head, "公安通知材料不全", reason="缺工人名册", happened_on="2026-11-23")
    clock(head, "补充材料", law="公安机关办理刑事案件程序规定第180条")
    act(head, "补充移送材料", proofs=proof)
    act(head, "公安决定立案", happened_on="2026-11-23", proofs=proof)
    clock(head, "移交材料", law="行政执法机关移送涉嫌犯罪案件的规定第12条", due="2026-11-26")
    act(head, "移交涉案物品和材料", proofs=proof)
    stands(head, "已移交")
    expect(head.locator(".xa-proceeding")).to_contain_text("公安已立案，材料已移交")


def test_what_is_behind_is_found_passed_on_and_answered(here: World, enter: Enter, later: Later) -> None:
    case, department = a_case(here), officer("industry_department", industries=["housing"])
    office = department.user.organisation.name
    second = enter(here.second, f"/cases/{case.pk}/")
    track = "#background"
    act(second, "查明问题", within=track, 违法分包=True, 查明的事实="木工劳务分包给个人，合同未备案")
    expect(second.locator(track)).to_contain_text("违法分包")
    act(second, "移送有关部门", within=track, 交办给=office, 要求="请查处并反馈")
    second.locator(track).get_by_role("link", name="经过、期限和文书").click()
    clock(second, "处理结果", law="办案规程（非法定）", due="2026-12-23")
    waits = refused(second, "收到处理结果、办结", reason="已处理")
    expect(waits).to_contain_text("尚未答复")

    later(on("2026-12-01"))
    theirs = enter(department, "/case-tasks/")
    theirs.get_by_role("link", name="依法查处并反馈处理结果").click()
    theirs.locator("textarea").fill("已责令改正并处罚款。")
    theirs.get_by_role("button", name="提交答复").click()
    expect(theirs.locator("main")).to_contain_text("已责令改正并处罚款")
    second.reload()
    act(second, "收到处理结果、办结", reason="住建局已处罚")
    expect(second.locator(".xa-proceeding")).to_contain_text("已移送并处理")
    second.goto(f"/cases/{case.pk}/")
    expect(second.locator("#closing")).not_to_contain_text("背后问题尚未查结")


def test_from_a_clue_to_the_closing_letter(here: World, enter: Enter, tmp_path: Path) -> None:
    proof, clue = paper(tmp_path), here.clue(voice=voice(amount=None))
    mine, head = enter(here.inspector, f"/clues/{clue.pk}/"), enter(here.head)
    mine.get_by_role("link", name="立案").click()
    mine.get_by_label("立案事由").fill("涉嫌拖欠农民工工资")
    mine.get_by_role("button", name="立案", exact=True).click()
    expect(mine.locator("#members")).to_contain_text("王志强")
    case = Case.objects.get()
    reckon_by_data(case.pk, months=[MONTH], by=here.inspector.user, scope=here.inspector.scope, now=MONDAY)
    panel = start(mine, case, "劳动保障监察", 相对人=here.project.contractor.name)
    act(mine, "受理", within=panel)
    head.goto(f"/cases/{case.pk}/")
    act(head, "批准立案", within=panel)
    clock(head, "调查", law="劳动保障监察条例第17条", within=panel)
    mine.reload()
    act(mine, "调查终结报告", within=panel, reason="欠薪事实清楚")
    head.reload()
    act(head, "第二名监察员会签", within=panel)
    act(head, "听取陈述和申辩", within=panel, reason="当事人未提出异议")
    mine.reload()
    not_yet(mine, "责令限期支付", "另一人", within=panel)
    act(head, "责令限期支付", within=panel, reason="九月工资逾期未付", until="2026-11-30")
    letter(head, "责令支付工资决定书", proof=proof, within=panel)
    clock(head, "限期支付", law="劳动保障监察条例第26条", due="2026-11-30")
    for worker in here.workers:
        here.pay(worker, "6000.00")
    mine.goto(head.url)
    act(mine, "登记已支付", happened_on="2026-11-23", proofs=proof)
    letter(mine, "劳动保障监察结果告知书", proof=proof)
    act(mine, "告知结果，履行结案", reason="已足额支付")
    expect(mine.locator(".xa-proceeding")).to_contain_text("已履行结案")
    mine.goto(f"/cases/{case.pk}/")
    expect(mine.locator(".xa-case-figures")).to_contain_text("12,000.00")
    expect(mine.locator("#story")).to_contain_text("劳动保障监察结果告知书")
