"""A bad snapshot is refused before anything is judged: which file, column, row, and what was expected."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.engine.conftest import AS_OF
from xinan.engine import evaluate
from xinan.engine.backends import snapshot
from xinan.engine.errors import BadSnapshot


def _spoil(directory: Path, table: str, *, line: int, column: str, value: str) -> None:
    """Change one cell of a CSV file; `line` 1 is the header."""
    path = directory / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[line - 1].split(",")
    cells[lines[0].replace('"', "").split(",").index(column)] = value
    lines[line - 1] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "line", "column", "value", "expected"),
    [
        ("wage_payment", 3, "amount", "12.345", "two decimals"),
        ("wage_payment", 3, "amount", "1e3", "two decimals"),
        ("wage_payment", 2, "status", "lost", "one of: paid, failed, returned"),
        ("wage_payment", 2, "paid_on", "2026-02-30", "YYYY-MM-DD"),
        ("wage_payment", 2, "wage_month", "2026-13", "YYYY-MM"),
        ("attendance_day", 5, "first_at", "25:00:00", "HH:MM:SS"),
        ("attendance_day", 7, "punches", "2.5", "whole number"),
        ("attendance_day", 7, "punches", "-1", "at least 0"),
        ("payroll_line", 4, "worker_id", "", "may not be empty"),
        ("project", 2, "pay_day", "32", "at most 31"),
        ("project", 2, "permit_required", "perhaps", "true or false"),
    ],
)
def test_a_bad_value_is_named_by_file_row_and_column(facts, write, table, line, column, value, expected) -> None:
    directory = write(facts)
    _spoil(directory, table, line=line, column=column, value=value)
    with pytest.raises(BadSnapshot) as refused:
        evaluate(directory, as_of=AS_OF)
    said = refused.value.message("en")
    assert f"{table}.csv, row {line}, column {column}" in said
    assert expected in said
    assert f"{table}.csv 第 {line} 行" in refused.value.message("zh")


def test_the_value_of_an_identifier_is_not_repeated(facts, write) -> None:
    directory = write(facts)
    _spoil(directory, "payroll_line", line=3, column="worker_id", value="")
    with pytest.raises(BadSnapshot) as refused:
        evaluate(directory, as_of=AS_OF)
    assert "“" not in refused.value.what.en


def test_a_missing_column_is_named_and_a_misspelt_one_is_recognised(facts, write) -> None:
    project = facts["project"]
    directory = write({**facts, "project": project.drop_columns(["pay_day"])})
    with pytest.raises(BadSnapshot, match=r"project\.csv has no column pay_day"):
        evaluate(directory, as_of=AS_OF)
    write({"project": project.rename_columns(["filed" if n == "filed_on" else n for n in project.column_names])})
    with pytest.raises(BadSnapshot, match="Should “filed” be “filed_on”"):
        evaluate(directory, as_of=AS_OF)


def test_a_doubled_key_is_refused_with_its_rows(facts, write) -> None:
    lines = facts["payroll_line"]
    directory = write({**facts, "payroll_line": pa.concat_tables([lines, lines.slice(1, 1)])})
    with pytest.raises(BadSnapshot, match=r"payroll_line\.csv: rows 3, 5 share one key \(line_id\)"):
        evaluate(directory, as_of=AS_OF)


def test_a_wrong_type_in_parquet_is_refused(facts, write) -> None:
    payments = facts["wage_payment"]
    bad = payments.set_column(payments.column_names.index("paid_on"), "paid_on", pa.array([1, 2], pa.int64()))
    directory = write({**facts, "wage_payment": bad}, kind="parquet")
    with pytest.raises(BadSnapshot, match=r"wage_payment\.parquet, row 1, column paid_on"):
        evaluate(directory, as_of=AS_OF)


def test_csv_parquet_and_a_folder_of_parts_give_the_same_findings(facts, write) -> None:
    from_csv = evaluate(write(facts, into="csv"), as_of=AS_OF)
    from_parquet = evaluate(write(facts, kind="parquet", into="parquet"), as_of=AS_OF)
    parts = write({name: t for name, t in facts.items() if name != "attendance_day"}, kind="parquet", into="parts")
    attendance = facts["attendance_day"]
    for number, worker in enumerate(("W1", "W2", "W3")):
        part = parts / "attendance_day.parquet" / f"part-{number}.parquet"
        part.parent.mkdir(exist_ok=True)
        pq.write_table(attendance.filter(pc.equal(attendance["worker_id"], worker)), part)
    assert from_csv == from_parquet == evaluate(parts, as_of=AS_OF) == evaluate(facts, as_of=AS_OF)
    assert {finding.rule for finding in from_csv} >= {"filing/not-filed", "wages/unpaid", "wages/part-paid"}


def test_an_added_column_and_a_missing_table_are_allowed(facts, write) -> None:
    project = facts["project"].append_column("recorded_at", pa.array(["2026-04-01 08:00:00"]))
    directory = write({"project": project})
    assert "filing/not-filed" in {finding.rule for finding in evaluate(directory, as_of=AS_OF)}


@pytest.mark.parametrize("content", [b"\xff\xfe\x00binary", b'project_id,name\n"unclosed'])
def test_an_unreadable_file_is_named(facts, write, content) -> None:
    directory = write(facts)
    (directory / "project.csv").write_bytes(content)
    with pytest.raises(BadSnapshot, match=r"project\.csv"):
        evaluate(directory, as_of=AS_OF)


def test_an_empty_directory_is_no_snapshot(tmp_path) -> None:
    with pytest.raises(BadSnapshot, match="no fact table"):
        evaluate(tmp_path, as_of=AS_OF)


def _with_cell(rows: pa.Table, *, column: str, row: int, value: object) -> pa.Table:
    cells = rows[column].to_pylist()
    cells[row] = value
    return rows.set_column(rows.column_names.index(column), column, pa.array(cells, rows[column].type))


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("worker_id", None, "may not be empty"),
        ("worker_id", "  ", "may not be empty"),
        ("day", None, "may not be empty"),
        ("punches", -1, "at least 0"),
    ],
)
def test_a_bad_value_of_a_large_table_is_found_as_in_a_small_one(
    facts, write, monkeypatch, column, value, expected
) -> None:
    """Statistics prove most columns sound; where they do not, the rows are read."""
    monkeypatch.setattr(snapshot, "_KEEP_BELOW_BYTES", 0)
    whole = write(facts, kind="parquet", into="whole")
    assert evaluate(whole, as_of=AS_OF) == evaluate(facts, as_of=AS_OF)
    spoilt = _with_cell(facts["attendance_day"], column=column, row=3, value=value)
    directory = write({**facts, "attendance_day": spoilt}, kind="parquet")
    with pytest.raises(BadSnapshot, match=rf"attendance_day\.parquet, row 4, column {column}.*{expected}"):
        evaluate(directory, as_of=AS_OF)


def test_a_doubled_day_of_a_large_table_is_refused_with_its_rows(facts, write, monkeypatch) -> None:
    monkeypatch.setattr(snapshot, "_KEEP_BELOW_BYTES", 0)
    days = facts["attendance_day"]
    doubled = {**facts, "attendance_day": pa.concat_tables([days, days.slice(1, 1)])}
    last = days.num_rows + 1
    with pytest.raises(BadSnapshot, match=rf"attendance_day\.parquet: rows 2, {last} share one key"):
        evaluate(write(doubled, kind="parquet"), as_of=AS_OF)
