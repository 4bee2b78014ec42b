"""The letters that come with the product."""

from dataclasses import replace
from datetime import date

from xinan.documents import shared_fields as shared
from xinan.documents.fields import Column, FieldKind, LetterField
from xinan.documents.kinds import LetterClock, LetterKind
from xinan.kernel.deadlines import Length
from xinan.kernel.text import Text
from xinan.rules.laws import REGULATION, proposal
from xinan.rules.model import Basis

_INSPECTION = Text("劳动保障监察条例（国务院令第423号）", "Regulation on Labour Inspection (Order 423)")
_GRADING = Text(
    "企业劳动保障守法诚信等级评价办法（人社部规〔2016〕1号）",
    "Measures on Grading Employers' Integrity (No. 1 of 2016)",
)
_TITLES = {
    "reminder": "关于{project}工资支付有关事项的提醒函",
    "warning-notice": "关于{project}工资支付预警的处置通知",
    "rectification": "限期整改指令书",
    "supervision": "关于{project}工资支付问题的督办函",
    "interview": "约谈通知书",
    "review-opinion": "关于{project}整改情况的复核意见",
}


def _about_project(code: str) -> tuple[LetterField, ...]:
    """The fields of every letter about a project; the sample's title is that of its kind."""
    title = replace(shared.TITLE, example=_TITLES[code].format(project=shared.PROJECT_NAME.example))
    return (
        *shared.GIVEN, title, shared.ADDRESSEE, shared.PROJECT_NAME, shared.PROJECT_ID, shared.PROJECT_PLACE,
        shared.OWNER, shared.CONTRACTOR,
    )  # fmt: skip


_REQUIREMENTS = LetterField(
    "requirements",
    Text("工作要求", "What is asked"),
    "（一）查清欠薪事实和责任，逐人核对应发、已发工资。\n（二）督促施工总承包单位按期足额支付。",
    kind=FieldKind.LINES,
)


def _answer_clock(name: Text, length: str) -> LetterClock:
    return LetterClock("answer", name, "answer_within", Length.parse(length), proposal())


REMINDER = LetterKind(
    code="reminder",
    name=Text("提醒函", "Reminder"),
    purpose=Text(
        "苗头性问题，提醒单位自查自纠并书面回复。", "Early signs: a firm is asked to look into them and to answer."
    ),
    usual_title=_TITLES["reminder"],
    basis=(Basis(REGULATION, "38"),),
    fields=(*_about_project("reminder"), shared.AS_OF, shared.FINDINGS, shared.LAW, shared.ANSWER_WITHIN),
    default_file="reminder.docx",
    clock=_answer_clock(Text("提醒函回复", "Answer to a reminder"), "5 WD"),
)

WARNING_NOTICE = LetterKind(
    code="warning-notice",
    name=Text("预警处置通知", "Notice of warnings"),
    purpose=Text(
        "向责任单位送达预警，要求签收、反馈并按期消除。",
        "Warnings are put to those who must act: to sign for, answer and clear in time.",
    ),
    usual_title=_TITLES["warning-notice"],
    basis=(Basis(REGULATION, "38, 39"),),
    fields=(
        *_about_project("warning-notice"), shared.AS_OF, shared.FINDINGS, shared.AMOUNT, shared.WORKERS, shared.LAW,
        shared.ANSWER_WITHIN,
        LetterField("cure_within", Text("消除时限", "Clear within"), Length.parse("10 WD"), kind=FieldKind.LENGTH),
    ),
    default_file="warning-notice.docx",
    clock=_answer_clock(Text("预警首次反馈", "First answer to warnings"), "3 WD"),
)  # fmt: skip

RECTIFICATION = LetterKind(
    code="rectification",
    name=Text("限期整改指令书", "Order to rectify"),
    purpose=Text(
        "查实违法行为，责令在限期内改正并报告。", "A breach is established; it is to be put right by a day and reported."
    ),
    usual_title=_TITLES["rectification"],
    basis=(Basis(_INSPECTION, "18, 26, 30"), Basis(REGULATION, "39, 54–57")),
    fields=(
        *_about_project("rectification"), shared.AS_OF, shared.FINDINGS, shared.AMOUNT, shared.WORKERS, shared.LAW,
        shared.CURE_BY,
        LetterField(
            "orders",
            Text("整改要求", "Orders"),
            "一、足额支付拖欠的农民工工资。\n二、存储工资保证金并报送凭证。",
            kind=FieldKind.LINES,
        ),
        LetterField(
            "consequences",
            Text("逾期后果", "If not obeyed"),
            "《保障农民工工资支付条例》第五十五条、《劳动保障监察条例》第三十条",
        ),
    ),
    default_file="rectification.docx",
    # The statute sets no length; the officer sets the day (劳动保障监察条例 26).
    clock=LetterClock("cure", Text("限期整改", "Rectification"), "cure_by", Length.parse("10 WD"), proposal()),
)  # fmt: skip

