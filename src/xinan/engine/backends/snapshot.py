"""Reads a fact snapshot: a directory with one file (or Parquet folder) per fact table, checked before it is judged."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from xinan.engine.backends.duckdb import DuckDBBackend
from xinan.engine.errors import BackendFailure, BadSnapshot
from xinan.kernel.text import Text
from xinan.rules.vocabulary import TABLES, Column, FactTable, Kind

# Above this many bytes a Parquet table is read from disk each time rather than copied into memory.
_KEEP_BELOW_BYTES = 64 * 1024 * 1024

_EXPECTED = {
    Kind.TEXT: Text("文本", "text"),
    Kind.BOOLEAN: Text("true 或 false", "true or false"),
    Kind.INTEGER: Text("整数", "a whole number"),
    Kind.MONEY: Text("金额（元，最多两位小数）", "an amount in yuan with at most two decimals"),
    Kind.NUMBER: Text("数字（最多六位小数）", "a number with at most six decimals"),
    Kind.DATE: Text("日期 YYYY-MM-DD", "a date YYYY-MM-DD"),
    Kind.TIME: Text("时刻 HH:MM:SS", "a time HH:MM:SS"),
    Kind.TIMESTAMP: Text("日期时间", "a date and time"),
    Kind.MONTH: Text("月份 YYYY-MM", "a month YYYY-MM"),
}

# How each kind is recognised when it is given as text (CSV, or a text column of Parquet).
_TEXT_TESTS = {
    Kind.BOOLEAN: "TRY_CAST({c} AS BOOLEAN) IS NOT NULL",
    Kind.INTEGER: "regexp_full_match({c}, '[+-]?[0-9]{{1,9}}')",
    Kind.MONEY: r"regexp_full_match({c}, '[+-]?[0-9]{{1,16}}([.][0-9]{{1,2}}0*)?')",
    Kind.NUMBER: r"regexp_full_match({c}, '[+-]?[0-9]{{1,12}}([.][0-9]{{1,6}}0*)?')",
    Kind.DATE: "TRY_CAST({c} AS DATE) IS NOT NULL",
    Kind.TIME: "TRY_CAST({c} AS TIME) IS NOT NULL",
    Kind.TIMESTAMP: "TRY_CAST({c} AS TIMESTAMP) IS NOT NULL",
    Kind.MONTH: "regexp_full_match({c}, '[0-9]{{4}}-(0[1-9]|1[0-2])')",
}

# The types under which a kind may be stored in Parquet, besides text.
_STORED = {
    Kind.BOOLEAN: ("BOOLEAN",),
    Kind.INTEGER: ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
    Kind.MONEY: ("DECIMAL", "INTEGER", "BIGINT", "DOUBLE", "FLOAT"),
    Kind.NUMBER: ("DECIMAL", "INTEGER", "BIGINT", "DOUBLE", "FLOAT"),
    Kind.DATE: ("DATE", "TIMESTAMP"),
    Kind.TIME: ("TIME",),
    Kind.TIMESTAMP: ("TIMESTAMP",),
    Kind.TEXT: (),
    Kind.CHOICE: (),
    Kind.MONTH: (),
}


@dataclass(frozen=True, slots=True)
class _Test:
    """What would be a fault in a column, as SQL of a row, and what is expected instead.

    `sound` is SQL of the whole column that proves there is none; in Parquet its statistics answer without reading it.
    """

    column: Column
    fault: str
    expected: Text
    sound: str = "false"


@dataclass(frozen=True, slots=True)
class _Source:
    """The file of one table: how DuckDB reads it, and which columns of which types it has."""

    table: FactTable
    label: str
    relation: str
    numbered: str
    types: dict[str, str]
    is_large: bool


def load_snapshot(backend: DuckDBBackend, directory: Path) -> None:
    """Take the facts of `directory` into the backend; BadSnapshot before anything is judged."""
    if not directory.is_dir():
        raise BadSnapshot(
            "no-such-directory",
            Text(f"目录 {directory} 不存在。", f"There is no directory {directory}."),
            Text("请给出事实快照目录。", "Give the directory of a fact snapshot."),
        )
    sources = [source for table in TABLES.values() if (source := _source(backend, directory, table)) is not None]
    if not sources:
        raise BadSnapshot(
            "empty-snapshot",
            Text(f"目录 {directory} 中没有任何事实表。", f"There is no fact table in {directory}."),
            Text(
                "应有 project.parquet 或 project.csv 等文件。", "Expected files such as project.parquet or project.csv."
            ),
        )
    for source in sources:
        _check(backend, source)
    present = {source.table.name: source for source in sources}
    for table in TABLES.values():
        source = present.get(table.name)
        if source is None:
            backend.load_empty(table)
        else:
            backend.load_from(table, source.relation, given=set(source.types), keep=not source.is_large)


def _source(backend: DuckDBBackend, directory: Path, table: FactTable) -> _Source | None:
    csv, parquet = directory / f"{table.name}.csv", directory / f"{table.name}.parquet"
    if csv.exists() and parquet.exists():
        raise BadSnapshot(
            "table-twice",
            Text(f"{csv.name} 与 {parquet.name} 同时存在。", f"Both {csv.name} and {parquet.name} exist."),
            Text("每张事实表只保留一个文件。", "Keep one file for each fact table."),
        )
    if csv.exists():
        read = f"read_csv({_quoted(csv)}, all_varchar=true, header=true, null_padding=false)"
        numbered = f"(SELECT *, row_number() OVER () + 1 AS _row, '{csv.name}' AS _file FROM {read})"  # noqa: S608
        return _described(backend, table, csv.name, read, numbered, is_large=False)
    if parquet.exists():
        files = sorted(parquet.rglob("*.parquet")) if parquet.is_dir() else [parquet]
        if not files:
            return None
        names = "[" + ", ".join(_quoted(file) for file in files) + "]"
        read = f"read_parquet({names}, union_by_name=true, hive_partitioning=false)"
        marked = (
            f"read_parquet({names}, union_by_name=true, hive_partitioning=false, filename=true, file_row_number=true)"
        )
        numbered = f"(SELECT *, file_row_number + 1 AS _row, filename AS _file FROM {marked})"  # noqa: S608
        size = sum(file.stat().st_size for file in files)
        return _described(backend, table, parquet.name, read, numbered, is_large=size > _KEEP_BELOW_BYTES)
    return None


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _described(
    backend: DuckDBBackend, table: FactTable, label: str, relation: str, numbered: str, *, is_large: bool
) -> _Source:
    try:
        described = backend.rows(f"SELECT * FROM (DESCRIBE SELECT * FROM {relation})")  # noqa: S608
    except BackendFailure as fault:
        raise BadSnapshot(
            "unreadable-file",
            Text(f"文件 {label} 无法读取。", f"{label} cannot be read."),
            Text(
                "应为 UTF-8 编码、带表头的 CSV,或有效的 Parquet 文件。",
                "Expected a UTF-8 CSV with a header, or a sound Parquet file.",
            ),
        ) from fault
    types = dict(zip(described["column_name"].to_pylist(), described["column_type"].to_pylist(), strict=True))
    return _Source(table, label, relation, numbered, types, is_large)


def _check(backend: DuckDBBackend, source: _Source) -> None:
    _check_columns(source)
    try:
        tests = _open_tests(backend, source)
        counts = ", ".join(f"count(*) FILTER (WHERE {test.fault}) AS f{n}" for n, test in enumerate(tests))
        found = backend.rows(f"SELECT {counts} FROM {source.relation}").to_pylist()[0] if tests else {}  # noqa: S608
    except BackendFailure as fault:
        raise BadSnapshot(
            "unreadable-file",
            Text(f"文件 {source.label} 无法读取。", f"{source.label} cannot be read."),
            Text("各行的列数应与表头一致。", "Every row should have as many columns as the header."),
        ) from fault
    for n, test in enumerate(tests):
        if found[f"f{n}"]:
            _refuse(backend, source, test, count=found[f"f{n}"])
    _check_keys(backend, source)


def _open_tests(backend: DuckDBBackend, source: _Source) -> list[_Test]:
    """The tests that rows must be read for: of a large table those that its statistics do not answer."""
    tests = list(_tests(source))
    if not source.is_large:
        return tests
    proofs = ", ".join(f"({test.sound}) AS s{n}" for n, test in enumerate(tests))
    proven = backend.rows(f"SELECT {proofs} FROM {source.relation}").to_pylist()[0]  # noqa: S608
    return [test for n, test in enumerate(tests) if not proven[f"s{n}"]]


def _check_columns(source: _Source) -> None:
    missing = [column for column in source.table.columns if column.name not in source.types]
    unknown = [name for name in source.types if name not in source.table.names]
    for column in missing:
        near = get_close_matches(column.name, unknown, n=1, cutoff=0.6)
        if column.nullable and not near:
            continue
        hint_zh = (
            f"文件中的“{near[0]}”是否应为“{column.name}”?"
            if near
            else f"应有列“{column.name}”（{column.meaning.zh}）。"
        )
        hint_en = (
            f"Should “{near[0]}” be “{column.name}”?"
            if near
            else f"Expected a column “{column.name}” ({column.meaning.en})."
        )
        raise BadSnapshot(
            "missing-column",
            Text(f"文件 {source.label} 缺少列 {column.name}。", f"{source.label} has no column {column.name}."),
            Text(hint_zh, hint_en),
        )


def _tests(source: _Source) -> Iterator[_Test]:
    """The tests of each column."""
    for column in source.table.columns:
        if column.name not in source.types:
            continue
        name, stored = f'"{column.name}"', source.types[column.name]
        as_text = stored.startswith("VARCHAR")
        if not column.nullable:
            blank = f"{name} IS NULL OR trim({name}) = ''" if as_text else f"{name} IS NULL"
            # What sorts from the first visible character on is not blank.
            sound = f"count(*) = count({name})" + (f" AND min({name}) >= '!'" if as_text else "")
            yield _Test(column, blank, Text("此列不得为空", "a value: this column may not be empty"), sound)
        if column.kind is Kind.CHOICE:
            allowed = ", ".join(f"'{choice}'" for choice in column.choices)
            shown = "、".join(column.choices)
            expected = Text(f"以下之一：{shown}", f"one of: {', '.join(column.choices)}")
            yield _Test(column, f"{name} NOT IN ({allowed})", expected)
        elif column.kind is not Kind.TEXT:
            yield from _type_tests(column, name, stored, as_text=as_text)


def _type_tests(column: Column, name: str, stored: str, *, as_text: bool) -> Iterator[_Test]:
    expected = _EXPECTED[column.kind]
    if as_text:
        yield _Test(column, f"{name} IS NOT NULL AND NOT ({_TEXT_TESTS[column.kind].format(c=name)})", expected)
    elif not stored.startswith(_STORED[column.kind]):
        yield _Test(column, "true", expected)
    for bound, sign, extreme in ((column.least, "<", "min"), (column.greatest, ">", "max")):
        if bound is not None:
            said = Text(
                f"{'不小于' if sign == '<' else '不大于'} {bound}",
                f"{'at least' if sign == '<' else 'at most'} {bound}",
            )
            sound = "false" if as_text else f"coalesce(NOT {extreme}({name}) {sign} {bound}, true)"
            yield _Test(column, f"TRY_CAST({name} AS BIGINT) {sign} {bound}", said, sound)


def _refuse(backend: DuckDBBackend, source: _Source, test: _Test, *, count: int) -> None:
    column, expected, name = test.column, test.expected, f'"{test.column.name}"'
    first = backend.rows(
        f"SELECT _row, _file, CAST({name} AS VARCHAR) AS given FROM {source.numbered} "  # noqa: S608
        f"WHERE {test.fault} ORDER BY _file, _row LIMIT 1"
    ).to_pylist()[0]
    file = Path(first["_file"]).name
    is_shown = not (column.personal or column.name.endswith("_id") or first["given"] is None)
    given_zh = f"值“{first['given'][:40]}”不对" if is_shown else "值不对"
    given_en = f"“{first['given'][:40]}” is wrong" if is_shown else "the value is wrong"
    more = count - 1
    raise BadSnapshot(
        "bad-value",
        Text(
            f"文件 {file} 第 {first['_row']} 行，列 {column.name}:{given_zh}"
            + (f"(另有 {more} 行同样有误)。" if more else "。"),
            f"{file}, row {first['_row']}, column {column.name}: {given_en}"
            + (f" (and {more} more rows)." if more else "."),
        ),
        Text(f"应为{expected.zh}。", f"Expected {expected.en}."),
    )


def _doubled_keys(source: _Source) -> str:
    """A query that gives a row where a key comes twice.

    In a large table with a row a day the days of a month are counted as bits: a twentieth of the groups.
    """
    *others, last = source.table.key
    names = ", ".join(f'"{name}"' for name in others)
    if source.is_large and source.types[last] == "DATE":
        day = f'"{last}"'
        bits = f"bit_count(bit_or(1::INTEGER << (day({day}) - 1)))"
        return (
            f"SELECT {names}, year({day}) * 12 + month({day}) FROM {source.relation} "  # noqa: S608
            f"GROUP BY ALL HAVING count(*) <> {bits}"
        )
    return f'SELECT {names}{", " if names else ""}"{last}" FROM {source.relation} GROUP BY ALL HAVING count(*) > 1'  # noqa: S608


def _check_keys(backend: DuckDBBackend, source: _Source) -> None:
    keys = ", ".join(f'"{name}"' for name in source.table.key)
    doubled = backend.rows(
        f"SELECT count(*) AS n FROM ({_doubled_keys(source)})",  # noqa: S608
    ).to_pylist()[0]["n"]
    if not doubled:
        return
    row = backend.rows(
        f"SELECT _file, list_sort(list(_row)) AS found_at FROM {source.numbered} GROUP BY {keys}, _file "  # noqa: S608
        "HAVING count(*) > 1 ORDER BY found_at LIMIT 1"
    ).to_pylist()
    where_zh = f"第 {'、'.join(map(str, row[0]['found_at'][:5]))} 行" if row else "不同分片中"
    where_en = f"rows {', '.join(map(str, row[0]['found_at'][:5]))}" if row else "different parts"
    columns = "、".join(source.table.key)
    raise BadSnapshot(
        "duplicate-key",
        Text(
            f"文件 {source.label} {where_zh}的主键（{columns}）重复。",
            f"{source.label}: {where_en} share one key ({columns}).",
        ),
        Text("每个主键应只有一行。", "Expected one row for each key."),
    )
