"""One line, one chain: what stands against each place and each industry, summed up the levels.

Projects count once, by the gravest of their open warnings, as the inbox counts them. Everything in six statements, whatever
the size of the province.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from xinan.coordination.states import resting, unsigned
from xinan.kernel.clock import CHINA
from xinan.monitoring.enums import LEVEL_RANKS, WarningState
from xinan.monitoring.models import Warning
from xinan.people.scope import Scope
from xinan.procedures.enums import ClockState
from xinan.procedures.models import Clock, Proceeding
from xinan.procedures.policies import visible_proceedings
from xinan.registry.models import Project
from xinan.registry.policies import visible_projects


@dataclass(slots=True)
class Standing:
    """What stands against one place and industry, or a sum of them."""

    projects: int = 0  # in progress
    levels: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # projects by their gravest open warning
    warnings: int = 0  # open
    open_handling: int = 0  # open, and not waiting for the data alone
    overdue: int = 0  # proceedings with a clock that has run out
    unsigned: int = 0  # proceedings nobody has signed for
    unassigned: int = 0  # proceedings nobody holds

    @property
    def warned(self) -> int:
        """Projects with an open warning."""
        return sum(self.levels.values())

    def add(self, other: "Standing") -> None:
        """Take another one in."""
        self.projects += other.projects
        for level, number in other.levels.items():
            self.levels[level] += number
        self.warnings += other.warnings
        self.open_handling += other.open_handling
        self.overdue += other.overdue
        self.unsigned += other.unsigned
        self.unassigned += other.unassigned


# (place, industry) → what stands there; the place is the project's own code.
Ground = Mapping[tuple[str, str], Standing]


def ground(scope: Scope, *, now: datetime) -> Ground:
    """What stands against each place and industry of a scope."""
    found: dict[tuple[str, str], Standing] = defaultdict(Standing)
    projects = visible_projects(scope)
    for place, industry, number in _in_progress(projects, today=now.astimezone(CHINA).date()):
        found[place, industry].projects = number
    _add_warnings(found, projects)
    _add_proceedings(found, visible_proceedings(scope).filter(closed_at=None), now=now)
    return found


def summed(ground: Ground, by: Callable[[str, str], str | None]) -> dict[str, Standing]:
    """The ground summed by what `by` says of (place, industry); None leaves it out."""
    found: dict[str, Standing] = defaultdict(Standing)
    for (place, industry), standing in ground.items():
        group = by(place, industry)
        if group is not None:
            found[group].add(standing)
    return dict(found)


def total(standings: Iterable[Standing]) -> Standing:
    """All of them in one."""
    whole = Standing()
    for standing in standings:
        whole.add(standing)
    return whole


def against_projects(scope: Scope, project_ids: Iterable[str], *, now: datetime) -> dict[str, Standing]:
    """What stands against single projects of a scope."""
    wanted = list(project_ids)
    projects = visible_projects(scope).filter(pk__in=wanted)
    found: dict[str, Standing] = defaultdict(Standing)
    rows = _open_warnings(projects).values_list("project_id", "level").annotate(n=Count("pk")).order_by()
    for project_id, level, number in rows:
        found[project_id].warnings += number
        found[project_id].levels[level] += number
    mine = visible_proceedings(scope).filter(closed_at=None, project_id__in=wanted)
    for field_name, rows_of in _figures(mine, now=now).items():
        for project_id, number in rows_of.values_list("project_id").annotate(n=Count("pk", distinct=True)).order_by():
            setattr(found[project_id], field_name, number)
    return dict(found)


def gravest_projects(scope: Scope, *, most: int) -> list[Project]:
    """The projects with red warnings, those with most of them first."""
    red = Count("warnings", filter=Q(warnings__state=WarningState.OPEN, warnings__level="red"))
    found = visible_projects(scope).annotate(red=red).filter(red__gt=0).select_related("contractor")
    return list(found.order_by("-red", "project_id")[:most])


def _in_progress(projects: QuerySet[Project], *, today: date) -> Iterable[tuple[str, str, int]]:
    running = projects.filter(Q(completed_on=None) | Q(completed_on__gt=today), started_on__lte=today)
    return running.order_by().values_list("region_code", "industry").annotate(n=Count("pk"))


def _open_warnings(projects: QuerySet[Project]) -> QuerySet[Warning]:
    return Warning.objects.filter(state=WarningState.OPEN, project__in=projects.order_by().values("pk"))


def _add_warnings(found: dict[tuple[str, str], Standing], projects: QuerySet[Project]) -> None:
    rows = _open_warnings(projects).values_list("project_id", "project__region_code", "project__industry", "level")
    gravest: dict[tuple[str, str, str], str] = {}
    for project_id, place, industry, level, number in rows.annotate(n=Count("pk")).order_by():
        found[place, industry].warnings += number
        key = (project_id, place, industry)
        if key not in gravest or LEVEL_RANKS[level] > LEVEL_RANKS[gravest[key]]:
            gravest[key] = level
    for (_, place, industry), level in gravest.items():
        found[place, industry].levels[level] += 1


def _add_proceedings(found: dict[tuple[str, str], Standing], mine: QuerySet[Proceeding], *, now: datetime) -> None:
    for name, rows in _figures(mine, now=now).items():
        counted = rows.values_list("region_code", "industry").annotate(n=Count("pk", distinct=True)).order_by()
        for place, industry, number in counted:
            setattr(found[place, industry], name, number)


def _figures(mine: QuerySet[Proceeding], *, now: datetime) -> dict[str, QuerySet[Proceeding]]:
    """The open proceedings behind each figure of a standing."""
    return {
        "open_handling": mine.exclude(resting()),
        "overdue": mine.filter(pk__in=expired_clocks(now=now).values("proceeding_id")),
        "unsigned": mine.filter(unsigned()),
        "unassigned": mine.filter(holder=None).exclude(resting()),
    }


def expired_clocks(*, now: datetime) -> QuerySet[Clock]:
    """Clocks that have run out while what they wait for has not happened; a paused one has not."""
    return Clock.objects.filter(ended_at=None, due_at__lte=now).exclude(state=ClockState.PAUSED)
