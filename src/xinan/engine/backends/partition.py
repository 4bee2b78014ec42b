"""Lays a snapshot out for many machines: a folder per table, in it a folder per region, in it Parquet files."""

from pathlib import Path
from typing import Final

import duckdb

from xinan.engine.backends.duckdb import DuckDBBackend
from xinan.engine.backends.snapshot import Source, load_snapshot, source_of
from xinan.engine.errors import BackendFailure, BadSnapshot
from xinan.kernel.text import Text
from xinan.rules.vocabulary import TABLES, Column, FactTable, Kind, Scope

# Where a row belongs to a project that is not there.
NOWHERE: Final = "none"

_STORED = {
    Kind.TEXT: "VARCHAR",
    Kind.CHOICE: "VARCHAR",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.INTEGER: "INTEGER",
    Kind.MONEY: "DECIMAL(18,2)",
    Kind.NUMBER: "DECIMAL(18,6)",
    Kind.DATE: "DATE",
    Kind.TIME: "TIME",
    Kind.TIMESTAMP: "TIMESTAMP",
    Kind.MONTH: "VARCHAR",
}

# The key by which a row belongs to a project, and the query of each such key's region.
_REGIONS = {
    Scope.PROJECT: ("project_id", "SELECT project_id, left(region_code, {digits}) AS region FROM raw_project"),
    Scope.ACCOUNT: (
        "account_id",
        "SELECT account_id, region FROM raw_wage_account JOIN region_of_project USING (project_id)",
    ),
    Scope.DEPOSIT: (
        "deposit_id",
        "SELECT deposit_id, region FROM raw_deposit JOIN region_of_project USING (project_id)",
    ),
}


def partition_snapshot(directory: Path, into: Path, *, digits: int = 2) -> None:
    """Write the snapshot of `directory`, checked, into a new directory `into`, its tables in folders by region.

    A region is the first `digits` of the project's code: 2 a province, 4 a prefecture, 6 a county. Tables that
    belong to no project (workers, enterprises, regions) are one file each. Raises BadSnapshot, also where `into` is
    there already: two layouts in one directory would be judged as one.
    """
    if into.exists() and any(into.iterdir()):
        raise BadSnapshot(
            "directory-not-empty",
            Text(f"目录 {into} 不是空的。", f"The directory {into} is not empty."),
            Text("请给出新的目录。", "Give a new one."),
        )
    into.mkdir(parents=True, exist_ok=True)
    with DuckDBBackend() as backend:
        load_snapshot(backend, directory)
        for scope, (_, regions) in _REGIONS.items():
            backend.make_table(f"region_of_{scope}", regions.format(digits=int(digits)))
        for table in TABLES.values():
            source = source_of(backend, directory, table)
            if source is not None:
                _write(backend, table, source, into=into)


def _write(backend: DuckDBBackend, table: FactTable, source: Source, *, into: Path) -> None:
    columns = ", ".join(_stored(column) for column in table.columns if column.name in source.types)
    target = str(into / f"{table.name}.parquet").replace("'", "''")
    query, more = f"SELECT {columns} FROM {source.relation} AS given", ""  # noqa: S608
    if table.scope in _REGIONS:
        key, _ = _REGIONS[table.scope]
        query = (
            f"SELECT {columns}, coalesce(place.region, '{NOWHERE}') AS region FROM {source.relation} AS given "  # noqa: S608
            f"LEFT JOIN region_of_{table.scope} AS place ON given.{key} = place.{key}"
        )
        more = ", PARTITION_BY (region)"
    try:
        backend.connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd{more})")
    except duckdb.Error as fault:
        raise BackendFailure(str(fault)) from fault


def _stored(column: Column) -> str:
    """A column in the type that every engine reads."""
    return f'CAST(given."{column.name}" AS {_STORED[column.kind]}) AS "{column.name}"'
