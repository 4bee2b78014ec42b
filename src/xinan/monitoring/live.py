"""The live step: takes marks of the change log, evaluates their projects anew, reconciles, and only then drops the marks.

All in one transaction: whatever dies in between, the marks stay and the step is done again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from time import monotonic

from django.db import connection, transaction
from django.db.models import Count, Min, Q, QuerySet, Value
from django.db.models.functions import Concat, Left

from xinan.engine.errors import RuleFailed
from xinan.kernel.clock import Clock
from xinan.kernel.errors import XinanError
from xinan.monitoring import locks
from xinan.monitoring.actions.follow_shadows import follow_shadows, shadowed
from xinan.monitoring.actions.keep_risks import keep_risks
from xinan.monitoring.actions.reconcile import Reconciled, Versions, reconcile
from xinan.monitoring.actions.record_versions import record_versions
from xinan.monitoring.enums import RunKind
from xinan.monitoring.evaluation import Evaluated, evaluate_everything, evaluate_projects, evaluate_sites
from xinan.monitoring.fingerprints import rule_versions
from xinan.monitoring.handling.follow_up import follow_up, hold_proceedings
from xinan.monitoring.kept import Kept
from xinan.monitoring.models import EvaluationRun
from xinan.monitoring.notifications import tell_of_failure
from xinan.monitoring.queries.failures import standing_failure
from xinan.monitoring.rules_in_force import changed_since_full_run
from xinan.registry.marks import CHANNEL
from xinan.registry.models import Project, ProjectChange
from xinan.registry.models.changes import CAUSE_LENGTH

CHUNK = 40
# The mark of a project whose own verdicts are done; what remains is what it says of its contractor.
_JUDGED = "judged:"
# Punches come by the hundred a second and rarely change a verdict at once.
_CAN_WAIT = Q(cause__startswith="attendance_day:") | Q(cause__startswith=_JUDGED)


class Lane(StrEnum):
    """Which touched projects a step takes, and how far it goes."""

    ANY = "any"
    # Those of which something else than attendance changed: their own verdicts; the rest is left to the other lane.
    PROMPT = "prompt"
    # Those of which attendance alone changed, and what the prompt lane left.
    PATIENT = "patient"


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
        project_ids = locks.take_projects(waiting, most=limit, with_contractors=lane is not Lane.PROMPT)
        marks, causes = _marks(project_ids)
        if not marks:
            return None
        run = _begin(RunKind.INCREMENTAL, projects=len(project_ids), as_of=as_of, clock=clock)
        began = monotonic()
        try:
            evaluated = _evaluated(project_ids, as_of=as_of, lane=lane, kept=kept)
        except XinanError as error:
            raise EvaluationFailed(project_ids, error) from error
        reconciled = _conclude(evaluated, run=run, causes=causes, clock=clock, began=began)
        done = marks if lane is not Lane.PROMPT else _without_one_each(marks)
        ProjectChange.objects.filter(pk__in=done).delete()
    return Step(tuple(project_ids), reconciled)


def _evaluated(project_ids: Collection[str], *, as_of: date, lane: Lane, kept: Kept | None) -> Evaluated:
    if lane is Lane.PROMPT:
        return evaluate_sites(project_ids, as_of=as_of, kept=kept)
    return evaluate_projects(project_ids, as_of=as_of, variants=shadowed(), kept=kept)


def _without_one_each(marks: Collection[int]) -> list[int]:
    """The marks but one of each project, which stays for the patient lane; it is told."""
    held = ProjectChange.objects.filter(pk__in=marks)
    stay = set(held.order_by("project_id", "-id").distinct("project_id").values_list("pk", flat=True))
    fresh = ProjectChange.objects.filter(pk__in=stay).exclude(cause__startswith=_JUDGED)
    fresh.update(cause=Left(Concat(Value(_JUDGED), "cause"), CAUSE_LENGTH))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return [mark for mark in marks if mark not in stay]


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
    """Write down an evaluation that failed, after its transaction was undone; operators learn of the first in a row."""
    stood = standing_failure()
    run = EvaluationRun.objects.create(
        kind=kind,
        as_of=as_of,
        projects=len(failure.project_ids),
        started_at=clock.now(),
        finished_at=clock.now(),
        error=failure.error.message("zh"),
        failed_rule=failure.error.name if isinstance(failure.error, RuleFailed) else "",
    )
    if stood is None or stood.failed_rule != run.failed_rule:
        tell_of_failure(run, now=clock.now())
    return run


def touched(
    *, set_aside: Collection[str] = (), only: Collection[str] | None = None, lane: Lane = Lane.ANY
) -> QuerySet[ProjectChange, str]:
    """The numbers of touched projects, longest waiting first."""
    marks = ProjectChange.objects.exclude(project_id__in=set_aside)
    if only is not None:
        marks = marks.filter(project_id__in=only)
    waiting = marks.values("project_id").annotate(oldest=Min("id")).order_by("oldest")
    if lane is not Lane.ANY:
        waiting = waiting.annotate(others=Count("id", filter=~_CAN_WAIT))
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
        causes.setdefault(mark.project_id, {})[mark.cause.removeprefix(_JUDGED)] = None
    return numbers, {project_id: ", ".join(each) for project_id, each in causes.items()}


def _begin(kind: RunKind, *, projects: int, as_of: date, clock: Clock) -> EvaluationRun:
    return EvaluationRun.objects.create(kind=kind, as_of=as_of, projects=projects, started_at=clock.now())


def _conclude(
    evaluated: Evaluated, *, run: EvaluationRun, causes: Mapping[str, str], clock: Clock, began: float
) -> Reconciled:
    now = clock.now()
    versions = _versions(evaluated, as_of=run.as_of, now=now)
    hold_proceedings(evaluated.scope)
    reconciled = reconcile(
        evaluated.findings,
        scope=evaluated.scope,
        as_of=run.as_of,
        now=now,
        run=run,
        causes=causes,
        versions=versions,
    )
    follow_up(run, everything=evaluated.scope.everything, now=now)
    if not evaluated.own_facts_alone:
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
