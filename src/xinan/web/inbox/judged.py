"""Whose verdict the inbox shows: the live warnings, or the findings kept for a past day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from xinan.monitoring.models import EvaluationRun, ReplayFinding, ReplayRun, Warning
from xinan.monitoring.replay import warning_on
from xinan.web.inbox.views_data import Freshness


@dataclass(frozen=True, slots=True)
class Judged:
    """Rows with rule, project, level and state as of `day`; those of a past day are not warnings, but read like them."""

    day: date
    rows: QuerySet[Any]
    freshness: Freshness

    def of_projects(self, project_ids: Collection[str], *, states: Collection[str]) -> list[Warning]:
        """What stands against these projects, in these states."""
        rows = self.rows.filter(project_id__in=project_ids, state__in=states)
        return [
            warning_on(row, as_of=self.day, number=row.pk) if isinstance(row, ReplayFinding) else row for row in rows
        ]


def judged_live(*, today: date) -> Judged:
    """As it stands now."""
    return Judged(today, Warning.objects.all(), freshness())


def judged_by(run: ReplayRun) -> Judged:
    """As a finished replay found it."""
    return Judged(run.as_of, ReplayFinding.objects.filter(run=run), Freshness(run.as_of, run.finished_at))


def freshness() -> Freshness:
    """The last evaluation that came to its end."""
    run = EvaluationRun.objects.filter(error="", finished_at__isnull=False).order_by("-finished_at").first()
    return Freshness(run.as_of, run.finished_at) if run else Freshness(None, None)
