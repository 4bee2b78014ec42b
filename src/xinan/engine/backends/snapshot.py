"""Reads a fact snapshot into DuckDB: a directory with a file or Parquet folder per fact table, checked before judged."""

from dataclasses import dataclass
from pathlib import Path

from xinan.engine.backends import refusals
from xinan.engine.backends.duckdb import DuckDBBackend
from xinan.engine.backends.faults import Fault, Tongue, faults_of
from xinan.engine.backends.layout import Files, files_of
from xinan.engine.errors import BackendFailure
from xinan.rules.vocabulary import TABLES, FactTable, Kind

# Above this many bytes a Parquet table is read from disk each time rather than copied into memory.
_KEEP_BELOW_BYTES = 64 * 1024 * 1024

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_DECIMAL = ("DECIMAL", "INTEGER", "BIGINT", "DOUBLE", "FLOAT")

_TONGUE = Tongue(
    quote='"',
    text_type="VARCHAR",
    stored={
        Kind.BOOLEAN: ("BOOLEAN",),
        Kind.INTEGER: _WHOLE,
        Kind.MONEY: _DECIMAL,
        Kind.NUMBER: _DECIMAL,
        Kind.DATE: ("DATE", "TIMESTAMP"),
        Kind.TIME: ("TIME",),
        Kind.TIMESTAMP: ("TIMESTAMP",),
        Kind.MONTH: (),
    },
    text_tests={
        Kind.BOOLEAN: "TRY_CAST({c} AS BOOLEAN) IS NOT NULL",
        Kind.INTEGER: "regexp_full_match({c}, '[+-]?[0-9]{{1,9}}')",
        Kind.MONEY: r"regexp_full_match({c}, '[+-]?[0-9]{{1,16}}([.][0-9]{{1,2}}0*)?')",
        Kind.NUMBER: r"regexp_full_match({c}, '[+-]?[0-9]{{1,12}}([.][0-9]{{1,6}}0*)?')",
        Kind.DATE: "TRY_CAST({c} AS DATE) IS NOT NULL",
        Kind.TIME: "TRY_CAST({c} AS TIME) IS NOT NULL",
        Kind.TIMESTAMP: "TRY_CAST({c} AS TIMESTAMP) IS NOT NULL",
        Kind.MONTH: "regexp_full_match({c}, '[0-9]{{4}}-(0[1-9]|1[0-2])')",
    },
)


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one table: how DuckDB reads them, and which columns of which types they have."""

    table: FactTable
    label: str
    relation: str
    numbered: str
    types: dict[str, str]
    is_large: bool
    has_statistics: bool


def load_snapshot(backend: DuckDBBackend, directory: Path) -> None:
    """Take the facts of `directory` into the backend; BadSnapshot before anything is judged."""
    if not directory.is_dir():
        raise refusals.no_directory(directory)
    sources = [source for table in TABLES.values() if (source := source_of(backend, directory, table)) is not None]
    if not sources:
        raise refusals.no_tables(directory)
    for source in sources:
        check_source(backend, source)
    present = {source.table.name: source for source in sources}
    for table in TABLES.values():
        source = present.get(table.name)
        if source is None:
            backend.load_empty(table)
        else:
            backend.load_from(table, source.relation, given=set(source.types), keep=not source.is_large)


def source_of(backend: DuckDBBackend, directory: Path, table: FactTable) -> Source | None:
    """How DuckDB reads a table of a snapshot; None where it has none. Not yet checked."""
    files = files_of(directory, table)
    if files is None:
        return None
    label = files.root.name
    if files.is_csv:
        read = f"read_csv({_quoted(files.root)}, all_varchar=true, header=true, null_padding=false)"
        numbered = f"(SELECT *, row_number() OVER () + 1 AS _row, '{label}' AS _file FROM {read})"  # noqa: S608
        return _described(backend, table, label, read, numbered, is_large=False, has_statistics=False)
    read, marked = _parquet(files), _parquet(files, ", filename=true, file_row_number=true")
    numbered = f"(SELECT *, file_row_number + 1 AS _row, filename AS _file FROM {marked})"  # noqa: S608
    size = sum(file.stat().st_size for file in files.files)
    return _described(backend, table, label, read, numbered, is_large=size > _KEEP_BELOW_BYTES, has_statistics=True)


def _parquet(files: Files, more: str = "") -> str:
    names = "[" + ", ".join(_quoted(file) for file in files.files) + "]"
    # What a folder's name says stays text: a region 01 is no number.
    hive = "hive_partitioning=true, hive_types_autocast=false" if files.is_partitioned else "hive_partitioning=false"
    return f"read_parquet({names}, union_by_name=true, {hive}{more})"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _described(
    backend: DuckDBBackend,
    table: FactTable,
    label: str,
    relation: str,
    numbered: str,
    *,
    is_large: bool,
    has_statistics: bool,
) -> Source:
    try:
        types = type_names(backend, relation)
    except BackendFailure as fault:
        raise refusals.unreadable(label) from fault
    return Source(table, label, relation, numbered, types, is_large, has_statistics)


def type_names(backend: DuckDBBackend, relation: str) -> dict[str, str]:
    """The columns of a relation with their types as DuckDB names them."""
    described = backend.rows(f"SELECT * FROM (DESCRIBE SELECT * FROM {relation})")  # noqa: S608
    return {row["column_name"]: row["column_type"] for row in described}


def check_source(backend: DuckDBBackend, source: Source) -> None:
    """BadSnapshot for the first column that is missing, value that is wrong, or key that comes twice."""
    refusals.check_columns(source.table, source.label, list(source.types))
    try:
        faults = _not_ruled_out(backend, source)
        counts = ", ".join(f"count(*) FILTER (WHERE {fault.condition}) AS f{n}" for n, fault in enumerate(faults))
        found = backend.rows(f"SELECT {counts} FROM {source.relation}")[0] if faults else {}  # noqa: S608
    except BackendFailure as failure:
        raise refusals.broken_rows(source.label) from failure
    for n, fault in enumerate(faults):
        if found[f"f{n}"]:
            _refuse(backend, source, fault, count=found[f"f{n}"])
    _check_keys(backend, source)


def _not_ruled_out(backend: DuckDBBackend, source: Source) -> list[Fault]:
    """The faults for which rows must be read: those that a Parquet file's statistics do not rule out."""
    faults = list(faults_of(source.table, source.types, _TONGUE))
    if not source.has_statistics:
        return faults
    proofs = ", ".join(f"({fault.sound}) AS s{n}" for n, fault in enumerate(faults))
    proven = backend.rows(f"SELECT {proofs} FROM {source.relation}")[0]  # noqa: S608
    return [fault for n, fault in enumerate(faults) if not proven[f"s{n}"]]


