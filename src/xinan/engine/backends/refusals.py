"""What is said of a snapshot that breaks the contract: file, row, column, and what was expected."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from xinan.engine.errors import BadSnapshot
from xinan.kernel.text import Text
from xinan.rules.vocabulary import Column, FactTable

_SHOWN = 40  # letters of a wrong value


def no_directory(directory: Path) -> BadSnapshot:
    """There is no such directory."""
    return BadSnapshot(
        "no-such-directory",
        Text(f"目录 {directory} 不存在。", f"There is no directory {directory}."),
        Text("请给出事实快照目录。", "Give the directory of a fact snapshot."),
    )


def no_tables(directory: Path) -> BadSnapshot:
    """The directory holds nothing that is a fact table."""
    return BadSnapshot(
        "empty-snapshot",
        Text(f"目录 {directory} 中没有任何事实表。", f"There is no fact table in {directory}."),
        Text("应有 project.parquet 或 project.csv 等文件。", "Expected files such as project.parquet or project.csv."),
    )


def table_twice(one: str, other: str) -> BadSnapshot:
    """A table is there in two forms."""
    return BadSnapshot(
        "table-twice",
        Text(f"{one} 与 {other} 同时存在。", f"Both {one} and {other} exist."),
        Text("每张事实表只保留一个文件。", "Keep one file for each fact table."),
    )


def unreadable(label: str) -> BadSnapshot:
    """A file that no engine can open."""
    return BadSnapshot(
        "unreadable-file",
        Text(f"文件 {label} 无法读取。", f"{label} cannot be read."),
        Text(
            "应为 UTF-8 编码、带表头的 CSV,或有效的 Parquet 文件。",
            "Expected a UTF-8 CSV with a header, or a sound Parquet file.",
        ),
    )


def broken_rows(label: str) -> BadSnapshot:
    """A file whose rows cannot be gone through."""
    return BadSnapshot(
        "unreadable-file",
        Text(f"文件 {label} 无法读取。", f"{label} cannot be read."),
        Text("各行的列数应与表头一致。", "Every row should have as many columns as the header."),
    )


def only_parquet(label: str) -> BadSnapshot:
    """A CSV file where only Parquet can be shared out among workers."""
    return BadSnapshot(
        "not-parquet",
        Text(f"Spark 不读取 {label}。", f"Spark does not read {label}."),
        Text("请先用 xinan snapshot 转为 Parquet。", "Make it Parquet first: xinan snapshot."),
    )


def check_columns(table: FactTable, label: str, given: Sequence[str]) -> None:
    """BadSnapshot for the first column of the vocabulary that is missing, or looks misspelt."""
    unknown = [name for name in given if name not in table.names]
    for column in table.columns:
        if column.name in given:
            continue
        near = get_close_matches(column.name, unknown, n=1, cutoff=0.6)
        if near or not column.nullable:
            raise _missing_column(label, column, near)


def _missing_column(label: str, column: Column, near: list[str]) -> BadSnapshot:
    hint = (
        Text(f"文件中的“{near[0]}”是否应为“{column.name}”?", f"Should “{near[0]}” be “{column.name}”?")
        if near
        else Text(
            f"应有列“{column.name}”（{column.meaning.zh}）。",
            f"Expected a column “{column.name}” ({column.meaning.en}).",
        )
    )
    return BadSnapshot(
        "missing-column",
        Text(f"文件 {label} 缺少列 {column.name}。", f"{label} has no column {column.name}."),
        hint,
    )


def bad_value(column: Column, *, file: str, row: int, given: str | None, expected: Text, count: int) -> BadSnapshot:
    """A value is wrong; it is repeated only where it names nobody. `count` rows have the same fault."""
    is_shown = not (column.personal or column.name.endswith("_id") or given is None)
    shown = (given or "")[:_SHOWN]
    said = Text(f"值“{shown}”不对", f"“{shown}” is wrong") if is_shown else Text("值不对", "the value is wrong")
    more = Text(f"(另有 {count - 1} 行同样有误)。", f" (and {count - 1} more rows).") if count > 1 else Text("。", ".")
    return BadSnapshot(
        "bad-value",
        Text(
            f"文件 {file} 第 {row} 行，列 {column.name}:{said.zh}{more.zh}",
            f"{file}, row {row}, column {column.name}: {said.en}{more.en}",
        ),
        Text(f"应为{expected.zh}。", f"Expected {expected.en}."),
    )


def doubled_key(table: FactTable, label: str, rows: Sequence[int]) -> BadSnapshot:
    """Several rows share a key; `rows` are theirs where they lie in one file."""
    shown = [str(row) for row in rows[:5]]
    where = (
        Text(f"第 {'、'.join(shown)} 行", f"rows {', '.join(shown)}")
        if shown
        else Text("不同分片中", "different parts")
    )
    columns = "、".join(table.key)
    return BadSnapshot(
        "duplicate-key",
        Text(f"文件 {label} {where.zh}的主键（{columns}）重复。", f"{label}: {where.en} share one key ({columns})."),
        Text("每个主键应只有一行。", "Expected one row for each key."),
    )
