"""Reads a Parquet snapshot into Spark, with the checks that DuckDB makes: each table is gone through by the workers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

from pyspark.sql import DataFrame

from xinan.engine.backends import refusals
from xinan.engine.backends.faults import Fault, Tongue, faults_of
from xinan.engine.backends.layout import files_of
from xinan.engine.backends.spark import SparkBackend, failing
from xinan.engine.errors import BackendFailure
from xinan.rules.vocabulary import TABLES, FactTable, Kind

_WHOLE = ("tinyint", "smallint", "int", "bigint")
_DECIMAL = ("decimal", "int", "bigint", "double", "float")

_TONGUE = Tongue(
    quote="`",
    text_type="string",
    stored={
        Kind.BOOLEAN: ("boolean",),
        Kind.INTEGER: _WHOLE,
        Kind.MONEY: _DECIMAL,
        Kind.NUMBER: _DECIMAL,
        Kind.DATE: ("date", "timestamp"),
        Kind.TIME: ("time(",),
        Kind.TIMESTAMP: ("timestamp",),
        Kind.MONTH: (),
    },
    text_tests={
        Kind.BOOLEAN: "TRY_CAST({c} AS BOOLEAN) IS NOT NULL",
        Kind.INTEGER: "{c} RLIKE '^[+-]?[0-9]{{1,9}}$'",
        Kind.MONEY: "{c} RLIKE '^[+-]?[0-9]{{1,16}}([.][0-9]{{1,2}}0*)?$'",
        Kind.NUMBER: "{c} RLIKE '^[+-]?[0-9]{{1,12}}([.][0-9]{{1,6}}0*)?$'",
        # Spark alone would take a year for a date.
        Kind.DATE: "{c} RLIKE '^ *[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}' AND TRY_CAST({c} AS DATE) IS NOT NULL",
        Kind.TIME: "TRY_CAST({c} AS TIME(6)) IS NOT NULL",
        Kind.TIMESTAMP: "TRY_CAST({c} AS TIMESTAMP) IS NOT NULL",
        Kind.MONTH: "{c} RLIKE '^[0-9]{{4}}-(0[1-9]|1[0-2])$'",
    },
)


@dataclass(frozen=True, slots=True)
class _Source:
    """The files of one table as Spark reads them."""

    table: FactTable
    label: str
    rows: DataFrame


def load_spark_snapshot(backend: SparkBackend, directory: Path, *, abreast: int = 4) -> None:
    """Take the facts of `directory` into the backend; BadSnapshot before anything is judged.

    All workers must see the directory under the same path. `abreast` tables are gone through at a time.
    """
    if not directory.is_dir():
        raise refusals.no_directory(directory)
    sources = [source for table in TABLES.values() if (source := _source(backend, directory, table)) is not None]
    if not sources:
        raise refusals.no_tables(directory)
    with ThreadPoolExecutor(abreast, thread_name_prefix="check") as threads:
        # In the vocabulary's order, so that the same fault is named each time.
        for checked in [threads.submit(_check, source) for source in sources]:
            checked.result()
    present = {source.table.name: source for source in sources}
    for table in TABLES.values():
        source = present.get(table.name)
        if source is None:
            backend.load_empty(table)
        else:
            backend.load_from(table, source.rows)


def _source(backend: SparkBackend, directory: Path, table: FactTable) -> _Source | None:
    files = files_of(directory, table)
    if files is None:
        return None
    if files.is_csv:
        raise refusals.only_parquet(files.root.name)
    try:
        with failing():
            rows = backend.session.read.parquet(str(files.root.resolve()))
    except BackendFailure as failure:
        raise refusals.unreadable(files.root.name) from failure
    return _Source(table, files.root.name, rows)


def _check(source: _Source) -> None:
    types = dict(source.rows.dtypes)
    refusals.check_columns(source.table, source.label, list(types))
    faults = list(faults_of(source.table, types, _TONGUE))
    counts = [f"count_if({fault.condition}) AS f{n}" for n, fault in enumerate(faults)]
    try:
        with failing():
            found = source.rows.selectExpr(*counts).toArrow().to_pylist()[0]
    except BackendFailure as failure:
        raise refusals.broken_rows(source.label) from failure
    for n, fault in enumerate(faults):
        if found[f"f{n}"]:
            _refuse(source, fault, count=found[f"f{n}"])
    _check_keys(source)


def _refuse(source: _Source, fault: Fault, *, count: int) -> None:
    name = fault.column.name
    bad = source.rows.where(fault.condition).selectExpr(*_PLACE, f"CAST(`{name}` AS STRING) AS given")
    with failing():
        first = bad.orderBy("_file", "_row").limit(1).toArrow().to_pylist()[0]
    raise refusals.bad_value(
        fault.column,
        file=_file_name(first["_file"]),
        row=first["_row"],
        given=first["given"],
        expected=fault.expected,
        count=count,
    )


# Where a row stands: Spark knows the file and the number within it.
_PLACE = ("_metadata.file_path AS _file", "_metadata.row_index + 1 AS _row")


def _check_keys(source: _Source) -> None:
    keys = list(source.table.key)
    with failing():
        if source.rows.select(*keys).groupBy(*keys).count().where("count > 1").isEmpty():
            return
        placed = source.rows.selectExpr(*(f"`{key}`" for key in keys), *_PLACE)
        together = placed.groupBy(*keys, "_file").agg({"_row": "collect_list"})
        doubled = together.selectExpr("array_sort(`collect_list(_row)`) AS found_at").where("size(found_at) > 1")
        row = doubled.orderBy("found_at").limit(1).toArrow().to_pylist()
    raise refusals.doubled_key(source.table, source.label, row[0]["found_at"] if row else ())


def _file_name(url: str) -> str:
    return Path(unquote(urlparse(url).path)).name