def _refuse(backend: DuckDBBackend, source: Source, fault: Fault, *, count: int) -> None:
    first = backend.rows(
        f'SELECT _row, _file, CAST("{fault.column.name}" AS VARCHAR) AS given FROM {source.numbered} '  # noqa: S608
        f"WHERE {fault.condition} ORDER BY _file, _row LIMIT 1"
    )[0]
    raise refusals.bad_value(
        fault.column,
        file=Path(first["_file"]).name,
        row=first["_row"],
        given=first["given"],
        expected=fault.expected,
        count=count,
    )


def _doubled_keys(source: Source) -> str:
    """A query that gives a row where a key comes twice.

    In a table with a row a day the days of a month are counted as bits: a twentieth of the groups.
    """
    *others, last = (f'"{name}"' for name in source.table.key)
    if source.is_large and source.types[source.table.key[-1]] == "DATE":
        month = ", ".join([*others, f"year({last}) * 12 + month({last})"])
        bits = f"bit_count(bit_or(1::INTEGER << (day({last}) - 1)))"
        return f"SELECT {month} FROM {source.relation} GROUP BY ALL HAVING count(*) <> {bits}"  # noqa: S608
    keys = ", ".join([*others, last])
    return f"SELECT {keys} FROM {source.relation} GROUP BY ALL HAVING count(*) > 1"  # noqa: S608


def _check_keys(backend: DuckDBBackend, source: Source) -> None:
    keys = ", ".join(f'"{name}"' for name in source.table.key)
    doubled = backend.rows(f"SELECT count(*) AS n FROM ({_doubled_keys(source)})")[0]["n"]  # noqa: S608
    if not doubled:
        return
    row = backend.rows(
        f"SELECT _file, list_sort(list(_row)) AS found_at FROM {source.numbered} GROUP BY {keys}, _file "  # noqa: S608
        "HAVING count(*) > 1 ORDER BY found_at LIMIT 1"
    )
    raise refusals.doubled_key(source.table, source.label, row[0]["found_at"] if row else ())
