"""Checks Arrow facts that somebody gives, as a snapshot's files are checked, before anything is judged."""

from collections.abc import Mapping

import pyarrow as pa

from xinan.engine.backends.duckdb import DuckDBBackend
from xinan.engine.backends.snapshot import Source, check_source, type_names
from xinan.rules.vocabulary import fact_table


def check_given(backend: DuckDBBackend, facts: Mapping[str, pa.Table]) -> None:
    """BadSnapshot names table, row (the first is 1), column, and what was expected; KeyError for an unknown table."""
    for name, rows in facts.items():
        table, relation = fact_table(name), f'"checked_{name}"'
        backend.connection.register(f"checked_{name}", rows)
        numbered = f"(SELECT *, row_number() OVER () AS _row, '{name}' AS _file FROM {relation})"  # noqa: S608
        source = Source(
            table, name, relation, numbered, type_names(backend, relation), is_large=False, has_statistics=False
        )
        check_source(backend, source)
        backend.connection.unregister(f"checked_{name}")
