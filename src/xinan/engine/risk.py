"""The risk index of every project: its signals are read on the engine that has just judged the rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir

from xinan.engine.backends.base import Backend, Rows
from xinan.engine.errors import BackendFailure, RuleFailed
from xinan.engine.execute import measure_value
from xinan.engine.explain import EVIDENCE_LIMIT, EvidenceRows
from xinan.engine.finding import Finding, Status
from xinan.engine.plan import SILENCES, Plan, Step, StepKind, bind_day, make_step, make_world, table_steps
from xinan.rules.book import ParameterBook
from xinan.rules.model import Feed
from xinan.rules.risk.model import Part, Points, Risk, Signal
from xinan.rules.risk.parts import PARTS, find_part
from xinan.rules.risk.points import shipped_points
from xinan.rules.risk.score import Reading, score
from xinan.rules.world import World

_PAYROLL_SILENT = "data_quality/payroll-silent"
_SIGNALS = tuple((part, part.signal) for part in PARTS if part.signal is not None)


@dataclass(frozen=True)
class _Key:
    """A parameter book by its values."""

    fingerprint: str
    book: ParameterBook = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The tables that the signals need, then each part's query; `columns` are those of an evidence table."""

    tables: tuple[Step, ...]
    queries: tuple[Step, ...]
    columns: tuple[str, ...] = ()


def assess(
    backend: Backend, plan: Plan, findings: Sequence[Finding], *, book: ParameterBook, points: Points | None = None
) -> list[Risk]:
    """The index of every project that is not completed or has an open finding, in the order of their numbers.

    `plan` has just run on `backend` and gave `findings`. RuleFailed names the part that could not be read.
    """
    compiled = _signals(book.epoch(plan.as_of), _Key(book.fingerprint(), book), plan.dialect)
    _make(backend, compiled.tables, as_of=plan.as_of, made={step.name for step in plan.steps})
    readings: dict[str, dict[str, Reading]] = {}
    silent = _silent_feeds(backend, findings)
    for (part, signal), query in zip(_SIGNALS, bind_day(compiled.queries, as_of=plan.as_of), strict=True):
        for project_id, reading in _readings(backend, part, signal, query.sql):
            readings.setdefault(project_id, {})[part.id] = reading
        for project_id, feeds in silent.items():
            hidden = next((feed for feed in signal.needs if feed in feeds), None)
            if hidden is not None:
                readings.setdefault(project_id, {})[part.id] = Reading(Decimal(0), {}, silent=hidden.value)
    opened: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.status is Status.RAISED and finding.project_id is not None:
            opened.setdefault(finding.project_id, []).append(finding)
    chosen = points or shipped_points()
    return [
        score(
            project_id,
            findings=opened.get(project_id, ()),
            readings=readings.get(project_id, {}),
            points=chosen,
            as_of=plan.as_of,
        )
        for project_id in _projects(backend, also=opened)
    ]


def part_rows(
    backend: Backend, *, part_id: str, project_id: str, as_of: date, book: ParameterBook
) -> list[EvidenceRows]:
    """The rows that a signal's value of one project rests on; KeyError for a part that there is not."""
    part, made, found = find_part(part_id), set[str](), []
    for number, evidence in enumerate(part.signal.evidence if part.signal else ()):
        key = _Key(book.fingerprint(), book)
        compiled = _evidence(book.epoch(as_of), key, backend.dialect, part_id, number)
        _make(backend, compiled.tables, as_of=as_of, made=made)
        (query,) = bind_day(compiled.queries, as_of=as_of)
        shown = [name for name in evidence.columns if name in compiled.columns]
        rows = [row for row in _rows(backend, part_id, query.sql) if row["project_id"] == project_id]
        mine = sorted(({name: row[name] for name in shown} for row in rows), key=_in_order)
        found.append(EvidenceRows(evidence, tuple(mine[:EVIDENCE_LIMIT]), len(mine)))
    return found


def _in_order(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in row.values())


@lru_cache(maxsize=32)
def _signals(epoch: date, key: _Key, dialect: str) -> _Compiled:
    world = make_world(as_of=epoch, book=key.book)
    world.table(SILENCES)
    queries = tuple(
        make_step(StepKind.FINDINGS, part.id, _of_signal(signal, world), dialect) for part, signal in _SIGNALS
    )
    return _Compiled(table_steps(world, dialect), queries)


@lru_cache(maxsize=64)
def _evidence(epoch: date, key: _Key, dialect: str, part_id: str, number: int) -> _Compiled:
    world, signal = make_world(as_of=epoch, book=key.book), find_part(part_id).signal
    if signal is None:
        return _Compiled((), ())
    rows = signal.evidence[number].rows(world, world.shared if signal.owner == "shared" else world.bound(signal.owner))
    query = make_step(StepKind.FINDINGS, part_id, rows, dialect)
    return _Compiled(table_steps(world, dialect), (query,), tuple(rows.columns))


def _of_signal(signal: Signal, world: World) -> ir.Table:
    rows = signal.rows(world, world.shared if signal.owner == "shared" else world.bound(signal.owner))
    return rows.select("project_id", *(measure.name for measure in signal.measures), value=ibis._.value.cast("string"))


def _readings(backend: Backend, part: Part, signal: Signal, sql: str) -> Iterable[tuple[str, Reading]]:
    for row in _rows(backend, part.id, sql):
        measures = {m.name: measure_value(row[m.name], m.unit) for m in signal.measures}
        yield row["project_id"], Reading(Decimal(row["value"]), measures)


def _silent_feeds(backend: Backend, findings: Iterable[Finding]) -> dict[str, set[Feed]]:
    """The silent feeds of each project: bank and gate as for the rules, payroll where its rule says so."""
    sql = f'SELECT project_id, is_bank_silent, is_attendance_silent FROM "{SILENCES}"'  # noqa: S608  a constant
    found: dict[str, set[Feed]] = {}
    for row in _rows(backend, SILENCES, sql):
        feeds = {feed for feed in (Feed.BANK, Feed.ATTENDANCE) if row[f"is_{feed}_silent"]}
        if feeds:
            found[row["project_id"]] = feeds
    for finding in findings:
        if finding.rule == _PAYROLL_SILENT and finding.project_id is not None:
            found.setdefault(finding.project_id, set()).add(Feed.PAYROLL)
    return found


def _projects(backend: Backend, *, also: Iterable[str]) -> Sequence[str]:
    rows = _rows(backend, "project", "SELECT project_id FROM project WHERE completed_on IS NULL")
    return sorted({row["project_id"] for row in rows} | set(also))


def _make(backend: Backend, steps: Iterable[Step], *, as_of: date, made: set[str]) -> None:
    """The tables that are not made yet."""
    for step in bind_day(steps, as_of=as_of):
        if step.name in made:
            continue
        make = backend.make_view if step.kind is StepKind.VIEW else backend.make_table
        try:
            make(step.name, step.sql)
        except BackendFailure as fault:
            raise RuleFailed(f"risk/{step.name}") from fault
        made.add(step.name)


def _rows(backend: Backend, name: str, sql: str) -> Rows:
    try:
        return backend.rows(sql)
    except BackendFailure as fault:
        raise RuleFailed(f"risk/{name}") from fault
