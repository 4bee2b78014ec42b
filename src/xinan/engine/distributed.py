"""Evaluation on Spark: the same plan, run on many machines. The driver sees findings, and no fact."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyspark.sql import SparkSession

from xinan.engine.backends.dialects import SPARK
from xinan.engine.backends.spark import SparkBackend, spark_session
from xinan.engine.backends.spark_snapshot import load_spark_snapshot
from xinan.engine.errors import BackendFailure, RuleFailed
from xinan.engine.execute import findings_of, settled, silences_of
from xinan.engine.finding import Finding
from xinan.engine.plan import SILENCES, Plan, Step, StepKind, make_plan
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.rules.book import ParameterBook, shipped_book
from xinan.rules.model import Feed, Rule

__all__ = ["evaluate_on_spark", "execute_abreast", "spark_session"]

# Rules asked at a time: while one waits for its last tasks, another's keep the workers busy.
ABREAST = 4

# What `silences_of` reads, under names that no rule has.
_SILENCE_COLUMNS = {
    column: f"_{column}"
    for feed in (Feed.BANK, Feed.ATTENDANCE)
    for column in (f"is_{feed}_silent", f"{feed}_heard_on")
}


def evaluate_on_spark(
    directory: Path,
    *,
    session: SparkSession,
    as_of: date,
    rules: Sequence[str] | None = None,
    book: ParameterBook | None = None,
    scratch: Path | None = None,
) -> list[Finding]:
    """The findings of a Parquet snapshot at the end of a day, equal to those of `xinan.engine.evaluate`.

    `directory` and `scratch` must be seen by all workers under these paths; in `scratch` the tables between are
    written, in a folder of this run that is gone afterwards. Without it the system's directory for temporary files
    serves, where all workers run on this machine. BadSnapshot and RuleFailed as on one machine.
    """
    plan = make_plan(as_of=as_of, rules=rules, book=book or shipped_book(), dialect=SPARK)
    if scratch is None and not str(session.sparkContext.master).startswith("local"):
        raise _needs_scratch()
    with TemporaryDirectory(prefix="xinan-", dir=scratch, ignore_cleanup_errors=True) as folder:
        backend = SparkBackend(session, scratch=Path(folder))
        load_spark_snapshot(backend, directory, abreast=ABREAST)
        return execute_abreast(plan, backend)


def _needs_scratch() -> InvalidValue:
    return InvalidValue(
        "no-scratch",
        Text("在集群上运行需要 --scratch。", "On a cluster --scratch is needed."),
        Text("请给出所有节点都能读写的共享目录。", "Give a directory that all workers can read and write."),
    )


def execute_abreast(plan: Plan, backend: SparkBackend) -> list[Finding]:
    """All findings of the plan, as `xinan.engine.execute.execute`; rules run several at a time."""
    by_id = {rule.id: rule for rule in plan.evaluated}
    asked = [step for step in plan.steps if step.kind is StepKind.FINDINGS]
    for step in plan.steps:
        _make(step, backend)
    with ThreadPoolExecutor(ABREAST, thread_name_prefix="rule") as threads:
        waiting = [threads.submit(_found, by_id[step.name], step, backend) for step in asked]
        try:
            found = [finding for each in waiting for finding in each.result()]
        except RuleFailed:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return settled(plan, found)


def _make(step: Step, backend: SparkBackend) -> None:
    try:
        if step.kind is StepKind.VIEW:
            backend.make_view(step.name, step.sql)
        elif step.kind is StepKind.TABLE:
            backend.make_table(step.name, step.sql)
    except BackendFailure as fault:
        raise RuleFailed(step.name) from fault


def _found(rule: Rule, step: Step, backend: SparkBackend) -> list[Finding]:
    try:
        if not rule.needs:
            return findings_of(rule, backend.rows(step.sql), {})
        # The state of its feeds comes with each finding, so that the silences of all other projects stay away.
        rows = backend.rows_beside(step.sql, table=SILENCES, columns=_SILENCE_COLUMNS)
    except BackendFailure as fault:
        raise RuleFailed(rule.id) from fault
    return findings_of(rule, rows, silences_of(_silences(rows)))


def _silences(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"project_id": row["project_id"], **{column: row[name] for column, name in _SILENCE_COLUMNS.items()}}
        for row in rows
    ]
