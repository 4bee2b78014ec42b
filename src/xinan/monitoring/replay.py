"""What would have been said of a project on a past day. No warning is touched by it."""

from collections.abc import Collection
from datetime import date
from hashlib import sha256
from typing import Final

from django.core.cache import cache

from xinan.engine import Finding, Status
from xinan.monitoring.enums import WarningState
from xinan.monitoring.evaluation import evaluate_projects
from xinan.monitoring.facts_mark import facts_mark
from xinan.monitoring.fingerprints import rule_fingerprints
from xinan.monitoring.models import ReplayFinding, ReplayRun, Warning

STATES: Final = {
    Status.RAISED: WarningState.OPEN,
    Status.WITHHELD: WarningState.WITHHELD,
    Status.SUPPRESSED: WarningState.SUPPRESSED,
}
_KEPT_SECONDS = 900


def rules_version() -> str:
    """One identity of all rules with their parameters; it changes with any of them."""
    return sha256(repr(sorted(rule_fingerprints().items())).encode()).hexdigest()


def findings_on(project_ids: Collection[str], *, as_of: date) -> list[Finding]:
    """The findings of these projects and of their contractors at the end of a day, by the parameters in force then."""
    evaluated = evaluate_projects(project_ids, as_of=as_of)
    return [finding for finding in evaluated.findings if evaluated.scope.holds(finding)]


def replay_project(project_id: str, *, as_of: date) -> list[Warning]:
    """The warnings as they would have stood at the end of that day, unsaved.

    Worked out once for a state of facts and rules: kept only where no change of facts was under way, found again only
    where none has happened since.
    """
    mark = facts_mark()
    key = f"replay:{project_id}:{as_of}:{mark}:{rules_version()}"
    findings: list[Finding] | None = cache.get(key) if mark is not None else None
    if findings is None:
        findings = findings_on([project_id], as_of=as_of)
        if mark is not None:
            cache.set(key, findings, _KEPT_SECONDS)
    return [warning_on(finding, as_of=as_of, number=number) for number, finding in enumerate(findings, start=1)]


def warning_on(finding: Finding | ReplayFinding, *, as_of: date, number: int) -> Warning:
    """A finding in the shape in which pages show warnings; never saved, `number` tells it apart on its page."""
    state = STATES[finding.status] if isinstance(finding, Finding) else finding.state
    return Warning(
        pk=number,
        rule=finding.rule,
        project_id=finding.project_id,
        subject_kind=finding.subject_kind,
        subject_id=finding.subject_id,
        period=finding.period,
        level=finding.level,
        since=finding.since,
        measures=finding.measures,
        state=state,
        because=finding.because or "",
        evaluated_as_of=as_of,
    )


def finding_row(finding: Finding, *, run: ReplayRun) -> ReplayFinding:
    """A finding as a run keeps it."""
    return ReplayFinding(
        run=run,
        rule=finding.rule,
        project_id=finding.project_id,
        subject_kind=finding.subject_kind,
        subject_id=finding.subject_id,
        period=finding.period,
        level=finding.level,
        since=finding.since,
        measures=finding.measures,
        state=STATES[finding.status],
        because=finding.because or "",
    )
