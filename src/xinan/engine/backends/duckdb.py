"""DuckDB: the engine of one machine."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from xinan.engine.backends.base import Rows
from xinan.engine.backends.dimensions import calendar_table, minimum_wage_table
from xinan.engine.errors import BackendFailure
from xinan.rules.vocabulary import TABLES, Column, FactTable, Kind
from xinan.rules.world import RAW_PREFIX

_SQL_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.CHOICE: "VARCHAR",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.INTEGER: "INTEGER",
    Kind.MONEY: "DECIMAL(18,2)",
    Kind.NUMBER: "DECIMAL(18,6)",
    Kind.DATE: "DATE",
    Kind.TIME: "INTEGER",
    Kind.TIMESTAMP: "TIMESTAMP",
    Kind.MONTH: "INTEGER",
}
# A province needs 2 GB; of what does not fit, DuckDB puts rows aside on disk rather than have all of the machine.
_MOST_MEMORY = 7 * 2**30
_SHARE_OF_MACHINE = 0.6


class DuckDBBackend:
    """One in-memory database for one evaluation. Use as a context manager: it closes itself."""

    dialect = "duckdb"

    def __init__(self, *, threads: int | None = None) -> None:
        self._aside = TemporaryDirectory(prefix="xinan-engine-", ignore_cleanup_errors=True)
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{_memory_limit()}B",
            "temp_directory": self._aside.name,
        }
        self.connection = duckdb.connect(":memory:", config=config | ({"threads": threads} if threads else {}))
        self.connection.register("calendar", calendar_table())
        self.connection.register("minimum_wage", minimum_wage_table())

    def __enter__(self) -> "DuckDBBackend":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up the database and all its rows."""
        self.connection.close()
        self._aside.cleanup()

    def make_view(self, name: str, sql: str) -> None:
        self._run(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {sql}')

    def make_table(self, name: str, sql: str) -> None:
        self._run(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {sql}')

    def forget(self, name: str) -> None:
        self._run(f'DROP TABLE "{name}"')

    def rows(self, sql: str) -> Rows:
        try:
            return self._fetched(sql)
        except duckdb.Error as fault:
            raise BackendFailure(str(fault)) from fault

    def _fetched(self, sql: str) -> Rows:
        # `sql(…)` would plan the statement twice: once for its columns, once to run it.
        found = self.connection.execute(sql)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def load_arrow(self, facts: Mapping[str, pa.Table]) -> None:
        """Take facts from memory, columns as in the vocabulary; a missing table is an empty one."""
        for table in TABLES.values():
            rows = facts.get(table.name)
            if rows is None:
                self.load_empty(table)
            else:
                self.connection.register(f"given_{table.name}", rows)
                self.load_from(table, f'"given_{table.name}"', given=set(rows.column_names))

    def load_from(self, table: FactTable, source: str, *, given: set[str], keep: bool = True) -> None:
        """Take a table's facts from a relation of this connection, brought to the engine's types.

        `keep` copies the rows into memory; without it they are read from `source` each time (large files).
        """
        columns = ", ".join(f'{engine_value(c) if c.name in given else _null(c)} AS "{c.name}"' for c in table.columns)
        kind = "TABLE" if keep else "VIEW"
        self._run(f'CREATE OR REPLACE TEMP {kind} "{RAW_PREFIX}{table.name}" AS SELECT {columns} FROM {source}')  # noqa: S608

    def load_empty(self, table: FactTable) -> None:
        """An empty fact table."""
        self._run(f'CREATE OR REPLACE TEMP TABLE "{RAW_PREFIX}{table.name}" ({fact_columns(table)})')

    def write_csv(self, rows: pa.Table, path: Path) -> None:
        """Rows as a CSV file."""
        self.connection.from_arrow(rows).write_csv(str(path))

    def _run(self, sql: str) -> None:
        try:
            self.connection.execute(sql)
        except duckdb.Error as fault:
            raise BackendFailure(str(fault)) from fault


def _memory_limit() -> int:
    """Bytes."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min(_MOST_MEMORY, int(machine * _SHARE_OF_MACHINE))


def fact_columns(table: FactTable) -> str:
    """The columns of a fact table with the engine's types, as CREATE TABLE wants them."""
    return ", ".join(f'"{column.name}" {_SQL_TYPES[column.kind]}' for column in table.columns)


def engine_value(column: Column) -> str:
    """The SQL that brings a column, text or already typed, to the engine's type."""
    name = f'"{column.name}"'
    if column.kind is Kind.TIME:
        return f"CAST(epoch(CAST({name} AS TIME)) AS INTEGER)"
    if column.kind is Kind.MONTH:
        return f"CAST(CAST(left({name}, 4) AS INTEGER) * 12 + CAST(substr({name}, 6, 2) AS INTEGER) - 1 AS INTEGER)"
    return f"CAST({name} AS {_SQL_TYPES[column.kind]})"


def _null(column: Column) -> str:
    return f"CAST(NULL AS {_SQL_TYPES[column.kind]})"
