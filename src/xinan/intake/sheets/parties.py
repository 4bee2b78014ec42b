"""Sheets 01 and 02: the units that take part in a project, and their teams."""

from xinan.intake.sheets.codes import IDENTITY_TYPES, UNIT_TYPES
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn
from xinan.intake.sheets.common import PROJECT_CODE, credit_code, enterprise_name, team_name
from xinan.kernel.text import Text

_ENTERED = SheetColumn(
    "entered_at",
    "进场时间",
    CellKind.MOMENT,
    Text("进场的日期，可带时间。", "Day of entry, with or without a time."),
    synonyms=("进场日期",),
    example="2026-03-01 08:00:00",
)
_LEFT = SheetColumn(
    "left_at",
    "退场时间",
    CellKind.MOMENT,
    Text("退场的日期，可带时间；未退场不填。", "Day of leaving; empty while still there."),
    synonyms=("退场日期",),
)


def _person(prefix: str, title: str, role: Text) -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(f"{prefix}_person_name", f"{title}姓名", CellKind.TEXT, role, synonyms=(title,), max_length=50),
        SheetColumn(
            f"{prefix}_phone", f"{title}电话", CellKind.PHONE, role, synonyms=(f"{title}手机", f"{title}联系电话")
        ),
        SheetColumn(
            f"{prefix}_identity_type", f"{title}证件类型", CellKind.CODE, role, codes=IDENTITY_TYPES, example=""
        ),
        SheetColumn(f"{prefix}_identity", f"{title}证件号码", CellKind.IDENTITY, role, synonyms=(f"{title}身份证号",)),
    )


_MANAGER_NAME, _MANAGER_PHONE, _MANAGER_TYPE, _MANAGER_IDENTITY = _person(
    "manager",
    "项目经理",
    Text(
        "该单位在本项目的负责人；“03人员”中证件号码相同的人按项目经理登记。",
        "Who answers for the unit here; the person of that number in sheet 03 is registered as project manager.",
    ),
)

UNITS = Sheet(
    kind="units",
    number="01",
    name=Text("参建单位", "Participating units"),
    meaning=Text("参加本项目的每个单位一行。", "One row for each unit that takes part in the project."),
    columns=(
        credit_code(),
        enterprise_name(),
        SheetColumn(
            "unit_type",
            "参建类型",
            CellKind.CODE,
            Text("单位在本项目中的角色，代码或名称。", "The unit's part in the project, code or name."),
            required=True,
            synonyms=("单位类型", "参建单位类型", "企业类型"),
            codes=UNIT_TYPES,
            example="劳务分包",
        ),
        _ENTERED,
        _LEFT,
        SheetColumn("bank_code", "银行代码", CellKind.TEXT, Text("单位账户的银行代码。", "Bank code."), max_length=20),
        SheetColumn(
            "bank_account", "银行账号", CellKind.ACCOUNT, Text("单位的银行账号。", "The unit's account number.")
        ),
        SheetColumn(
            "bank_name",
            "开户行名称",
            CellKind.TEXT,
            Text("开户行全称。", "Name of the branch."),
            synonyms=("开户银行",),
        ),
        SheetColumn("bank_link", "联行号", CellKind.TEXT, Text("支付系统行号。", "Interbank number."), max_length=20),
        _MANAGER_NAME,
        _MANAGER_TYPE,
        _MANAGER_IDENTITY,
        _MANAGER_PHONE,
        PROJECT_CODE,
    ),
)

TEAMS = Sheet(
    kind="teams",
    number="02",
    name=Text("班组", "Teams"),
    meaning=Text("每个班组一行。", "One row for each team."),
    columns=(
        credit_code(),
        enterprise_name(),
        team_name(key=True),
        SheetColumn(
            "team_code",
            "班组编号",
            CellKind.TEXT,
            Text("本单位系统里的班组编号，可不填。", "The team's number in the firm's own system."),
            max_length=50,
        ),
        *_person("responsible", "责任人", Text("对班组负责的人。", "Who is responsible for the team.")),
        *_person("leader", "班组长", Text("班组长。", "The team leader.")),
        SheetColumn("remark", "备注", CellKind.TEXT, Text("备注。", "Remarks."), max_length=500),
        _ENTERED,
        _LEFT,
        PROJECT_CODE,
    ),
)
