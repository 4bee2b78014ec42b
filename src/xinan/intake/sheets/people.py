"""Sheets 03, 04 and 05: the people on the roster, their entries and exits, their contracts."""

from dataclasses import replace

from xinan.intake.sheets.codes import (
    CONTRACT_PERIODS,
    EDUCATION,
    ENTRY_TYPES,
    MARITAL,
    PAY_UNITS,
    POLITICS,
    POSTS,
    WORK_ROLES,
    WORK_TYPES,
)
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn
from xinan.intake.sheets.common import (
    EXAMPLE_CARD,
    IDENTITY,
    IDENTITY_TYPE,
    PROJECT_CODE,
    credit_code,
    enterprise_name,
    team_name,
    worker_name,
)
from xinan.kernel.text import Text

_UNUSED = Text(
    "国家标准字段；只检查格式，不保存（个人信息最小必要）。",
    "A field of the national standard: its form is checked, it is not stored (no more personal data than needed).",
)


def _unused(name: str, title: str, kind: CellKind = CellKind.TEXT, *synonyms: str) -> SheetColumn:
    """A column of the national standard which no rule reads: checked for its form, not stored."""
    return SheetColumn(name, title, kind, _UNUSED, synonyms=synonyms, max_length=200)


PEOPLE = Sheet(
    kind="people",
    number="03",
    name=Text("人员", "People"),
    meaning=Text("每名工人和管理人员一行。", "One row for each worker and manager."),
    columns=(
        credit_code(),
        enterprise_name(),
        team_name(required=False),
        worker_name(),
        IDENTITY_TYPE,
        IDENTITY,
        SheetColumn(
            "is_leader", "是否班组长", CellKind.FLAG, Text("是或否。", "Yes or no."), synonyms=("班组长",), example="否"
        ),
        SheetColumn(
            "work_type",
            "工种",
            CellKind.CODE,
            Text("工种代码或名称。", "Trade, code or name."),
            required=True,
            synonyms=("当前工种", "工种类型"),
            codes=WORK_TYPES,
            example="钢筋工",
        ),
        SheetColumn(
            "work_role",
            "人员类型",
            CellKind.CODE,
            Text("管理人员或建筑工人。", "Manager or worker."),
            required=True,
            synonyms=("工人类型", "人员类别"),
            codes=WORK_ROLES,
            example="建筑工人",
        ),
        _unused("nation", "民族"),
        _unused("address", "住址", CellKind.TEXT, "家庭住址", "户籍地址"),
        replace(_unused("politics", "政治面貌"), kind=CellKind.CODE, codes=POLITICS),
        SheetColumn(
            "phone",
            "手机号码",
            CellKind.PHONE,
            Text(
                "工人本人的手机号码，用于工资查询和确认。",
                "The worker's own mobile phone, for seeing and confirming pay.",
            ),
            synonyms=("手机号", "联系电话", "手机", "电话"),
        ),
        replace(_unused("education", "文化程度"), kind=CellKind.CODE, codes=EDUCATION, synonyms=("学历",)),
        _unused("grant_office", "发证机关"),
        _unused("card_issued_on", "考勤卡发卡日期", CellKind.DATE, "发卡日期"),
        _unused("card_number", "考勤卡号"),
        SheetColumn(
            "wage_card",
            "工资卡号",
            CellKind.CARD,
            Text("工人本人的工资卡卡号。", "Number of the worker's own wage card."),
            synonyms=("工资卡卡号", "银行卡号", "工资卡银行卡号"),
            example=EXAMPLE_CARD,
        ),
        _unused("wage_card_bank", "工资卡开户行", CellKind.TEXT, "工资卡开户行名称", "工资卡银行名称"),
        _unused("wage_card_link", "工资卡联行号", CellKind.TEXT, "联行号"),
        _unused("wage_card_bank_code", "工资卡银行代码", CellKind.TEXT, "工资卡总行代码"),
        _unused("insured", "是否购买工伤或意外险", CellKind.FLAG, "是否购买保险", "是否购买工伤或意外伤害保险"),
        _unused("speciality", "特长"),
        _unused("illness", "是否有重大病史", CellKind.FLAG),
        _unused("emergency_person_name", "紧急联系人", CellKind.TEXT, "紧急联系人姓名"),
        _unused("emergency_phone", "紧急联系电话", CellKind.PHONE, "紧急联系人电话"),
        _unused("working_since", "开始工作日期", CellKind.DATE),
        replace(_unused("marital", "婚姻状况"), kind=CellKind.CODE, codes=MARITAL),
        _unused("union_joined_on", "加入工会时间", CellKind.DATE, "加入工会日期"),
        _unused("identity_from", "证件有效期起", CellKind.DATE, "证件有效期开始日期"),
        _unused("identity_to", "证件有效期止", CellKind.DATE, "证件有效期结束日期"),
        SheetColumn(
            "post",
            "岗位",
            CellKind.CODE,
            Text(
                "不填时：建筑工人按“工人”，管理人员按“其他管理人员”。劳资专管员必须填。",
                "Empty: a worker, or another manager. Must be filled in for the labour manager.",
            ),
            codes=POSTS,
        ),
        SheetColumn(
            "registered_on",
            "实名登记日期",
            CellKind.DATE,
            Text("不填按导入当日。", "Day of real-name registration; empty: the day of the import."),
            synonyms=("登记日期",),
        ),
        PROJECT_CODE,
    ),
)

