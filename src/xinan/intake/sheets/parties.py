"""Sheets 01 and 02: the units that take part in a project, and their teams."""

from dataclasses import replace

from xinan.intake.sheets.codes import IDENTITY_TYPES, UNIT_TYPES
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn
from xinan.intake.sheets.common import PROJECT_CODE, credit_code, enterprise_name, team_name, unused
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


def _person(prefix: str, title: str) -> tuple[SheetColumn, ...]:
    return (
        unused(f"{prefix}_person_name", f"{title}姓名", CellKind.TEXT, title),
        unused(f"{prefix}_phone", f"{title}电话", CellKind.PHONE, f"{title}手机", f"{title}联系电话"),
        replace(unused(f"{prefix}_identity_type", f"{title}证件类型", CellKind.CODE), codes=IDENTITY_TYPES),
        unused(f"{prefix}_identity", f"{title}证件号码", CellKind.IDENTITY, f"{title}身份证号"),
    )


_MANAGER_NAME, _MANAGER_PHONE, _MANAGER_TYPE, _MANAGER_IDENTITY = _person("manager", "项目经理")

UNITS = Sheet(
    kind="units",
    number="01",
    name=Text("参建单位", "Participating units"),
    meaning=Text("参加本项目的每个单位一行。", "One row for each unit that takes part in the project."),
    columns=(
        credit_code(key=True),
        enterprise_name(),
        SheetColumn(
            "unit_type",
            "参建类型",
            CellKind.CODE,
            Text("单位在本项目中的角色，代码或名称。", "The unit's part in the project, code or name."),
            required=True,
            synonyms=("单位类型", "参建单位类型", "企业类型"),
            codes=UNIT_TYPES,
            key=True,
            example="劳务分包",
        ),
        _ENTERED,
        _LEFT,
        unused("bank_code", "银行代码"),
        unused("bank_account", "银行账号", CellKind.ACCOUNT),
        unused("bank_name", "开户行名称", CellKind.TEXT, "开户银行"),
        unused("bank_link", "联行号"),
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
        credit_code(key=True),
        enterprise_name(),
        team_name(key=True),
        SheetColumn(
            "team_code",
            "班组编号",
            CellKind.TEXT,
            Text("本单位系统里的班组编号，可不填。", "The team's number in the firm's own system."),
            max_length=50,
        ),
        *_person("responsible", "责任人"),
        *_person("leader", "班组长"),
        unused("remark", "备注"),
        _ENTERED,
        _LEFT,
        PROJECT_CODE,
    ),
)
