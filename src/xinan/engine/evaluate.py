"""Evaluation from the outside: facts in, findings and their reasons out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pyarrow as pa

from xinan.engine.backends.duckdb import DuckDBBackend
from xinan.engine.backends.snapshot import load_snapshot
from xinan.engine.execute import execute
from xinan.engine.explain import Explanation, explain
from xinan.engine.finding import Finding
from xinan.engine.plan import make_plan
from xinan.rules.book import ParameterBook, shipped_book

Facts = Mapping[str, pa.Table] | Path


@contextmanager
def _loaded(facts: Facts) -> Iterator[DuckDBBackend]:
    with DuckDBBackend() as backend:
        if isinstance(facts, Path):
            load_snapshot(backend, facts)
        else:
            backend.load_arrow(facts)
        yield backend


def evaluate(
    facts: Facts, *, as_of: date, rules: Sequence[str] | None = None, book: ParameterBook | None = None
) -> list[Finding]:
    """The findings of some rules (all where None) at the end of a day.

    `facts` holds Arrow tables with the columns of the vocabulary (a missing table is an empty one), or is the
    directory of a fact snapshot; BadSnapshot then names file, column, row and what was expected.
    """
    plan = make_plan(as_of=as_of, rules=rules, book=book or shipped_book())
    with _loaded(facts) as backend:
        return execute(plan, backend)


class Loaded:
    """Facts in an engine, to be judged several times: on many days, or by two books."""

    def __init__(self, backend: DuckDBBackend) -> None:
        self._backend = backend

    def evaluate(
        self, *, as_of: date, rules: Sequence[str] | None = None, book: ParameterBook | None = None
    ) -> list[Finding]:
        """As `evaluate` of these facts."""
        plan = make_plan(as_of=as_of, rules=rules, book=book or shipped_book(), dialect=self._backend.dialect)
        return execute(plan, self._backend)


@contextmanager
def loaded(facts: Facts) -> Iterator[Loaded]:
    """The facts, loaded once; BadSnapshot as `evaluate`."""
    with _loaded(facts) as backend:
        yield Loaded(backend)


def explain_findings(
    facts: Facts,
    *,
    as_of: date,
    rule_id: str,
    subject_id: str,
    period: str | None = None,
    book: ParameterBook | None = None,
) -> list[Explanation]:
    """Why a rule holds for a subject (a project, a worker, an enterprise); empty where it does not hold."""
    with _loaded(facts) as backend:
        return explain(
            backend, as_of=as_of, rule_id=rule_id, subject_id=subject_id, period=period, book=book or shipped_book()
        )
