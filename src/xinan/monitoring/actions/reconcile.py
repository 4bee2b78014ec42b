"""Makes the live warnings equal to the findings of a run: opens, updates, cures, reopens, and writes down each step."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from xinan.engine import Finding
from xinan.monitoring.actions import reconcile_sql as sql
from xinan.monitoring.models import EvaluationRun

_STATES = {"raised": "open", "withheld": "withheld", "suppressed": "suppressed"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run speaks of: everything, or these projects and these enterprises. Warnings of others stay as they are."""

    project_ids: frozenset[str] | None = None
    enterprise_ids: frozenset[str] = frozenset()

    @property
    def everything(self) -> bool:
        """Whether the run evaluated all projects."""
        return self.project_ids is None

    def holds(self, finding: Finding) -> bool:
        """Whether the run may speak of the finding; of neighbours only part of the facts was seen."""
        if self.project_ids is None:
            return True
        if finding.project_id is None:
            return finding.subject_id in self.enterprise_ids
        return finding.project_id in self.project_ids


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a run changed: the number of events of each kind (WarningEventKind)."""

    events: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Versions:
    """Which version of each rule speaks in a run, and which rules changed since all projects were last evaluated."""

    fingerprints: Mapping[str, str] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()


@transaction.atomic
def reconcile(
    findings: Sequence[Finding],
    *,
    scope: Scope,
    as_of: date,
    now: datetime,
    run: EvaluationRun,
    causes: Mapping[str, str] | None = None,
    versions: Versions | None = None,
) -> Reconciled:
    """Reconcile the live warnings within `scope` with `findings`, in one transaction and a fixed number of statements.

    `causes` says by project (or enterprise) what touched it; where nothing did, the change of the rule is the cause, or else
    the passing of time. Whoever calls it holds the locks of xinan.monitoring.locks, so that no older run comes last.
    """
    spoke = versions or Versions()
    parameters: dict[str, Any] = {
        "everything": scope.everything,
        "project_ids": sorted(scope.project_ids or ()),
        "enterprise_ids": sorted(scope.enterprise_ids),
        "as_of": as_of,
        "now": now,
        "run_id": run.pk,
        "causes": json.dumps(dict(causes or {})),
        "fingerprints": json.dumps(dict(spoke.fingerprints)),
        "changed": sorted(spoke.changed),
    }
    counts: Counter[str] = Counter()
    with connection.cursor() as cursor:
        _stage(cursor, [finding for finding in findings if scope.holds(finding)], fingerprints=spoke.fingerprints)
        for statement in (sql.CURE, sql.UPDATE, sql.OPEN):
            cursor.execute(statement, parameters)
            counts.update(kind for (kind,) in cursor.fetchall())
        cursor.execute(sql.TOUCH, parameters)
    return Reconciled(dict(counts))


def _stage(cursor: Any, findings: Collection[Finding], *, fingerprints: Mapping[str, str]) -> None:
    cursor.execute(sql.STAGE)
    cursor.execute("TRUNCATE xinan_finding")
    cursor.execute(sql.UNIQUE)
    with cursor.copy(sql.COPY) as copy:
        for finding in findings:
            copy.write_row(_row(finding, fingerprints=fingerprints))
    cursor.execute("ANALYZE xinan_finding")


def _row(finding: Finding, *, fingerprints: Mapping[str, str]) -> tuple[Any, ...]:
    return (
        finding.rule,
        finding.project_id,
        finding.subject_kind,
        finding.subject_id,
        finding.period,
        finding.level,
        finding.since,
        json.dumps(finding.measures, ensure_ascii=False, sort_keys=True),
        _STATES[finding.status],
        finding.because or "",
        fingerprints.get(finding.rule, ""),
    )
