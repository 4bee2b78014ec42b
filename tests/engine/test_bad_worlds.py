"""Bad worlds: no crash and no wrong finding, or a clear refusal before anything is judged."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.engine.bad_worlds import (
    AS_OF,
    assert_as_the_references_say,
    columns,
    each_alone,
    full_world,
    with_value,
)
from tests.rules.reference.known import Facts
from xinan.engine import evaluate
from xinan.engine.errors import BadSnapshot
from xinan.engine.rows import arrow_schema, facts_from_rows
from xinan.jobs.cli import main
from xinan.rules.vocabulary import TABLES, Kind, When

EMPTY = {name: arrow_schema(table).empty_table() for name, table in TABLES.items()}
HUGE = Decimal("1000000000000.00")


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_empty_tables_find_nothing(write, kind) -> None:
    assert evaluate(EMPTY, as_of=AS_OF) == []
    assert evaluate(write(EMPTY, kind=kind), as_of=AS_OF) == []


def test_every_table_by_itself_with_one_row() -> None:
    assert_as_the_references_say(list(each_alone(full_world())))


def test_nulls_in_every_column_that_may_be_empty() -> None:
    facts = full_world()
    spoilt = [with_value(facts, table.name, column.name, None) for table, column in columns(nullable=True)]
    everything = facts
    for table, column in columns(nullable=True):
        everything = with_value(everything, table.name, column.name, None)
    assert_as_the_references_say([facts, *spoilt, everything], least=1000)


def test_what_may_not_be_empty_is_refused_with_table_column_and_row() -> None:
    facts = full_world()
    for table, column in columns(nullable=False):
        last = len(facts[table.name])
        with pytest.raises(BadSnapshot) as refused:
            _evaluate(with_value(facts, table.name, column.name, None, row=last - 1))
        said = refused.value.message("en")
        assert f"{table.name}, row {last}, column {column.name}" in said, said
        assert "may not be empty" in said


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_an_empty_key_is_refused_in_a_file_too(write, kind) -> None:
    facts = with_value(full_world(), "wage_payment", "worker_id", None, row=1)
    with pytest.raises(BadSnapshot, match=rf"wage_payment\.{kind}, row [23], column worker_id"):
        evaluate(write(facts_from_rows(facts), kind=kind), as_of=AS_OF)


@pytest.mark.parametrize("table", TABLES)
def test_doubled_keys_are_refused_with_their_rows(table, write) -> None:
    facts = full_world()
    rows = facts[table]
    doubled = facts | {table: [*rows, rows[0]]}
    with pytest.raises(BadSnapshot, match=rf"{table}: rows 1, {len(rows) + 1} share one key"):
        _evaluate(doubled)
    with pytest.raises(BadSnapshot, match=rf"{table}\.csv: rows 2, {len(rows) + 2} share one key"):
        evaluate(write(facts_from_rows(doubled)), as_of=AS_OF)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("wage_payment", "status", "lost"),
        ("pause", "kind", "siesta"),
        ("project", "industry", "space"),
        ("employment", "post", "king"),
        ("feed", "source", "radio"),
        ("wage_payment", "wage_month", "2026-13"),
        ("account_entry", "wage_month", "spring"),
        ("project", "pay_day", 0),
        ("project", "pay_day", 32),
        ("attendance_day", "punches", -1),
        ("clue", "workers", -1),
        *(
            (table.name, column.name, Decimal("-0.01"))
            for table in TABLES.values()
            for column in table.columns
            if column.kind in (Kind.MONEY, Kind.NUMBER) and column.name != "balance_after"
        ),
        *(
            (table.name, column.name, date(1, 1, 1))
            for table in TABLES.values()
            for column in table.columns
            if column.kind is Kind.DATE
        ),
    ],
)
def test_what_cannot_be_is_refused(table: str, column: str, value: Any) -> None:
    with pytest.raises(BadSnapshot) as refused:
        _evaluate(with_value(full_world(), table, column, value, row=0))
    assert f"{table}, row 1, column {column}" in refused.value.message("en")


def test_a_snapshot_is_refused_by_the_command_before_it_writes_anything(write, tmp_path, capsys) -> None:
    facts = with_value(full_world(), "project", "started_on", date(1, 1, 1), row=0)
    out = tmp_path / "findings.csv"
    with pytest.raises(SystemExit) as stopped:
        main(["evaluate", str(write(facts_from_rows(facts))), "--as-of", AS_OF.isoformat(), "--out", str(out)])
    said = capsys.readouterr().err.replace("\n", "")
    assert stopped.value.code == 2
    assert "project.csv" in said
    assert "started_on" in said
    assert not out.exists()


def test_an_account_may_be_overdrawn() -> None:
    facts = with_value(full_world(), "account_entry", "balance_after", Decimal("-100.00"))
    assert_as_the_references_say([facts])


@pytest.mark.parametrize("as_of", [date(2024, 2, 29), date(2024, 3, 1), date(2024, 12, 31), date(2025, 2, 28)])
def test_dates_at_month_ends_and_leap_days(as_of) -> None:
    days = [
        as_of - timedelta(days=n)
        for n in (0, 1, 30, 31, 60, 365, 366)
        if as_of - timedelta(days=n) >= date(2023, 1, 31)
    ]
    facts = full_world()
    worlds = [_all_on(facts, day) for day in (*days, date(2024, 1, 31), date(2023, 2, 28), as_of + timedelta(days=1))]
    assert_as_the_references_say(worlds, as_of=as_of)


def test_rows_of_the_future_change_nothing_today() -> None:
    facts, later = full_world(), full_world()
    for table in TABLES.values():
        begins = [column.name for column in table.columns if column.when is When.EXISTS_FROM]
        if begins:
            key = next((name for name in table.key if name.endswith("_id") and len(table.key) == 1), None)
            ahead = [
                row | {begins[0]: day} | ({key: f"LATER{n}-{day.year}"} if key else {})
                for day in (AS_OF + timedelta(days=1), date(9999, 12, 31))
                for n, row in enumerate(facts[table.name])
            ]
            known = {tuple(row[name] for name in table.key) for row in facts[table.name]}
            fresh = {tuple(row[name] for name in table.key): row for row in ahead}
            later[table.name] = [*facts[table.name], *(row for k, row in fresh.items() if k not in known)]
    assert _evaluate(later) == _evaluate(facts)
    assert _evaluate(facts)


def test_terms_without_end_and_dates_as_late_as_can_be() -> None:
    facts, last = full_world(), date(9999, 12, 31)
    worlds = [
        with_value(facts, table.name, column.name, last)
        for table in TABLES.values()
        for column in table.columns
        if column.kind is Kind.DATE and column.when in (When.TERM, When.KNOWN_FROM, When.CLAMPED)
    ]
    assert_as_the_references_say(worlds)


def test_rows_that_belong_to_nothing() -> None:
    facts = full_world()
    names = {"project_id", "worker_id", "account_id", "deposit_id", "enterprise_id", "contractor_id", "employer_id"}
    worlds = [facts | {"project": []}, facts | {"worker": []}, facts | {"employment": []}, facts | {"wage_account": []}]
    for table in TABLES.values():
        orphans = [c.name for c in table.columns if c.name in names and table.key != (c.name,)]
        worlds += [with_value(facts, table.name, column, "NOBODY", row=0) for column in orphans]
    assert_as_the_references_say(worlds)


def test_a_region_that_nobody_knows_is_judged_by_the_province() -> None:
    facts = with_value(full_world(), "project", "region_code", "999999")
    found = {(f.rule, f.subject_id, f.period, f.level) for f in _evaluate(facts)}
    usual = {(f.rule, f.subject_id, f.period, f.level) for f in _evaluate(full_world())}
    # Only the minimum wage is not known there.
    assert found == {finding for finding in usual if finding[0] != "wages/below-minimum"}


def test_a_worker_on_ten_projects() -> None:
    facts = full_world()
    sites = [facts["project"][0] | {"project_id": f"T{n}"} for n in range(10)]
    hired = [facts["employment"][0] | {"project_id": f"T{n}", "employment_id": f"T{n}"} for n in range(10)]
    shift = facts["attendance_day"][0]
    days = [shift | {"project_id": f"T{n}", "day": date(2026, 3, day)} for n in range(10) for day in range(2, 9)]
    world = facts | {"project": sites, "employment": hired, "attendance_day": days}
    assert_as_the_references_say([world])
    places = [f for f in _evaluate(world) if f.rule == "roster/two-places"]
    assert [(f.level, f.measures["days"], f.measures["other_projects"]) for f in places] == [("orange", 7, 9)] * 10


def test_amounts_from_a_fen_to_a_trillion() -> None:
    facts = full_world()
    amounts = [(t.name, c.name) for t in TABLES.values() for c in t.columns if c.kind is Kind.MONEY]
    worlds = []
    for value in (Decimal("0.00"), Decimal("0.01"), HUGE):
        worlds += [with_value(facts, table, column, value) for table, column in amounts]
        everything = facts
        for table, column in amounts:
            everything = with_value(everything, table, column, value)
        worlds.append(everything)
    assert_as_the_references_say(worlds)


def test_a_project_of_five_thousand_workers_owed_a_trillion_each() -> None:
    facts = full_world()
    people = [f"W{n:04}" for n in range(5000)]

    def of_each(table: str, **values: Any) -> list[dict[str, Any]]:
        key = TABLES[table].key[0]
        named = {key: None} if TABLES[table].key == (key,) and key != "worker_id" else {}
        return [facts[table][0] | values | {"worker_id": who} | dict.fromkeys(named, f"{table}{who}") for who in people]

    world: Facts = facts | {
        "worker": of_each("worker"),
        "employment": of_each("employment", day_rate=HUGE),
        "attendance_day": of_each("attendance_day"),
        "payroll_line": of_each("payroll_line", payable=HUGE),
        "wage_payment": of_each("wage_payment", amount=HUGE - Decimal("0.01")),
    }
    by_rule = {f.rule: f for f in _evaluate(world) if f.project_id == "P1"}
    assert by_rule["wages/part-paid"].measures["workers"] == 5000
    assert by_rule["wages/part-paid"].measures["missing"] == "50.00"
    assert by_rule["funding/below-payable"].measures["payable"] == f"{HUGE * 5000:.2f}"
    assert by_rule["roster/shared-card"].measures["workers"] == 5000


def _evaluate(facts: Facts) -> list[Any]:
    return evaluate(facts_from_rows(facts), as_of=AS_OF)


def _all_on(facts: Facts, day: date) -> Facts:
    """Every date that facts have set to one day, births and wage months aside."""
    return {
        name: _one_of_each_key(
            name,
            [
                {c: day if isinstance(v, date) and c != "birth_on" else v for c, v in row.items()}
                | ({"wage_month": f"{day:%Y-%m}"} if row.get("wage_month") else {})
                for row in rows
            ],
        )
        for name, rows in facts.items()
    }


def _one_of_each_key(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_key: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        by_key.setdefault(tuple(row[name] for name in TABLES[table].key), row)
    return list(by_key.values())


def test_a_folder_that_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    (tmp_path / "project.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(BadSnapshot, match=r"project\.parquet"):
        evaluate(tmp_path, as_of=AS_OF)
    with pytest.raises(BadSnapshot, match="missing-column|has no column"):
        evaluate({"project": pa.table({"project_id": ["P1"]})}, as_of=AS_OF)
