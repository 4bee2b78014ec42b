"""A past day for a whole scope: asked for by a page, worked out in steps, kept for a while."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Final

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from xinan.engine import Judgement
from xinan.kernel.errors import XinanError
from xinan.monitoring.facts_mark import facts_mark
from xinan.monitoring.models import ReplayFinding, ReplayRisk, ReplayRun
from xinan.monitoring.replay import finding_row, judged_on, risk_row, rules_version
from xinan.registry.models import Project

TASK, QUEUE = "replay_step", "replay"
DIRECT: Final = 40  # so many projects are answered within the request: the cost is that of the rules, not of the rows
CHUNK: Final = 80  # projects of a step; the bar moves and imports get their turn between two of them
FRESH: Final = timedelta(minutes=30)  # so long a day is shown as it was worked out though facts came in meanwhile
KEPT: Final = timedelta(days=2)
LOST: Final = timedelta(seconds=90)  # a run not heard of for so long is taken up again


def ask_replay(project_ids: Sequence[str], *, as_of: date, now: datetime, anew: bool = False) -> ReplayRun:
    """The run that answers for these projects on that day: finished, failed, or under way.

    A finished one serves while rules are the same and no fact has changed since, or for half an hour; one made for a wider
    scope serves too. A small scope is worked out at once; a large one by the worker, step by step. `anew` takes none that
    is finished.
    """
    key = _key(project_ids)
    under_way = ReplayRun.objects.filter(scope_key=key, as_of=as_of, finished_at=None).first()
    if under_way is None and not anew:
        answer = _finished(project_ids, key=key, as_of=as_of, now=now)
        if answer is not None:
            return answer
    run = under_way or _begin(project_ids, key=key, as_of=as_of, now=now)
    if len(run.project_ids) <= DIRECT:
        while replay_step(run.pk, now=now):
            pass
        run.refresh_from_db()
    elif under_way is None or now - run.heard_at > LOST:
        enqueue(run.pk)
    return run


def replay_step(run_id: int, *, now: datetime) -> bool:
    """Work out the next projects of a run; whether more are to come.

    Safe to run again: what a step finds and how far it came are written in one transaction. A rule that fails ends the run
    and is named on it.
    """
    with transaction.atomic():
        run = ReplayRun.objects.select_for_update().filter(pk=run_id, finished_at=None).first()
        if run is None:
            return False
        _heed_rules(run)
        ids = run.project_ids[run.done : _chunk_end(run)]
        try:
            with transaction.atomic():
                found = judged_on(ids, as_of=run.as_of) if ids else Judgement([], [])
                rows = [finding_row(each, run=run) for each in found.findings]
                ReplayFinding.objects.bulk_create(rows, batch_size=1000)
                ReplayRisk.objects.bulk_create([risk_row(each, run=run) for each in found.risks], batch_size=1000)
                run.done += len(ids)
        except XinanError as error:
            run.error, run.finished_at = error.message("zh"), now
        run.heard_at = now
        if run.done >= len(run.project_ids) and not run.error:
            run.finished_at = now
            run.facts_mark = run.facts_mark if run.facts_mark == facts_mark() else None
        run.save()
    return run.finished_at is None


def enqueue(run_id: int) -> None:
    """Leave the next step to the worker; nothing where it waits already."""
    try:
        with transaction.atomic():
            app.configure_task(TASK, queue=QUEUE, queueing_lock=f"replay-{run_id}", priority=-1).defer(run_id=run_id)
    except AlreadyEnqueued:
        return


def drop_old(*, now: datetime) -> int:
    """Forget runs that nobody will be shown again: too old, or of other rules; their number."""
    return ReplayRun.objects.filter(Q(asked_at__lt=now - KEPT) | ~Q(rules=rules_version())).delete()[0]


def _finished(project_ids: Sequence[str], *, key: str, as_of: date, now: datetime) -> ReplayRun | None:
    """The latest run that may be shown; a failed one of this very scope says so until it is asked anew."""
    runs = ReplayRun.objects.filter(as_of=as_of, rules=rules_version()).exclude(finished_at=None)
    mark, wanted = facts_mark(), set(project_ids)
    for run in runs.order_by("-finished_at", "-pk"):
        fresh = run.finished_at is not None and now - run.finished_at < FRESH
        if run.error:
            if fresh and run.scope_key == key:
                return run
        elif (fresh or (mark is not None and run.facts_mark == mark)) and wanted <= set(run.project_ids):
            return run
    return None


def _begin(project_ids: Sequence[str], *, key: str, as_of: date, now: datetime) -> ReplayRun:
    drop_old(now=now)
    # In order of contractors: what is said of a firm rests on all its projects, which one step then holds.
    order = Project.objects.filter(pk__in=project_ids).order_by("contractor_id", "pk")
    begun = ReplayRun(
        as_of=as_of,
        scope_key=key,
        project_ids=list(order.values_list("pk", flat=True)),
        rules=rules_version(),
        facts_mark=facts_mark(),
        asked_at=now,
        heard_at=now,
    )
    # Two pages may ask at once; the constraint lets one of them begin.
    ReplayRun.objects.bulk_create([begun], ignore_conflicts=True)
    return ReplayRun.objects.filter(scope_key=key, as_of=as_of).latest("pk")


def _chunk_end(run: ReplayRun) -> int:
    """Where the next step ends: after the contractor with whom it has become long enough."""
    ids = run.project_ids[run.done :]
    contractors = dict(Project.objects.filter(pk__in=ids).values_list("pk", "contractor_id"))
    size = 0
    for _, group in groupby(ids, key=lambda pk: contractors.get(pk, "")):
        size += len(list(group))
        if size >= CHUNK:
            break
    return run.done + size


def _heed_rules(run: ReplayRun) -> None:
    """A run whose rules changed under way begins again: half of it by other rules would be of no use."""
    if run.rules != rules_version():
        run.findings.all().delete()
        run.risks.all().delete()
        run.done, run.rules, run.facts_mark = 0, rules_version(), facts_mark()


def _key(project_ids: Sequence[str]) -> str:
    return sha256("\n".join(sorted(project_ids)).encode()).hexdigest()
