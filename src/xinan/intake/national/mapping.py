"""From messages to the rows of our sheets. Pure: what must be looked up is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xinan.intake.national.messages import Message, Values, method_of
from xinan.intake.reading.faults import Fault
from xinan.intake.reading.numbers import Cell
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.kernel.text import Text

Record = tuple[int, dict[str, Cell]]

_PERSON = {"identity_type": "idCardType", "identity": "idCardNumber"}
_FIRM = {"enterprise_code": "corpCode", "enterprise_name": "corpName"}
_STAY = {"entered_at": "entryTime", "left_at": "exitTime"}

# Which field of the body stands in which column of the sheet, for every line.
OF_BODY: dict[str, dict[str, str]] = {
    "units": {**_FIRM, "unit_type": "corpType", **_STAY},
    "teams": {**_FIRM, "team_name": "teamName", **_STAY},
    "people": {**_FIRM, "team_name": "teamName"},
    "entries": _FIRM,
    "contracts": {},
    "attendance": {},
    "payroll": {**_FIRM, "month": "payMonth"},
}
# Which field of a line stands in which column.
OF_LINE: dict[str, dict[str, str]] = {
    "units": {},
    "teams": {},
    "people": {
        **_PERSON,
        "person_name": "workerName",
        "is_leader": "isTeamLeader",
        "work_type": "workType",
        "work_role": "workRole",
        "phone": "cellPhone",
        "wage_card": "payRollBankCardNumber",
        # The card is made when somebody is registered by real name; without it, the day of the message counts.
        "registered_on": "issueCardDate",
    },
    "entries": {**_PERSON, "day": "date", "entry_type": "type"},
    "contracts": {
        **_FIRM,
        **_PERSON,
        "contract_code": "contractCode",
        "period_type": "contractPeriodType",
        "from_on": "startDate",
        "to_on": "endDate",
        "unit": "unit",
        "unit_price": "unitPrice",
    },
    "attendance": {**_PERSON, "punched_at": "date", "direction": "direction", "passage": "attendType"},
    "payroll": {
        **_PERSON,
        "is_back_pay": "isBackPay",
        "back_pay_month": "backPayMonth",
        "days": "days",
        "hours": "workHours",
        "wage_card": "payRollBankCardNumber",
        "payable": "totalPayAmount",
        "paid": "actualAmount",
        "paid_on": "balanceDate",
        "line_code": "thirdPayRollCode",
    },
}
MAPPED = frozenset(OF_LINE)


@dataclass(frozen=True, slots=True)
class TeamPlace:
    """Which team a number names."""

    team_id: str
    enterprise_code: str
    enterprise_name: str
    team_name: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the messages leave out and the sheets need.

    `names` are the names in clear of those on the roster by identity number; `days` the days each of them was present
    in the month of the payroll.
    """

    team: TeamPlace | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)


def records_of(message: Message, known: Known) -> list[Record]:
    """The rows of the message's sheet, numbered as its lines are; one row, number 1, where it has no lines."""
    kind = method_of(message).kind
    common = _cells(OF_BODY[kind], message.body)
    if known.team is not None:
        common |= {
            "enterprise_code": known.team.enterprise_code,
            "enterprise_name": known.team.enterprise_name,
            "team_name": known.team.team_name,
        }
    if not method_of(message).lines_name:
        return [(1, common)]
    return [
        (number, common | _cells(OF_LINE[kind], line) | _left_out(kind, line, known)) for number, line in message.lines
    ]


def _cells(columns: Mapping[str, str], values: Values) -> dict[str, Cell]:
    return {column: values[name] for column, name in columns.items() if name in values}


def _left_out(kind: str, line: Values, known: Known) -> dict[str, Cell]:
    identity = line["idCardNumber"]
    cells: dict[str, Cell] = {}
    if kind in ("entries", "payroll") and identity in known.names:
        cells["person_name"] = known.names[identity]
    if kind == "payroll" and "days" not in line:
        cells["days"] = str(known.days.get(identity, 0))
    if kind == "payroll" and Decimal(line["actualAmount"]) == 0:
        # The standard wants a day even where nothing was paid.
        cells["paid_on"] = None
    return cells


def field_of(kind: str, title: str) -> str:
    """The field of the interface that a column's title stands for; the title itself where there is none.

    >>> field_of("attendance", "刷卡时间"), field_of("payroll", "工资月份"), field_of("people", "")
    ('date', 'payMonth', '')
    """
    names = OF_BODY.get(kind, {}) | OF_LINE.get(kind, {})
    if kind not in MAPPED:
        return title
    for column in sheet_of_kind(kind).columns:
        if column.title == title and column.name in names:
            return names[column.name]
    return _TEAM.get(title, title)


_TEAM = {"班组名称": "teamSysNo", "企业信用代码": "teamSysNo"}
_REMEDIES = {
    "row.unknown_person": Text(
        "请先调用 ProjectWorker.Add 登记此人，或核对证件号码。", "Register the person by ProjectWorker.Add first."
    ),
    "row.unknown_unit": Text(
        "请先调用 ProjectSubContractor.Add 登记该企业，或核对信用代码。",
        "Enter the firm by ProjectSubContractor.Add first, or check the code.",
    ),
    "row.unknown_team": Text(
        "请先调用 Team.Add 登记该班组，并使用返回的 teamSysNo。", "Enter the team by Team.Add and use its teamSysNo."
    ),
    "row.misfit": Text(
        "进退场须一进一退、先进后退，且不早于已有记录；请补报中间的记录或核对日期。",
        "Entries and exits alternate, none before what is on record; report what is missing, or check the day.",
    ),
}


def in_our_words(kind: str, fault: Fault) -> Fault:
    """A fault of a sheet's row as the interface tells it: its own field names, its own methods."""
    remedy = _REMEDIES.get(fault.code, fault.remedy)
    return Fault(fault.row, field_of(kind, fault.column), fault.code, fault.what, remedy)
