"""What would have been said of a project on a past day. No warning is touched by it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from django.core.cache import cache
from django.db.models import Max

from xinan.engine import Finding, Judgement, Status
from xinan.monitoring.book import current_book
from xinan.monitoring.change_models import RuleVersion
from xinan.monitoring.enums import WarningState
from xinan.monitoring.evaluation import evaluate_projects
from xinan.monitoring.facts_mark import facts_mark
from xinan.monitoring.models import ReplayFinding, ReplayRisk, ReplayRun, Warning
from xinan.monitoring.risk import kept_parts
from xinan.rules.risk.model import Risk
from xinan.rules.risk.points import shipped_points

STATES: Final = {
    Status.RAISED: WarningState.OPEN,
    Status.WITHHELD: WarningState.WITHHELD,
    Status.SUPPRESSED: WarningState.SUPPRESSED,
}
_KEPT_SECONDS = 900


def rules_version() -> str:
    """One identity of all rules with their parameters, the same in every process.

    Code is told by the versions that evaluations have recorded: a page still running older code than the worker would
    otherwise refuse whatever the worker brings, and ask for it for ever.
    """
    latest = RuleVersion.objects.aggregate(latest=Max("pk"))["latest"]
    return sha256(f"{current_book().fingerprint()} {latest}".encode()).hexdigest()


def judged_on(project_ids: Collection[str], *, as_of: date) -> Judgement:
    """Findings and risk indices of these projects (and findings of their contractors) at the end of a day, by the
    parameters in force then.
    """
    evaluated = evaluate_projects(project_ids, as_of=as_of)
    mine = set(project_ids)
    return Judgement(
        [finding for finding in evaluated.findings if evaluated.scope.holds(finding)],
        [risk for risk in evaluated.risks if risk.project_id in mine],
    )


@dataclass(frozen=True, slots=True)
class Replayed:
    """A project as it would have stood at the end of a day: its warnings, unsaved, and its risk index where it had one."""

    warnings: tuple[Warning, ...]
    risk: Risk | None


def replay_project(project_id: str, *, as_of: date) -> Replayed:
    """What would have been said of a project at the end of that day."""
    judged = _replayed(project_id, as_of=as_of)
    numbered = enumerate(judged.findings, start=1)
    warnings = tuple(warning_on(finding, as_of=as_of, number=number) for number, finding in numbered)
    return Replayed(warnings, next(iter(judged.risks), None))


def _replayed(project_id: str, *, as_of: date) -> Judgement:
    """Worked out once for a state of facts and rules: kept only where no change of facts was under way, found again only
    where none has happened since.
    """
    mark = facts_mark()
    key = f"replay:{project_id}:{as_of}:{mark}:{rules_version()}:{shipped_points().version}"
    judged: Judgement | None = cache.get(key) if mark is not None else None
    if judged is None:
        judged = judged_on([project_id], as_of=as_of)
        if mark is not None:
            cache.set(key, judged, _KEPT_SECONDS)
    return judged


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


def risk_row(risk: Risk, *, run: ReplayRun) -> ReplayRisk:
    """A risk index as a run keeps it."""
    return ReplayRisk(
        run=run,
        project_id=risk.project_id,
        index=risk.index,
        parts=kept_parts(risk),
        as_of=risk.as_of,
        version=risk.version,
    )
