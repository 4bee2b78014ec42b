"""The worked cases of a rule: facts, a day, and what must be found. A lawyer can read and write them.

A case says what it `shows` of the rule's boundary (see `Shows`); where a rule cannot have a kind of case, an entry
`not_applicable` says why. A case lists only what matters; the rest of a row is ordinary (`ORDINARY`), null where it may be. A `day` written
`2026-03-02..2026-03-20` stands for one row for each day, `worker_id: W1..W12` for one row for each worker;
identifiers left out are numbered.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from xinan.kernel.text import Text
from xinan.rules.files import read_yaml
from xinan.rules.vocabulary import TABLES, FactTable

ORDINARY: dict[str, dict[str, Any]] = {
    "region": {"region_code": "220102", "name": "南关区", "level": "county", "parent_code": "220100"},
    "enterprise": {"name": "示例单位"},
    "project": {
        "project_id": "P1",
        "name": "示例项目",
        "region_code": "220102",
        "industry": "housing",
        "owner_id": "OWNER",
        "contractor_id": "CONTRACTOR",
        "government_invested": False,
        "contract_price": "10000000.00",
        "contract_signed_on": date(2025, 3, 3),
        "permit_required": True,
        "pay_day": 15,
        "pay_next_month": True,
    },
    "pause": {"kind": "stop"},
    "wage_account": {"account_id": "A1", "bank_id": "BANK", "opened_on": date(2025, 3, 10)},
    "account_entry": {
        "account_id": "A1",
        "direction": "in",
        "amount": "100000.00",
        "counterparty_kind": "owner",
        "balance_after": "100000.00",
    },
    "deposit": {"deposit_id": "D1", "kind": "cash", "amount": "200000.00", "effective_on": date(2025, 3, 20)},
    "deposit_draw": {"deposit_id": "D1", "amount": "50000.00"},
    "arrears_record": {"enterprise_id": "CONTRACTOR"},
    "joint_list": {"enterprise_id": "CONTRACTOR"},
    "notice_board": {"has_parties": True, "has_wage_terms": True, "has_channels": True},
    "worker": {"identity_valid": True},
    "employment": {
        "worker_id": "W1",
        "employer_id": "CONTRACTOR",
        "post": "worker",
        "registered_on": date(2025, 3, 10),
        "contract_signed_on": date(2025, 3, 10),
        "entered_on": date(2025, 3, 10),
    },
    "attendance_day": {
        "worker_id": "W1",
        "first_at": "07:00:00",
        "last_at": "17:00:00",
        "punches": 2,
        "supplements": 0,
    },
    "payroll_line": {"worker_id": "W1", "days": 20, "payable": "6000.00"},
    "wage_payment": {"worker_id": "W1", "amount": "6000.00", "status": "paid", "account_id": "A1"},
    "clue": {"workers": 1},
    "feed": {},
}

_SPAN = re.compile(r"^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$")
_NUMBERED = re.compile(r"^([A-Z]+)(\d+)\.\.\1(\d+)$")


class Shows(StrEnum):
    """What a case shows. The boundary is the first day, amount or number at which a rule holds, or a level begins."""

    BEFORE = "before"
    AT = "at"  # on the boundary; YAML takes the word “on” for yes
    AFTER = "after"
    HOLIDAY = "holiday"
    PAUSE = "pause"
    CORRECTION = "correction"

    @property
    def title(self) -> Text:  # type: ignore[override]  # nobody wants str.title of a code
        """The name of the kind."""
        return _SHOWN[self]


_SHOWN = {
    Shows.BEFORE: Text("界限之前", "Before the boundary"),
    Shows.AT: Text("界限当日（当数）", "On the boundary"),
    Shows.AFTER: Text("界限之后", "After the boundary"),
    Shows.HOLIDAY: Text("节假日或短月", "A holiday or a short month"),
    Shows.PAUSE: Text("停工", "A pause"),
    Shows.CORRECTION: Text("更正后消除", "A correction that cures it"),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that must be there; what is None is not compared."""

    level: str
    subject: str | None
    period: str | None
    since: date | None
    status: str
    measures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case: on these facts, at the end of this day, exactly these findings."""

    name: Text
    as_of: date
    facts: Mapping[str, tuple[Mapping[str, Any], ...]]
    given: Mapping[str, Any]
    expect: tuple[Expected, ...]
    shows: tuple[Shows, ...] = ()


def read_cases(package: str) -> tuple[Case, ...]:
    """The cases of a rule's package."""
    return tuple(_case(entry) for entry in read_yaml(package, "cases.yaml") if "not_applicable" not in entry)


def read_not_applicable(package: str) -> dict[Shows, Text]:
    """The kinds of case that a rule cannot have, and why."""
    return {
        Shows(kind): Text(why["zh"], why["en"])
        for entry in read_yaml(package, "cases.yaml")
        for kind, why in entry.get("not_applicable", {}).items()
    }


def complete_rows(given: Mapping[str, list[Mapping[str, Any]]]) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """Rows that list only what matters, made complete with what is ordinary."""
    return {name: tuple(_rows(TABLES[name], rows or [{}])) for name, rows in given.items()}


def _case(entry: Mapping[str, Any]) -> Case:
    given = entry.get("facts", {})
    facts = complete_rows(given)
    return Case(
        Text(entry["zh"], entry["en"]),
        entry["as_of"],
        facts,
        given,
        tuple(_expected(e) for e in entry["expect"]),
        tuple(Shows(kind) for kind in entry.get("shows", ())),
    )


def _expected(entry: Mapping[str, Any]) -> Expected:
    period = entry.get("period")
    return Expected(
        level=entry["level"],
        subject=entry.get("subject"),
        period=None if period is None else str(period),
        since=entry.get("since"),
        status=entry.get("status", "raised"),
        measures=entry.get("measures", {}),
    )


def _rows(table: FactTable, given: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    number = 0
    for row in given:
        for spread in _spread(row):
            number += 1
            yield _complete(table, spread, number)


def _complete(table: FactTable, row: Mapping[str, Any], number: int) -> dict[str, Any]:
    ordinary = ORDINARY[table.name]
    complete: dict[str, Any] = {}
    for column in table.columns:
        if column.name in row:
            complete[column.name] = row[column.name]
        elif column.name in ordinary:
            complete[column.name] = ordinary[column.name]
        elif column.name == "project_id":
            complete[column.name] = "P1"
        elif table.key == (column.name,):
            complete[column.name] = f"{table.name}-{number}"
        else:
            complete[column.name] = None
    unknown = set(row) - set(table.names)
    if unknown:
        raise KeyError(f"{table.name} has no column {', '.join(sorted(unknown))}")
    return complete


def _spread(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """One row for each day and each worker that a row stands for."""
    for column, value in row.items():
        span = _values(value) if isinstance(value, str) else None
        if span is not None:
            for one in span:
                yield from _spread({**row, column: one})
            return
    yield row


def _values(text: str) -> list[Any] | None:
    days = _SPAN.match(text)
    if days:
        first, last = date.fromisoformat(days[1]), date.fromisoformat(days[2])
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    numbered = _NUMBERED.match(text)
    if numbered:
        return [f"{numbered[1]}{n}" for n in range(int(numbered[2]), int(numbered[3]) + 1)]
    return None
