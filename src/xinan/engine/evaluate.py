"""Evaluation from the outside: facts in, findings and their reasons out."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from xinan.engine.backends.duckdb import DuckDBBackend
from xinan.engine.backends.given import check_given
from xinan.engine.backends.snapshot import load_snapshot
from xinan.engine.execute import execute
from xinan.engine.explain import EvidenceRows, Explanation, explain
from xinan.engine.finding import Finding
from xinan.engine.plan import make_plan
from xinan.engine.risk import assess, part_rows
from xinan.rules.book import ParameterBook, shipped_book
from xinan.rules.risk.model import Points, Risk

Facts = Mapping[str, pa.Table] | Path


@contextmanager
def _loaded(facts: Facts, *, is_checked: bool = True) -> Iterator[DuckDBBackend]:
    """An engine with the facts; Arrow tables are taken as they are where a database has checked them already."""
    with DuckDBBackend() as backend:
        if isinstance(facts, Path):
            load_snapshot(backend, facts)
        else:
            if not is_checked:
                check_given(backend, facts)
            backend.load_arrow(facts)
        yield backend


def evaluate(
    facts: Facts, *, as_of: date, rules: Sequence[str] | None = None, book: ParameterBook | None = None
) -> list[Finding]:
    """The findings of some rules (all where None) at the end of a day.

    `facts` holds Arrow tables with the columns of the vocabulary (a missing table is an empty one), or is the
    directory of a fact snapshot; BadSnapshot names file or table, column, row and what was expected.
    """
    plan = make_plan(as_of=as_of, rules=rules, book=book or shipped_book())
    with _loaded(facts, is_checked=False) as backend:
        return execute(plan, backend, keeps_tables=False)


@dataclass(frozen=True, slots=True)
class Judgement:
    """All findings of a day, and the risk index of every project that is not completed or has an open finding."""

    findings: list[Finding]
    risks: list[Risk]


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

    def judge(
        self,
        *,
        as_of: date,
        rules: Sequence[str] | None = None,
        book: ParameterBook | None = None,
        points: Points | None = None,
    ) -> Judgement:
        """The findings, and the risk indices that follow from them and from the same facts."""
        used = book or shipped_book()
        plan = make_plan(as_of=as_of, rules=rules, book=used, dialect=self._backend.dialect)
        findings = execute(plan, self._backend)
        return Judgement(findings, assess(self._backend, plan, findings, book=used, points=points))

    def part_rows(
        self, *, part_id: str, project_id: str, as_of: date, book: ParameterBook | None = None
    ) -> list[EvidenceRows]:
        """The rows behind a part of a project's risk index."""
        return part_rows(
            self._backend, part_id=part_id, project_id=project_id, as_of=as_of, book=book or shipped_book()
        )


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


def judge(
    facts: Facts, *, as_of: date, rules: Sequence[str] | None = None, book: ParameterBook | None = None
) -> Judgement:
    """Findings as `evaluate`, and the risk index of every project that is not completed or has an open finding."""
    with loaded(facts) as held:
        return held.judge(as_of=as_of, rules=rules, book=book)
