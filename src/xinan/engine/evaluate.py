"""Evaluation from the outside: facts in, findings out."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from xinan.engine.backends.duckdb import DuckDBBackend
from xinan.engine.backends.snapshot import load_snapshot
from xinan.engine.execute import execute
from xinan.engine.finding import Finding
from xinan.engine.plan import make_plan
from xinan.rules.book import ParameterBook, shipped_book


def evaluate(
    facts: Mapping[str, pa.Table],
    *,
    as_of: date,
    rules: Sequence[str] | None = None,
    book: ParameterBook | None = None,
) -> list[Finding]:
    """The findings of some rules (all where None) on facts in memory, at the end of a day.

    `facts` holds Arrow tables with the columns of the vocabulary; a missing table is an empty one.
    """
    plan = make_plan(as_of=as_of, rules=rules, book=book or shipped_book())
    with DuckDBBackend() as backend:
        backend.load_arrow(facts)
        return execute(plan, backend)


def evaluate_snapshot(
    directory: Path,
    *,
    as_of: date,
    rules: Sequence[str] | None = None,
    book: ParameterBook | None = None,
) -> list[Finding]:
    """The same for a fact snapshot on disk; BadSnapshot names file, column, row and what was expected."""
    plan = make_plan(as_of=as_of, rules=rules, book=book or shipped_book())
    with DuckDBBackend() as backend:
        load_snapshot(backend, directory)
        return execute(plan, backend)
