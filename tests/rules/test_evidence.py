"""Every finding rests on rows that can be shown, and its figures are those rows counted and added up."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.rules.agreement import DAYS, PACK, drawn, merged
from tests.rules.suites import SUITES
from xinan.engine.backends.duckdb import DuckDBBackend
from xinan.engine.execute import execute, period_text
from xinan.engine.finding import Finding
from xinan.engine.plan import StepKind, make_evidence_plan, make_plan
from xinan.engine.rows import facts_from_rows
from xinan.rules.book import shipped_book
from xinan.rules.model import Rule, Subject
from xinan.rules.registry import find_rule

Rows = list[Mapping[str, Any]]
Figure = Callable[[list[Rows]], Any]


def count(table: int = 0, *, where: Callable[[Mapping[str, Any]], bool] = lambda _: True) -> Figure:
    """How many rows of an evidence table."""
    return lambda tables: sum(1 for row in tables[table] if where(row))


def distinct(column: str, table: int = 0) -> Figure:
    """How many different values in a column."""
    return lambda tables: len({row[column] for row in tables[table]})


def total(column: str, table: int = 0) -> Figure:
    """What a column adds up to."""
    return lambda tables: sum((row[column] or 0 for row in tables[table]), Decimal(0))


def least(column: str, table: int = 0) -> Figure:
    """The first of a column."""
    return lambda tables: min(row[column] for row in tables[table])


# The measures that are counts and sums of rows, and the rows.
FIGURES: dict[str, dict[str, Figure]] = {
    "filing/stopped-but-working": {"worker_days": count(), "payments": count(1)},
    "account/no-agreement": {"accounts": count(where=lambda row: row["agreement_signed_on"] is None)},
    "account/balance-short": {"owed": total("owed"), "balance": total("balance_after", 1)},
    "account/closed-early": {
        "unfinished": count(where=lambda row: row["is_unfinished"]),
        "unannounced": count(where=lambda row: row["is_unannounced"]),
    },
    "account/no-movement": {"accounts": count()},
    "account/outflow-not-wages": {"entries": count(), "amount": total("amount")},
    "deposit/not-replenished": {
        "draws": count(where=lambda row: row["overdue_days"] > 0),
        "drawn_on": least("drawn_on"),
    },
    "deposit/expired": {"deposits": count()},
    "deposit/return-overdue": {"deposits": count(), "amount": total("amount")},
    "roster/unregistered": {
        "uncovered_days": count(),
        "unregistered_workers": distinct("worker_id"),
        "first_uncovered_on": least("day"),
    },
    "roster/no-contract": {"workers_without": count()},
    "roster/identity-invalid": {"workers": count()},
    "roster/card-mismatch": {"workers": count()},
    "roster/over-age": {"workers": count()},
    "roster/two-places": {"days": distinct("day"), "other_projects": distinct("other_project_id")},
    "roster/shared-card": {"workers": count(), "cards": distinct("wage_card")},
    "roster/paid-not-present": {
        "workers": distinct("worker_id"),
        "worker_months": count(),
        "paid": total("paid"),
    },
    "funding/no-transfer": {"workers": count()},
    "funding/below-agreed": {"agreed": total("labour_cost_monthly"), "transferred": total("amount", 1)},
    "funding/below-payable": {"payable": total("payable"), "transferred": total("transferred")},
    "funding/forecast-shortfall": {"workers": count()},
    "attendance/silent-site": {"workers": count()},
    "attendance/low-rate": {"roster_days": total("roster_days")},
    "attendance/key-post-absent": {"people": count()},
    "attendance/hand-typed": {"supplements": total("supplements")},
    "attendance/same-moment": {"days": distinct("day")},
    "wages/unpaid": {"unpaid_workers": count(), "unpaid_amount": total("payable")},
    "wages/part-paid": {"workers": count(), "missing": total("missing")},
    "wages/no-payroll": {"workers": count(), "valid_days": total("valid_days")},
    "wages/outside-account": {
        "payments": count(),
        "workers": distinct("worker_id"),
        "amount": total("amount"),
    },
    "wages/unconfirmed": {"open_lines": count()},
    "wages/disputed": {"disputes": count(), "workers": distinct("worker_id")},
    "wages/failed-not-repaid": {
        "payments": count(),
        "workers": distinct("worker_id"),
        "amount": total("amount"),
    },
    "wages/outlier": {"paid": total("amount")},
    "wages/uniform-pay": {"lines": count(), "teams": distinct("team_id")},
    "wages/days-mismatch": {"lines_apart": count()},
    "wages/rate-out-of-range": {"lines_out": count()},
    "complaint/overdue": {
        "clues": count(where=lambda row: row["age_days"] > 30),
        "received_on": least("received_on"),
    },
    "enterprise/repeat": {"months": count(), "projects": distinct("site")},
}


@pytest.mark.parametrize("name", SUITES)
def test_the_rows_of_every_finding_are_there_and_add_up(name: str) -> None:
    suite = SUITES[name]
    worlds = drawn(suite, name=f"evidence {name}", most=3 * PACK)
    shown = 0
    for number in range(0, len(worlds), PACK):
        pack, as_of = worlds[number : number + PACK], DAYS[number // PACK]
        plan = make_plan(as_of=as_of, book=shipped_book(), rules=list(suite.rules))
        with DuckDBBackend() as backend:
            backend.load_arrow(facts_from_rows(merged(pack)))
            findings = execute(plan, backend)
            made = {step.name for step in plan.steps}
            for rule in map(find_rule, suite.rules):
                tables = [
                    _by_finding(rule, _evidence(backend, rule, n, as_of=as_of, made=made))
                    for n in range(len(rule.evidence))
                ]
                for finding in (f for f in findings if f.rule == rule.id):
                    _assert_rests_on(finding, [_of(table, rule, finding) for table in tables])
                    shown += 1
    assert shown


def _assert_rests_on(finding: Finding, tables: list[Rows]) -> None:
    assert any(tables), finding
    for measure, figure in FIGURES.get(finding.rule, {}).items():
        stated, added = finding.measures[measure], figure(tables)
        same = Decimal(str(stated)) == added if isinstance(added, int | Decimal) else stated == str(added)
        assert same, (finding, measure, added, tables)


def _evidence(backend: DuckDBBackend, rule: Rule, number: int, *, as_of: Any, made: set[str]) -> Rows:
    plan = make_evidence_plan(as_of=as_of, book=shipped_book(), rule_id=rule.id, number=number, dialect=backend.dialect)
    for step in plan.steps:
        if step.name not in made:
            make = backend.make_view if step.kind is StepKind.VIEW else backend.make_table
            make(step.name, step.sql)
            made.add(step.name)
    return backend.rows(plan.query.sql)


def _by_finding(rule: Rule, rows: Iterable[Mapping[str, Any]]) -> tuple[bool, dict[tuple[Any, ...], Rows]]:
    """The rows by project, subject and period, and whether they have periods."""
    found: dict[tuple[Any, ...], Rows] = defaultdict(list)
    dated = False
    for row in rows:
        dated = "period" in row
        subject = None if rule.subject is Subject.PROJECT else row["subject_id"]
        found[row.get("project_id"), subject, period_text(rule, row["period"]) if dated else None].append(row)
    return dated, found


def _of(table: tuple[bool, dict[tuple[Any, ...], Rows]], rule: Rule, finding: Finding) -> Rows:
    dated, rows = table
    subject = None if rule.subject is Subject.PROJECT else finding.subject_id
    return rows.get((finding.project_id, subject, finding.period if dated else None), [])
