"""Fields that letters have in common: those the product gives, those about a project, a firm, a deadline."""

from datetime import date
from decimal import Decimal

from xinan.documents.fields import Column, FieldKind, LetterField
from xinan.kernel.deadlines import Length
from xinan.kernel.text import Text

# Given by the product when the letter is issued.
NUMBER = LetterField("number", Text("文号", "Number"), "南关区人社监〔2026〕12号", given=True)
OFFICE_NAME = LetterField(
    "office_name", Text("发文机关", "Issuing office"), "长春市南关区人力资源和社会保障局", given=True
)
ISSUED_ON = LetterField("issued_on", Text("落款日期", "Date"), date(2026, 11, 23), kind=FieldKind.DAY, given=True)
CONTACT = LetterField("office_contact", Text("联系人", "Contact"), "李  明", required=False, given=True)
PHONE = LetterField("office_phone", Text("联系电话", "Telephone"), "0431-12345678", required=False, given=True)
ADDRESS = LetterField(
    "office_address", Text("单位地址", "Office address"), "长春市南关区人民大街1号", required=False, given=True
)
GIVEN = (NUMBER, OFFICE_NAME, ISSUED_ON, CONTACT, PHONE, ADDRESS)

# Filled in by whoever drafts.
TITLE = LetterField("title", Text("标题", "Title"), "关于南关区安置房工程工资支付有关事项的函")
ADDRESSEE = LetterField("addressee", Text("主送", "To"), "长春甲建设有限公司")
PROJECT_NAME = LetterField("project_name", Text("项目名称", "Project"), "南关区安置房工程")
PROJECT_ID = LetterField("project_id", Text("项目编号", "Project number"), "2201022026010101", required=False)
PROJECT_PLACE = LetterField("project_place", Text("项目地点", "Place"), "长春市南关区", required=False)
OWNER = LetterField("owner_name", Text("建设单位", "Owner"), "长春乙置业有限公司", required=False)
CONTRACTOR = LetterField(
    "contractor_name", Text("施工总承包单位", "General contractor"), "长春甲建设有限公司", required=False
)
AS_OF = LetterField("as_of", Text("核查日期", "As of"), date(2026, 11, 22), kind=FieldKind.DAY)
FINDINGS = LetterField(
    "findings",
    Text("预警事项", "Findings"),
    (
        {
            "name": "工资逾期未付",
            "detail": "2026-09 工资应于 2026-10-15 前发放；截至 2026-11-22 逾期 38 天，当月 46 名工人中有 12 名未收到任何工资，"
            "应发合计 71,280.00 元。",
            "law": "《保障农民工工资支付条例》第11–14、31条",
            "cure": "通过工资专户向每名未付工人发放当月工资，银行反馈“发放成功”后自动消除。",
        },
        {
            "name": "未存储工资保证金",
            "detail": "施工许可证于 2026-06-01 核发，20 个工作日内应存储工资保证金，至今未存储。",
            "law": "《保障农民工工资支付条例》第32条",
            "cure": "存储工资保证金或者提交银行保函，并报送凭证。",
        },
    ),
    kind=FieldKind.ROWS,
    columns=(
        Column("name", Text("名称", "Name"), "工资逾期未付"),
        Column("detail", Text("情况", "Facts"), "2026-09 工资逾期 38 天。"),
        Column("law", Text("依据", "Law"), "《保障农民工工资支付条例》第11–14、31条"),
        Column("cure", Text("消除办法", "Cure"), "通过工资专户发放当月工资。"),
    ),
)
LAW = LetterField(
    "law", Text("法律依据", "Law"), "《保障农民工工资支付条例》第十一条至第十四条、第三十一条、第三十二条"
)
AMOUNT = LetterField("amount", Text("涉及金额", "Amount"), Decimal("71280.00"), kind=FieldKind.MONEY, required=False)
WORKERS = LetterField("workers", Text("涉及人数", "Workers"), "12", required=False)
ANSWER_WITHIN = LetterField(
    "answer_within", Text("回复时限", "Answer within"), Length.parse("5 WD"), kind=FieldKind.LENGTH
)
CURE_BY = LetterField("cure_by", Text("整改期限", "Cure by"), date(2026, 12, 7), kind=FieldKind.DAY)