SUPERVISION = LetterKind(
    code="supervision",
    name=Text("督办函", "Supervision letter"),
    purpose=Text(
        "逾期或重大事项，上级督促下级或部门限期办结。", "Overdue or grave: a higher office presses a lower one or a department."
    ),
    usual_title=_TITLES["supervision"],
    basis=(Basis(REGULATION, "4, 7"),),
    fields=(
        *_about_project("supervision"),
        LetterField(
            "matter",
            Text("督办事项", "Matter"),
            "该项目2026年9月工资逾期未付，涉及工人12人、金额71,280.00元，县级办理已超期5个工作日。",
            kind=FieldKind.LINES,
        ),
        replace(shared.FINDINGS, required=False), _REQUIREMENTS, shared.LAW, shared.ANSWER_WITHIN,
    ),
    default_file="supervision.docx",
    clock=_answer_clock(Text("督办回复", "Answer to supervision"), "10 WD"),
)  # fmt: skip

INTERVIEW = LetterKind(
    code="interview",
    name=Text("约谈通知书", "Summons to an interview"),
    purpose=Text(
        "约请单位负责人当面说明情况、明确整改责任。", "Those in charge are asked to come, explain and commit themselves."
    ),
    usual_title=_TITLES["interview"],
    basis=(Basis(REGULATION, "59, 60"), Basis(_GRADING, "", is_law=True)),
    fields=(
        *_about_project("interview"),
        LetterField("people", Text("约谈对象", "Who is to come"), "法定代表人、项目负责人、劳资专管员"),
        LetterField("meets_on", Text("约谈日期", "Day"), date(2026, 11, 27), kind=FieldKind.DAY),
        LetterField("meets_at", Text("约谈时间", "Time"), "上午9时30分"),
        LetterField("meets_where", Text("约谈地点", "Place"), "南关区人力资源和社会保障局三楼会议室"),
        LetterField(
            "topics",
            Text("约谈内容", "Topics"),
            "一、2026年9月工资逾期未付的原因。\n二、工资保证金未存储的整改安排。",
            kind=FieldKind.LINES,
        ),
        LetterField(
            "papers",
            Text("携带材料", "Papers to bring"),
            "施工总承包合同、工资支付表、考勤记录、工资专用账户明细",
            required=False,
        ),
        shared.LAW,
    ),
    default_file="interview.docx",
    clock=LetterClock("interview", Text("约谈", "Interview"), "meets_on", Length.parse("3 WD"), proposal()),
)  # fmt: skip

REVIEW_OPINION = LetterKind(
    code="review-opinion",
    name=Text("整改复核意见", "Finding on rectification"),
    purpose=Text(
        "复核整改情况，认定是否到位，提出后续处理。", "What was put right is checked, and what follows is said."
    ),
    usual_title=_TITLES["review-opinion"],
    basis=(Basis(REGULATION, "39"), Basis(_INSPECTION, "18")),
    fields=(
        *_about_project("review-opinion"),
        LetterField("order_number", Text("原文书文号", "Number of the order"), "南关区人社监〔2026〕12号"),
        LetterField("checked_on", Text("复核日期", "Checked on"), date(2026, 12, 8), kind=FieldKind.DAY),
        LetterField(
            "results",
            Text("复核事项", "Results"),
            (
                {"name": "工资逾期未付", "result": "已整改", "detail": "12名工人2026-09工资已经专户支付，银行反馈全部成功。"},
                {"name": "未存储工资保证金", "result": "未整改", "detail": "仍未存储保证金，也未提交银行保函。"},
            ),
            kind=FieldKind.ROWS,
            columns=(
                Column("name", Text("名称", "Name"), "工资逾期未付"),
                Column("result", Text("结果", "Result"), "已整改"),
                Column("detail", Text("情况", "Facts"), "已经专户支付。"),
            ),
        ),
        LetterField("verdict", Text("复核结论", "Verdict"), "部分整改到位"),
        LetterField(
            "next_steps",
            Text("后续处理", "What follows"),
            "未整改事项限于2026年12月15日前整改到位，逾期依法处理。",
            kind=FieldKind.LINES,
            required=False,
        ),
        shared.LAW,
    ),
    default_file="review-opinion.docx",
)  # fmt: skip

KINDS = (REMINDER, WARNING_NOTICE, RECTIFICATION, SUPERVISION, INTERVIEW, REVIEW_OPINION)
