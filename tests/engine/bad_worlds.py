"""A small world with a row in every table, and ways to spoil it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.rules.agreement import Reference, found_by_world
from tests.rules.agreement import expected_of as expected_of_suite
from tests.rules.reference.known import Facts
from tests.rules.suites import SUITES
from xinan.rules.cases import complete_rows
from xinan.rules.vocabulary import TABLES, Column, FactTable, Kind

AS_OF = date(2026, 3, 31)
REFERENCES: dict[str, Reference] = {
    rule: reference for suite in SUITES.values() for rule, reference in suite.rules.items()
}

_DAY, _MONTH = date(2026, 1, 12), "2026-01"

GIVEN: dict[str, list[dict[str, Any]]] = {
    "region": [{}],
    "enterprise": [{"enterprise_id": "CONTRACTOR", "region_code": "220102"}],
    "project": [
        {"started_on": date(2025, 6, 2), "filed_on": date(2025, 6, 2), "permit_issued_on": date(2025, 5, 5)},
        {"project_id": "P2", "started_on": date(2025, 6, 2), "completed_on": date(2026, 1, 30)},
    ],
    "pause": [{"from_on": date(2026, 2, 2), "to_on": date(2026, 2, 20), "approved_on": date(2026, 2, 2)}],
    "wage_account": [{}, {"account_id": "A2", "project_id": "P2", "closed_on": date(2026, 2, 27)}],
    "account_entry": [
        {"booked_on": date(2026, 1, 20)},
        {"booked_on": date(2026, 3, 3), "direction": "out", "counterparty_kind": "other"},
    ],
    "deposit": [{"kind": "bank_guarantee", "expires_on": date(2026, 4, 20)}],
    "deposit_draw": [{"drawn_on": date(2026, 2, 3)}],
    "arrears_record": [{"found_on": date(2025, 1, 6)}],
    "joint_list": [{"listed_on": date(2025, 2, 3)}],
    "notice_board": [{"posted_on": date(2025, 6, 3), "has_channels": False}],
    "worker": [
        {"worker_id": "W1", "birth_on": date(1964, 5, 5), "sex": "male", "wage_card": "C1", "identity_valid": False},
        {"worker_id": "W2", "birth_on": date(2009, 5, 5), "wage_card": "C1", "card_holder_matches": False},
    ],
    "employment": [
        {"worker_id": "W1", "day_rate": "300.00", "team_id": "T1"},
        {"worker_id": "W2", "registered_on": None, "contract_signed_on": None, "left_on": date(2026, 3, 10)},
        {"worker_id": "W1", "project_id": "P2", "post": "safety_officer"},
    ],
    "attendance_day": [
        *({"worker_id": f"W{n}", "day": date(2026, month, day)} for n in (1, 2) for month in (1, 3) for day in (5, 6)),
        {"worker_id": "W1", "project_id": "P2", "day": date(2026, 3, 5), "punches": 2, "supplements": 2},
    ],
    "payroll_line": [
        {"worker_id": "W1", "wage_month": _MONTH, "submitted_on": date(2026, 2, 5), "disputed_on": date(2026, 2, 9)},
        {"worker_id": "W2", "wage_month": _MONTH, "submitted_on": date(2026, 2, 5)},
    ],
    "wage_payment": [
        {"worker_id": "W1", "wage_month": _MONTH, "paid_on": date(2026, 2, 12), "amount": "5999.99"},
        {"worker_id": "W2", "wage_month": _MONTH, "paid_on": date(2026, 2, 12), "status": "failed"},
    ],
    "clue": [{"project_id": "P1", "received_on": _DAY, "workers": 12}],
    "feed": [{"source": name, "last_received_on": date(2026, 3, 30)} for name in ("bank", "attendance", "payroll")],
}


def full_world() -> Facts:
    """The rows of every table, complete and with their values as the references want them."""
    return {
        name: [{column: _typed(TABLES[name].column(column), value) for column, value in row.items()} for row in rows]
        for name, rows in complete_rows(GIVEN).items()
    }


def _typed(column: Column, value: Any) -> Any:
    return Decimal(value) if column.kind in (Kind.MONEY, Kind.NUMBER) and value is not None else value


def columns(*, nullable: bool) -> list[tuple[FactTable, Column]]:
    """All columns of all tables that may be empty, or may not."""
    return [(t, c) for t in TABLES.values() for c in t.columns if c.nullable is nullable]


def with_value(facts: Facts, table: str, column: str, value: Any, *, row: int | None = None) -> Facts:
    """The facts with one column of a table set, in one row or in all."""
    changed = [
        given | {column: value} if row is None or number == row else given for number, given in enumerate(facts[table])
    ]
    return facts | {table: changed}


def assert_as_the_references_say(worlds: list[Facts], *, as_of: date = AS_OF, least: int = 1) -> None:
    """Every rule finds in each of the worlds what its plain reference finds, and something at all in all of them."""
    found = found_by_world(REFERENCES, worlds, as_of=as_of)
    for facts, verdicts in zip(worlds, found, strict=True):
        expected = expected_of_suite(REFERENCES, facts, as_of=as_of)
        assert sorted(verdicts, key=str) == sorted(expected, key=str)
    assert sum(map(len, found)) >= least


def each_alone(facts: Facts) -> Iterator[Facts]:
    """Each table by itself with its first row, and beside the first project."""
    empty: Facts = {name: [] for name in TABLES}
    for name, rows in facts.items():
        yield empty | {name: rows[:1]}
        yield empty | {"project": facts["project"][:1]} | {name: rows[:1]}