ENTRIES = Sheet(
    kind="entries",
    number="04",
    name=Text("进退场", "Entries and exits"),
    meaning=Text("每人每次进场或退场一行。", "One row for each entry or exit of a person."),
    columns=(
        credit_code(),
        enterprise_name(),
        team_name(required=False),
        worker_name(),
        IDENTITY_TYPE,
        IDENTITY,
        SheetColumn(
            "day",
            "进退场日期",
            CellKind.DATE,
            Text("进场或退场的日期。", "Day of entry or exit."),
            required=True,
            synonyms=("日期", "进退场时间"),
            example="2026-03-05",
            key=True,
        ),
        SheetColumn(
            "entry_type",
            "进退场类型",
            CellKind.CODE,
            Text("1 进场，0 退场。", "1 entry, 0 exit."),
            required=True,
            synonyms=("类型", "进退场"),
            codes=ENTRY_TYPES,
            example="进场",
            key=True,
        ),
        SheetColumn(
            "settled_on",
            "工资结清日期",
            CellKind.DATE,
            Text("退场人员签字确认工资结清的日期。", "Day on which a leaver signed that all wages were paid."),
            synonyms=("结清日期",),
        ),
        PROJECT_CODE,
    ),
)

CONTRACTS = Sheet(
    kind="contracts",
    number="05",
    name=Text("合同", "Contracts"),
    meaning=Text("每份劳动合同一行。", "One row for each labour contract."),
    columns=(
        credit_code(),
        enterprise_name(),
        IDENTITY_TYPE,
        IDENTITY,
        SheetColumn(
            "contract_code",
            "合同编号",
            CellKind.TEXT,
            Text("合同编号，可不填。", "Number of the contract."),
            synonyms=("劳动合同编号",),
            max_length=64,
        ),
        SheetColumn(
            "period_type",
            "合同期限类型",
            CellKind.CODE,
            Text("0 固定期限，1 以完成一定工作为期限。", "0 fixed term, 1 until a piece of work is done."),
            required=True,
            synonyms=("期限类型",),
            codes=CONTRACT_PERIODS,
            example="以完成一定工作为期限",
        ),
        SheetColumn(
            "from_on",
            "开始日期",
            CellKind.DATE,
            Text("合同开始日期。", "First day of the contract."),
            required=True,
            synonyms=("合同开始日期", "生效日期"),
            example="2026-03-05",
        ),
        SheetColumn(
            "to_on",
            "结束日期",
            CellKind.DATE,
            Text("合同结束日期；以完成工作为期限的可不填。", "Last day of the contract."),
            synonyms=("合同结束日期", "到期日期"),
        ),
        SheetColumn(
            "unit",
            "计量单位",
            CellKind.CODE,
            Text("80 米，81 平方米，82 立方米；按日计薪填“元/天”。", "80 m, 81 m², 82 m³; “元/天” for pay by the day."),
            codes=PAY_UNITS,
            example="元/天",
        ),
        SheetColumn(
            "unit_price",
            "计量单价",
            CellKind.MONEY,
            Text("每单位的工资，元；单位为“元/天”时即日工资。", "Pay per unit, yuan; with “元/天” the pay for a day."),
            synonyms=("单价", "日工资"),
            example="320.00",
        ),
        SheetColumn(
            "signed_on",
            "签订日期",
            CellKind.DATE,
            Text("签字日期；不填按开始日期。", "Day of signing; empty: the first day of the contract."),
            synonyms=("合同签订日期",),
        ),
        PROJECT_CODE,
    ),
)
