"""Whose verdict the inbox shows: the live warnings, or the findings kept for a past day."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from xinan.kernel.clock import CHINA
from xinan.monitoring.confidential import hears_of_complaints, told_risk, told_warnings
from xinan.monitoring.enums import RunKind
from xinan.monitoring.models import EvaluationRun, ProjectRisk, ReplayFinding, ReplayRisk, ReplayRun, Warning
from xinan.monitoring.queries.todo import Tasks, todo
from xinan.monitoring.replay import warning_on
from xinan.monitoring.risk import risk_from
from xinan.people.scope import Scope
from xinan.registry.models import Project
from xinan.rules.risk.model import Risk
from xinan.web.inbox.views_data import Freshness


@dataclass(frozen=True, slots=True)
class Judged:
    """Rows with rule, project, level and state as of `day`; those of a past day are not warnings, but read like them.

    `now` is the moment at which clocks are looked at; None of a past day. `viewer` is whom it is told to; None: an office.
    """

    day: date
    rows: QuerySet[Any]
    risks: QuerySet[Any]
    freshness: Freshness
    now: datetime | None = None
    viewer: Scope | None = None

    @property
    def past(self) -> bool:
        """Whether a past day is shown."""
        return self.now is None

    @property
    def hears(self) -> bool:
        """Whether the viewer is told of complaints."""
        return self.viewer is None or hears_of_complaints(self.viewer)

    def told_to(self, scope: Scope) -> "Judged":
        """What a person is told of it."""
        told = replace(self, rows=told_warnings(self.rows, scope=scope), viewer=scope)
        if hears_of_complaints(scope) or self.past:
            return told
        return replace(told, freshness=freshness_for(scope))

    def todo(self, visible: QuerySet[Project]) -> dict[str, Tasks]:
        """What waits to be done, by project; nothing of a past day."""
        if self.now is None:
            return {}
        return todo(visible, now=self.now, complaints=self.hears)

    def of_projects(self, project_ids: Collection[str], *, states: Collection[str]) -> list[Warning]:
        """What stands against these projects, in these states."""
        rows = self.rows.filter(project_id__in=project_ids, state__in=states)
        return [
            warning_on(row, as_of=self.day, number=row.pk) if isinstance(row, ReplayFinding) else row for row in rows
        ]

    @property
    def index(self) -> Subquery:
        """The risk index of a project of a query; null where no run has reckoned it."""
        return Subquery(self.risks.filter(project=OuterRef("pk")).values("index")[:1])

    def told_indices(self, project_ids: Collection[str]) -> dict[str, int] | None:
        """The indices as the viewer is told them, where those differ from the ones kept; None for an office."""
        if self.hears:
            return None
        return {key: risk.index for key, risk in self.risks_of(project_ids).items()}

    def risks_of(self, project_ids: Collection[str]) -> dict[str, Risk]:
        """The indices of some projects with their parts, of those that a run has reckoned."""
        found = {str(row.project_id): risk_from(row) for row in self.risks.filter(project_id__in=project_ids)}
        if self.viewer is None:
            return found
        return {key: told for key, risk in found.items() if (told := told_risk(risk, scope=self.viewer)) is not None}


def judged_live(*, now: datetime) -> Judged:
    """As it stands now; what people settled (by evidence, as a false alarm, as exempted, in a case) counts no more."""
    today = now.astimezone(CHINA).date()
    return Judged(today, Warning.objects.filter(settled_as=""), ProjectRisk.objects.all(), freshness(), now)


def judged_by(run: ReplayRun) -> Judged:
    """As a finished replay found it."""
    shown = Freshness(run.as_of, run.finished_at)
    return Judged(run.as_of, ReplayFinding.objects.filter(run=run), ReplayRisk.objects.filter(run=run), shown)


def freshness_for(scope: Scope) -> Freshness:
    """The last evaluation as a person is told of it.

    A complaint has its project evaluated within the second: a firm is told of the last run over everything alone.
    """
    return freshness() if hears_of_complaints(scope) else freshness(kind=RunKind.FULL)


def freshness(*, kind: RunKind | None = None) -> Freshness:
    """The last evaluation that came to its end."""
    runs = EvaluationRun.objects.filter(error="", finished_at__isnull=False)
    run = (runs.filter(kind=kind) if kind is not None else runs).order_by("-finished_at").first()
    return Freshness(run.as_of, run.finished_at) if run else Freshness(None, None)
