"""Findings made by hand, and what the database says about warnings."""

from datetime import date, datetime

from xinan.engine import Finding, Status
from xinan.kernel.clock import CHINA
from xinan.monitoring.actions.reconcile import Reconciled, Scope, reconcile
from xinan.monitoring.models import EvaluationRun, Warning, WarningEvent

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)


def finding(
    project, *, rule="wages/unpaid", period="2026-09", level="yellow", status=Status.RAISED, **values
) -> Finding:
    given = {
        "project_id": project and project.project_id,
        "subject_kind": "project",
        "subject_id": project and project.project_id,
        "since": date(2026, 10, 16),
        "measures": {"workers": 3},
        "because": None,
    } | values
    return Finding(rule=rule, period=period, level=level, status=status, **given)


def run(findings, *, scope=None, as_of=DAY, now=NOW, causes=None) -> Reconciled:
    """Reconcile as an evaluation of `scope` (everything where None) would."""
    run = EvaluationRun.objects.create(kind="full", as_of=as_of, projects=1, started_at=now)
    return reconcile(findings, scope=scope or Scope(), as_of=as_of, now=now, run=run, causes=causes)


def events() -> list[str]:
    return list(WarningEvent.objects.order_by("id").values_list("kind", flat=True))


def live() -> set[tuple]:
    """The live warnings as a set of everything a finding says."""
    return {
        (
            w.rule,
            w.project_id,
            w.subject_kind,
            w.subject_id,
            w.period,
            w.level,
            w.since,
            w.state,
            w.because,
            tuple(sorted(w.measures.items())),
        )
        for w in Warning.objects.exclude(state="cured")
    }


STATE = {Status.RAISED: "open", Status.WITHHELD: "withheld", Status.SUPPRESSED: "suppressed"}


def said(findings) -> set[tuple]:
    """The same set from findings."""
    return {
        (
            f.rule,
            f.project_id,
            f.subject_kind,
            f.subject_id,
            f.period,
            f.level,
            f.since,
            STATE[f.status],
            f.because or "",
            tuple(sorted(f.measures.items())),
        )
        for f in findings
    }
