"""DuckDB kept ready between evaluations: a live worker judges a few projects at a time, again and again.

For a handful of projects reading and planning the statements takes longer than running them, so they are prepared once.
"""

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from xinan.engine.backends.base import Rows
from xinan.engine.backends.duckdb import DuckDBBackend, engine_value, fact_columns
from xinan.engine.errors import BackendFailure
from xinan.rules.vocabulary import TABLES, FactTable
from xinan.rules.world import RAW_PREFIX

_GIVEN = "given"


class StandingDuckDB(DuckDBBackend):
    """A database whose tables are emptied and filled again, and whose statements stay prepared.

    Tables and statements are told apart by their SQL: a plan of another day makes new ones, so whoever keeps the
    backend should begin with a new one then. Temporary objects would void what is prepared; all of these are permanent,
    in memory.
    """

    def __init__(self, *, threads: int | None = None) -> None:
        super().__init__(threads=threads)
        self._tables: dict[str, str] = {}
        self._queries: dict[str, str] = {}
        for name in ("calendar", "minimum_wage"):
            self._run(f'CREATE TABLE memory.main."{name}" AS FROM "{name}"')
            self.connection.unregister(name)
        for table in TABLES.values():
            self._run(f'CREATE TABLE "{RAW_PREFIX}{table.name}" ({fact_columns(table)})')

    def make_view(self, name: str, sql: str) -> None:
        # Each statement that reads a view plans it anew; so few rows are sooner copied.
        self.make_table(name, sql)

    def make_table(self, name: str, sql: str) -> None:
        if self._tables.get(name) == sql:
            self._run(f'DELETE FROM "{name}"')  # noqa: S608 a name of a plan
        else:
            self._run(f'CREATE OR REPLACE TABLE "{name}" AS FROM ({sql}) LIMIT 0')
            self._run(f'PREPARE "fill {name}" AS INSERT INTO "{name}" {sql}')
            self._tables[name] = sql
        self._run(f'EXECUTE "fill {name}"')

    def rows(self, sql: str) -> Rows:
        try:
            if sql not in self._queries:
                name = f"query {len(self._queries)}"
                self.connection.execute(f'PREPARE "{name}" AS {sql}')
                self._queries[sql] = name
            return self._fetched(f'EXECUTE "{self._queries[sql]}"')
        except duckdb.Error as fault:
            raise BackendFailure(str(fault)) from fault

    def clear_away(self) -> None:
        """Free the rows of emptied tables."""
        self._run("CHECKPOINT")

    def load_arrow(self, facts: Mapping[str, pa.Table]) -> None:
        for table in TABLES.values():
            self._run(f'DELETE FROM "{RAW_PREFIX}{table.name}"')  # noqa: S608 a name of the vocabulary
            rows = facts.get(table.name)
            if rows is not None and rows.num_rows:
                self._fill(table, rows)

    def _fill(self, table: FactTable, rows: pa.Table) -> None:
        given = [column for column in table.columns if column.name in rows.column_names]
        names = ", ".join(f'"{column.name}"' for column in given)
        values = ", ".join(engine_value(column) for column in given)
        self.connection.register(_GIVEN, rows)
        self._run(f'INSERT INTO "{RAW_PREFIX}{table.name}" ({names}) SELECT {values} FROM {_GIVEN}')  # noqa: S608
        self.connection.unregister(_GIVEN)
