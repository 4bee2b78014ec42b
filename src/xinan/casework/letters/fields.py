"""Fields that the letters of casework have in common, and the laws they stand on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from xinan.documents import shared_fields as shared
from xinan.documents.fields import Column, Example, FieldKind, LetterField
from xinan.kernel.deadlines import Length
from xinan.kernel.text import Text
from xinan.rules.laws import DEPOSIT_ORDER, REGULATION
from xinan.rules.model import Basis

INSPECTION: Final = Text("劳动保障监察条例（国务院令第423号）", "Regulation on Labour Inspection (Order 423)")
IMPLEMENTATION: Final = Text(
    "关于实施〈劳动保障监察条例〉若干规定", "Provisions on Carrying out the Regulation on Labour Inspection"
)
JILIN_INSPECTION: Final = Text("吉林省劳动保障监察条例", "Regulation of Jilin on Labour Inspection")
PENALTIES: Final = Text("中华人民共和国行政处罚法", "Administrative Penalty Law")
COMPULSION: Final = Text("中华人民共和国行政强制法", "Administrative Compulsion Law")
LABOUR_CONTRACT: Final = Text("中华人民共和国劳动合同法", "Labour Contract Law")
ARBITRATION: Final = Text("中华人民共和国劳动争议调解仲裁法", "Law on Mediation and Arbitration of Labour Disputes")
CIVIL_PROCEDURE: Final = Text("中华人民共和国民事诉讼法", "Civil Procedure Law")
CRIMINAL_LAW: Final = Text("中华人民共和国刑法", "Criminal Law")
POLICE_TRANSFER: Final = Text(
    "行政执法机关移送涉嫌犯罪案件的规定", "Provisions on Transferring Suspected Crimes to the Police"
)
LISTING: Final = Text(
    "拖欠农民工工资失信联合惩戒对象名单管理暂行办法（人社部令第45号）",
    "Interim Measures on the List of Those Failing to Pay Migrant Workers (Order 45)",
)
LEGAL_AID: Final = Text("中华人民共和国法律援助法", "Legal Aid Law")
REG, DEPOSIT = REGULATION, DEPOSIT_ORDER

TITLE: Final = shared.TITLE
ADDRESSEE_FIRM: Final = replace(shared.ADDRESSEE, example="长春甲建设有限公司")
ADDRESSEE_PERSON: Final = replace(shared.ADDRESSEE, example="王建国")
PROJECT: Final = replace(shared.PROJECT_NAME, required=False)
LAW: Final = shared.LAW
CASE_NUMBER: Final = LetterField("case_number", Text("案号", "Case number"), "吉薪案〔2026〕00012号")
EMPLOYER: Final = LetterField("employer", Text("用人单位", "Employer"), "长春甲建设有限公司")
EMPLOYER_CODE: Final = LetterField(
    "employer_code", Text("统一社会信用代码", "Credit code"), "91220101MA0000001A", required=False
)
EMPLOYER_ADDRESS: Final = LetterField(
    "employer_address", Text("单位住所", "Registered address"), "长春市南关区人民大街100号", required=False
)
EMPLOYER_HEAD: Final = LetterField("employer_head", Text("法定代表人", "Legal representative"), "周立", required=False)
PERIOD: Final = LetterField("period", Text("欠薪期间", "Months"), "2026年8月至2026年9月", required=False)
WORKERS: Final = shared.WORKERS
AMOUNT: Final = replace(shared.AMOUNT, label=Text("拖欠金额", "Owed"), required=True)
FACTS: Final = LetterField(
    "facts",
    Text("查明事实", "Facts found"),
    "长春甲建设有限公司施工的南关区安置房工程2026年8月、9月工资应于次月15日前足额发放，至今未付。",
    kind=FieldKind.LINES,
)
EVIDENCE: Final = LetterField(
    "evidence",
    Text("证据", "Evidence"),
    "一、实名制名册和考勤记录。\n二、工资支付表。\n三、农民工工资专用账户明细。",
    kind=FieldKind.LINES,
)
COURT: Final = LetterField("court", Text("管辖法院", "Court"), "长春市南关区人民法院")
REVIEWER: Final = LetterField("reviewer", Text("复议机关", "Reviewing body"), "长春市南关区人民政府")
RELATED_LETTER: Final = LetterField(
    "order_number", Text("原文书文号", "Number of the earlier letter"), "南关区人社监〔2026〕12号"
)
OFFICERS: Final = LetterField("officers", Text("办案人员", "Officers"), "赵敏、孙立新", required=False)


def text(name: str, zh: str, en: str, example: str, *, required: bool = True) -> LetterField:
    """A field of one line."""
    return LetterField(name, Text(zh, en), example, required=required)


def lines(name: str, zh: str, en: str, example: str, *, required: bool = True) -> LetterField:
    """A field of several paragraphs."""
    return LetterField(name, Text(zh, en), example, kind=FieldKind.LINES, required=required)


def day(name: str, zh: str, en: str, example: date, *, required: bool = True) -> LetterField:
    """A field of a day."""
    return LetterField(name, Text(zh, en), example, kind=FieldKind.DAY, required=required)


def money(name: str, zh: str, en: str, example: str, *, required: bool = True) -> LetterField:
    """A field of a sum."""
    return LetterField(name, Text(zh, en), Decimal(example), kind=FieldKind.MONEY, required=required)


def length(name: str, zh: str, en: str, example: str) -> LetterField:
    """A field of a length."""
    return LetterField(name, Text(zh, en), Length.parse(example), kind=FieldKind.LENGTH)


def rows(name: str, zh: str, en: str, columns: tuple[Column, ...]) -> LetterField:
    """A field of rows; its example is one row of the columns' examples."""
    example: Example = ({column.name: column.example for column in columns},)
    return LetterField(name, Text(zh, en), example, kind=FieldKind.ROWS, columns=columns)


PAYMENTS: Final = rows(
    "payments",
    "工资明细",
    "Wages owed",
    (
        Column("worker", Text("姓名", "Name"), "王建国"),
        Column("months", Text("月份", "Months"), "2026年8月、9月"),
        Column("amount", Text("金额", "Sum"), "9,600.00元"),
    ),
)


def bases(*given: tuple[Text, str]) -> tuple[Basis, ...]:
    """Documents with their articles."""
    return tuple(Basis(document, articles) for document, articles in given)
