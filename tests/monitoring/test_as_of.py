"""A past day shows what was known then: the engine against the rulebook's “As-of” in plain Python."""

from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pytest

from tests.monitoring.as_of_day import COMES_LATER, OWN_DATE, cut, facts_of, known_on
from tests.simulation.making import make, options
from xinan.engine import evaluate
from xinan.engine.backends.duckdb import DuckDBBackend
from xinan.engine.rows import facts_from_rows
from xinan.kernel.period import Month
from xinan.rules.dates import month_number
from xinan.rules.vocabulary import TABLES, Kind
from xinan.rules.world import as_known, raw_table

END = date(2026, 11, 23)
DAYS = (date(2026, 7, 31), date(2026, 9, 15), date(2026, 10, 8), date(2026, 11, 22))
Facts = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    asked = options(str(END), months=6, seed=20261123, projects=40, workers=6)
    return make(tmp_path_factory.mktemp("province"), asked)


@pytest.fixture(scope="module")
def facts(snapshot: Path) -> Facts:
    return {name: rows for name, rows in facts_of(snapshot).items() if name in TABLES}


def test_the_tables_and_dates_of_this_statement_are_those_of_the_vocabulary() -> None:
    dated = {
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.kind is Kind.DATE and column.name not in ("planned_end_on", "expires_on", "to_on", "birth_on")
    }
    stated = {*OWN_DATE.items(), *((t, c) for t, columns in COMES_LATER.items() for c in columns)}
    assert dated - stated == {("feed", "last_received_on")}
    assert stated <= dated


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_past_day_is_judged_as_if_nothing_had_come_after_it(snapshot: Path, facts: Facts, day: date) -> None:
    short = cut(facts, day=day)
    assert len(short["attendance_day"]) < len(facts["attendance_day"])
    assert short["project"] != facts["project"] or day > date(2026, 11, 1)
    whole = evaluate(snapshot, as_of=day)
    assert whole == evaluate(facts_from_rows(short), as_of=day)
    assert len({finding.rule for finding in whole}) > 10
    assert whole != evaluate(snapshot, as_of=END)


def test_what_was_said_on_the_last_day_of_the_facts_is_what_all_of_them_say(snapshot: Path, facts: Facts) -> None:
    later = evaluate(facts_from_rows(cut(facts, day=END)), as_of=END)
    assert later == evaluate(snapshot, as_of=END)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
@pytest.mark.parametrize("day", DAYS[:2], ids=str)
def test_each_table_is_known_row_for_row(facts: Facts, table: Any, day: date) -> None:
    with DuckDBBackend() as backend:
        backend.load_arrow(facts_from_rows({table.name: facts[table.name]}))
        today = ibis.literal(day, "date")
        known = as_known(raw_table(table), table, day=today)
        seen = backend.rows(ibis.to_sql(known, dialect="duckdb"))
    wanted = known_on(facts[table.name], table.name, day=day)
    key = [column.name for column in table.columns if column.name in table.key]
    assert _by_key(seen, key, table) == _by_key(wanted, key, table)


def _by_key(rows: list[dict[str, Any]], key: list[str], table: Any) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Rows by their key, their dates only: what else a row says has nothing to do with the day."""
    dates = [column.name for column in table.columns if column.kind is Kind.DATE]
    months = [column.name for column in table.columns if column.kind is Kind.MONTH]

    def plain(row: dict[str, Any], name: str) -> Any:
        value = row[name]
        return month_number(Month.parse(value)) if name in months and isinstance(value, str) else value

    return {tuple(plain(row, name) for name in key): {name: row[name] for name in dates} for row in rows}
