"""The live step: takes marks of the change log, evaluates their projects anew, reconciles, and only then drops the marks.

All in one transaction: whatever dies in between, the marks stay and the step is done again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from time import monotonic

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet

from xinan.engine.errors import RuleFailed
from xinan.kernel.clock import Clock
from xinan.kernel.errors import XinanError
from xinan.monitoring import locks
from xinan.monitoring.actions.follow_shadows import follow_shadows, shadowed
from xinan.monitoring.actions.keep_risks import keep_risks
from xinan.monitoring.actions.reconcile import Reconciled, Versions, reconcile
from xinan.monitoring.actions.record_versions import record_versions
from xinan.monitoring.enums import RunKind
from xinan.monitoring.evaluation import Evaluated, evaluate_everything, evaluate_projects
from xinan.monitoring.fingerprints import rule_versions
from xinan.monitoring.kept import Kept
from xinan.monitoring.models import EvaluationRun
from xinan.monitoring.rules_in_force import changed_since_full_run
from xinan.registry.models import Project, ProjectChange

CHUNK = 40
# Punches come by the hundred a second and rarely change a verdict at once.
_PUNCHES = Q(cause__startswith="attendance_day:")


class Lane(StrEnum):
    """Which touched projects a step takes."""

    ANY = "any"
    PROMPT = "prompt"  # those of which something else than attendance changed
    PUNCHES = "punches"  # those of which attendance alone changed


@dataclass(frozen=True, slots=True)
class Step:
    """What a step did: which projects it evaluated and what that changed."""

    project_ids: tuple[str, ...]
    reconciled: Reconciled


class EvaluationFailed(Exception):
    """An evaluation did not come to its end; warnings and marks are as before. Its cause names the rule."""

    def __init__(self, project_ids: Collection[str], error: XinanError) -> None:
        super().__init__(str(error))
        self.project_ids = tuple(project_ids)
        self.error = error


def live_step(
    *,
    clock: Clock,
    limit: int = CHUNK,
    set_aside: Collection[str] = (),
    only: Collection[str] | None = None,
    lane: Lane = Lane.ANY,
    kept: Kept | None = None,
) -> Step | None:
    """Evaluate up to `limit` of the projects touched longest ago; None where there is nothing to do.

    Projects that another worker holds, those of `set_aside` and of another lane, and all but `only` where given, are left
    for later. Whoever runs many steps passes what it `kept` from the last. Raises EvaluationFailed.
    """
    as_of = clock.today()
    with transaction.atomic():
        waiting = _with_contractors(touched(set_aside=set_aside, only=only, lane=lane)[: limit * 4])
        project_ids = locks.take_projects(waiting, most=limit)
        marks, causes = _marks(project_ids)
        if not marks:
            return None
        run = _begin(RunKind.INCREMENTAL, projects=len(project_ids), as_of=as_of, clock=clock)
        began = monotonic()
        try:
            evaluated = evaluate_projects(project_ids, as_of=as_of, variants=shadowed(), kept=kept)
        except XinanError as error:
            raise EvaluationFailed(project_ids, error) from error
        reconciled = _conclude(evaluated, run=run, causes=causes, clock=clock, began=began)
        ProjectChange.objects.filter(pk__in=marks).delete()
    return Step(tuple(project_ids), reconciled)


def full_run(*, clock: Clock) -> Reconciled:
    """Evaluate every project: time passing is itself an event, and so is a change of rules. Raises EvaluationFailed."""
    as_of = clock.today()
    with transaction.atomic():
        locks.take_everything()
        marks, causes = _marks(None)
        run = _begin(RunKind.FULL, projects=Project.objects.count(), as_of=as_of, clock=clock)
        began = monotonic()
        try:
            evaluated = evaluate_everything(as_of=as_of, variants=shadowed())
        except XinanError as error:
            raise EvaluationFailed((), error) from error
        reconciled = _conclude(evaluated, run=run, causes=causes, clock=clock, began=began)
        ProjectChange.objects.filter(pk__in=marks).delete()
    return reconciled


def record_failure(failure: EvaluationFailed, *, kind: RunKind, as_of: date, clock: Clock) -> EvaluationRun:
    """Write down an evaluation that failed, after its transaction was undone."""
    return EvaluationRun.objects.create(
        kind=kind,
        as_of=as_of,
        projects=len(failure.project_ids),
        started_at=clock.now(),
        finished_at=clock.now(),
        error=failure.error.message("zh"),
        failed_rule=failure.error.name if isinstance(failure.error, RuleFailed) else "",
    )


def touched(
    *, set_aside: Collection[str] = (), only: Collection[str] | None = None, lane: Lane = Lane.ANY
) -> QuerySet[ProjectChange, str]:
    """The numbers of touched projects, longest waiting first."""
    marks = ProjectChange.objects.exclude(project_id__in=set_aside)
    if only is not None:
        marks = marks.filter(project_id__in=only)
    waiting = marks.values("project_id").annotate(oldest=Min("id")).order_by("oldest")
    if lane is not Lane.ANY:
        waiting = waiting.annotate(others=Count("id", filter=~_PUNCHES))
        waiting = waiting.filter(others__gt=0) if lane is Lane.PROMPT else waiting.filter(others=0)
    return waiting.values_list("project_id", flat=True)


def _with_contractors(project_ids: Iterable[str]) -> list[tuple[str, str | None]]:
    """More projects than wanted, since some may be held."""
    waiting = list(project_ids)
    contractors = dict(Project.objects.filter(project_id__in=waiting).values_list("project_id", "contractor_id"))
    return [(project_id, contractors.get(project_id)) for project_id in waiting]


def _marks(project_ids: Collection[str] | None) -> tuple[list[int], dict[str, str]]:
    """The marks of these projects (all where None), locked, and what caused them by project."""
    marks = ProjectChange.objects.select_for_update(skip_locked=True).order_by("id")
    if project_ids is not None:
        marks = marks.filter(project_id__in=project_ids)
    numbers: list[int] = []
    causes: dict[str, dict[str, None]] = {}
    for mark in marks:
        numbers.append(mark.pk)
        causes.setdefault(mark.project_id, {})[mark.cause] = None
    return numbers, {project_id: ", ".join(each) for project_id, each in causes.items()}


def _begin(kind: RunKind, *, projects: int, as_of: date, clock: Clock) -> EvaluationRun:
    return EvaluationRun.objects.create(kind=kind, as_of=as_of, projects=projects, started_at=clock.now())


def _conclude(
    evaluated: Evaluated, *, run: EvaluationRun, causes: Mapping[str, str], clock: Clock, began: float
) -> Reconciled:
    now = clock.now()
    versions = _versions(evaluated, as_of=run.as_of, now=now)
    reconciled = reconcile(
        evaluated.findings,
        scope=evaluated.scope,
        as_of=run.as_of,
        now=now,
        run=run,
        causes=causes,
        versions=versions,
    )
    keep_risks(evaluated.risks, scope=evaluated.scope, run=run)
    follow_shadows(evaluated, as_of=run.as_of, now=now)
    if evaluated.scope.everything:
        run.rules = dict(versions.fingerprints)
    run.findings = sum(evaluated.scope.holds(finding) for finding in evaluated.findings)
    run.finished_at = now
    run.milliseconds = round((monotonic() - began) * 1000)
    run.save(update_fields=["findings", "finished_at", "milliseconds", "rules"])
    return reconciled


def _versions(evaluated: Evaluated, *, as_of: date, now: datetime) -> Versions:
    """The versions that spoke, kept by number; and the rules that changed since all projects were last evaluated."""
    versions = rule_versions(evaluated.rules, book=evaluated.book, as_of=as_of)
    record_versions(versions.values(), now=now)
    fingerprints = {rule: version.fingerprint for rule, version in versions.items()}
    return Versions(fingerprints, changed_since_full_run(fingerprints))
