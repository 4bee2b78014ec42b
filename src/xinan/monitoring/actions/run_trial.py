"""Run a trial: the facts are loaded once, each day is judged by the book in force and by the book with the change."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.db import transaction
from django.db.models import F

from xinan.engine import Finding, Status
from xinan.engine.evaluate import Loaded, loaded
from xinan.kernel.clock import Clock
from xinan.kernel.errors import XinanError
from xinan.kernel.period import Month
from xinan.monitoring.actions.ask_trial import trial_days
from xinan.monitoring.actions.follow_shadows import columns_of, places_of
from xinan.monitoring.actions.reconcile import Scope
from xinan.monitoring.book import current_book, with_change
from xinan.monitoring.change_enums import UNFINISHED, ChangeEventKind, ChangeState, DifferenceKind, TrialState
from xinan.monitoring.change_log import held_change, write_down
from xinan.monitoring.change_models import Trial, TrialDifference
from xinan.monitoring.differences import Difference, differences
from xinan.monitoring.evaluation import load_scope
from xinan.monitoring.fingerprints import concerned
from xinan.people.scope import covered_regions
from xinan.registry.models import Project, Region
from xinan.rules.book import ParameterBook

CHUNK: Final = 1000


class _Cancelled(Exception):
    """Somebody asked the trial to stop."""


@dataclass(frozen=True, slots=True)
class _Books:
    """The book in force, the book with the change, and the rules whose verdict may differ."""

    in_force: ParameterBook
    changed: ParameterBook
    rules: tuple[str, ...]


def run_trial(trial_id: int, *, clock: Clock) -> None:
    """Work a trial off, telling how far it is after each evaluation. Safe to run again after a crash: it begins anew.

    A rule that fails ends the trial and is named on it. One that is finished or cancelled is left alone.
    """
    trial = Trial.objects.select_related("change").filter(pk=trial_id, state__in=UNFINISHED).first()
    if trial is None:
        return
    trial.differences.all().delete()
    trial.figures = []
    Trial.objects.filter(pk=trial_id).update(state=TrialState.RUNNING, done=0, figures=[])
    try:
        book = current_book()
        books = _Books(book, with_change(book, trial.change), concerned(trial.change.owner, trial.change.name))
        _judge(trial, books, today=clock.today())
    except _Cancelled:
        _finish(trial, TrialState.CANCELLED, clock=clock)
    except XinanError as error:
        _finish(trial, TrialState.FAILED, clock=clock, error=error.message("zh"))
    else:
        _finish(trial, TrialState.DONE, clock=clock)


def _judge(trial: Trial, books: _Books, *, today: date) -> None:
    project_ids = _projects(trial.region_code, today=today)
    number = Project.objects.count() if project_ids is None else len(project_ids)
    Trial.objects.filter(pk=trial.pk).update(projects=number)
    days = trial_days(Month.parse(trial.first_month), Month.parse(trial.last_month), today=today)
    for group in _groups(days):
        _advance(trial, by=0)
        given = load_scope(project_ids, as_of=group[-1])
        with loaded(given.facts) as engine:
            for day in group:
                _judge_day(trial, day, engine=engine, scope=given.scope, books=books)


def _judge_day(trial: Trial, day: date, *, engine: Loaded, scope: Scope, books: _Books) -> None:
    before = _held(engine.evaluate(as_of=day, rules=books.rules, book=books.in_force), scope)
    _advance(trial)
    after = _held(engine.evaluate(as_of=day, rules=books.rules, book=books.changed), scope)
    found = differences(before, after)
    places = places_of(found)
    rows = (TrialDifference(trial=trial, day=day, **columns_of(each, places=places)) for each in found)
    TrialDifference.objects.bulk_create(rows, batch_size=CHUNK)
    trial.figures.append(_figures(day, before=before, after=after, found=found))
    Trial.objects.filter(pk=trial.pk).update(figures=trial.figures)
    _advance(trial)


def _figures(
    day: date, *, before: Sequence[Finding], after: Sequence[Finding], found: Sequence[Difference]
) -> dict[str, object]:
    counts = {kind.value: sum(each.kind is kind for each in found) for kind in DifferenceKind}
    return {"day": day.isoformat(), "before": _standing(before), "after": _standing(after), **counts}


def _standing(findings: Sequence[Finding]) -> int:
    return sum(finding.status is Status.RAISED for finding in findings)


def _held(findings: Sequence[Finding], scope: Scope) -> list[Finding]:
    return [finding for finding in findings if scope.holds(finding)]


def _projects(region_code: str, *, today: date) -> list[str] | None:
    """The projects of the trial's place; None for the whole province."""
    codes = covered_regions(region_code, on=today) if region_code else None
    if codes is None:
        return None
    return list(Project.objects.filter(region_code__in=codes).values_list("project_id", flat=True))


def _groups(days: Sequence[date]) -> Iterator[tuple[date, ...]]:
    """Days between which no place was founded or repealed: nothing else in the facts depends on the day they are loaded for."""
    dates = Region.objects.values_list("valid_from", "valid_to")
    changes = sorted({day for pair in dates for day in pair if day is not None})
    for _, group in groupby(days, key=lambda day: bisect_right(changes, day)):
        yield tuple(group)


def _advance(trial: Trial, *, by: int = 1) -> None:
    """Some evaluations more are done; _Cancelled where somebody asked for the end."""
    if not Trial.objects.filter(pk=trial.pk, cancel_asked=False).update(done=F("done") + by):
        raise _Cancelled


def fail_trial(trial_id: int, *, clock: Clock) -> None:
    """End a trial that a fault of ours left unfinished, and say so on it; a finished one is left alone."""
    said = "试算因系统故障中止，原因已记入日志。请重新试算。"
    left = Trial.objects.filter(pk=trial_id, state__in=UNFINISHED)
    left.update(state=TrialState.FAILED, finished_at=clock.now(), error=said)


@transaction.atomic
def _finish(trial: Trial, state: TrialState, *, clock: Clock, error: str = "") -> None:
    now = clock.now()
    Trial.objects.filter(pk=trial.pk).update(state=state, finished_at=now, error=error)
    if state is not TrialState.DONE:
        return
    change = held_change(trial.change_id)
    if change.state == ChangeState.DRAFT and change.revision == trial.revision:
        change.state = ChangeState.TRIED
        change.save(update_fields=["state"])
    if change.state not in (ChangeState.APPROVED, ChangeState.REJECTED, ChangeState.WITHDRAWN):
        write_down(change, ChangeEventKind.TRIAL_DONE, by=None, now=now)
