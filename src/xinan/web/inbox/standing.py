"""Where each project of a scope stands: its open warnings by link and level, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from xinan.kernel.regions import prefecture_of
from xinan.monitoring.enums import WarningState
from xinan.monitoring.queries.todo import NOTHING, Tasks
from xinan.registry.models import Project
from xinan.rules.model import Level, Link
from xinan.web.inbox.judged import Judged
from xinan.web.risk.presenters import risk_of_warnings

# Looked up a hundred thousand times in a large province; Level.rank searches anew each time.
_RANKS = {level: level.rank for level in Level}


@dataclass(frozen=True)
class Standing:
    """A project with what counts against it. `counts` holds (link, level) → number of open warnings.

    Without slots: what follows from the counts is worked out once and kept.
    """

    project_id: str
    name: str
    region_code: str
    industry: str
    contractor_id: str
    contractor: str
    found: bool
    counts: Mapping[tuple[Link, Level], int] = field(default_factory=dict)
    withheld: int = 0
    index: int = 0  # the risk index (xinan.rules.risk)
    tasks: Tasks = NOTHING

    @cached_property
    def prefecture(self) -> str:
        """The code of its prefecture."""
        return prefecture_of(self.region_code) or self.region_code

    @cached_property
    def level(self) -> Level | None:
        """The worst level among its open warnings."""
        return max((level for _, level in self.counts), key=_RANKS.__getitem__, default=None)

    @cached_property
    def links(self) -> frozenset[Link]:
        """The links with an open warning."""
        return frozenset(link for link, _ in self.counts)

    def level_in(self, link: Link) -> Level | None:
        """The worst level in one link."""
        return max((level for at, level in self.counts if at is link), key=_RANKS.__getitem__, default=None)

    def by_level(self) -> dict[Level, int]:
        """Open warnings by level, the worst first."""
        found: dict[Level, int] = defaultdict(int)
        for (_, level), number in self.counts.items():
            found[level] += number
        return dict(sorted(found.items(), key=lambda item: -item[0].rank))


def standings(visible: QuerySet[Project], *, text: str, judged: Judged) -> tuple[Standing, ...]:
    """Every project of the scope that is in progress, has an open warning or waits for a step; five queries whatever their number, and two
    of a past day, on which nothing waits to be done any more.

    `found` says whether a project answers to `text`: its name, its number, its contractor's name or code.
    """
    tally, waiting = _tally(visible, judged=judged), judged.todo(visible)
    going_on = Q(completed_on=None) | Q(completed_on__gt=judged.day)
    rows = visible.filter(going_on | Q(pk__in=[*tally.counts, *waiting])).annotate(
        found=_answers(text), index=judged.index
    )
    named = rows.values_list(
        "project_id", "name", "region_code", "industry", "contractor_id", "contractor__name", "found", "index"
    )
    found = list(named)
    told = judged.told_indices([row[0] for row in found])
    return tuple(
        _standing(
            row[:7],
            row[7] if told is None else told.get(row[0]),
            tally=tally,
            day=judged.day,
            tasks=waiting.get(row[0], NOTHING),
        )
        for row in found
    )


def _standing(row: tuple[Any, ...], index: int | None, *, tally: "_Tally", day: date, tasks: Tasks) -> Standing:
    key = row[0]
    # What no run has reckoned yet is ranked by its open warnings alone.
    reckoned = tally.index(key, day=day) if index is None else index
    given: dict[str, Any] = {
        "counts": tally.counts.get(key, {}),
        "withheld": tally.withheld.get(key, 0),
        "index": reckoned,
        "tasks": tasks,
    }
    return Standing(*row, **given)


def ranked(chosen: Iterable[Standing]) -> list[Standing]:
    """The highest risk index first; equals by their worst level, then by number, so that pages do not shuffle."""
    return sorted(chosen, key=lambda each: (-each.index, -_RANKS[each.level] if each.level else 1, each.project_id))


def _answers(text: str) -> Combinable:
    if not text:
        return Value(True)
    said = (
        Q(name__icontains=text)
        | Q(project_id__icontains=text)
        | Q(contractor__name__icontains=text)
        | Q(contractor__enterprise_id__icontains=text)
    )
    return ExpressionWrapper(said, output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class _Open:
    """An open finding, as the risk index counts it."""

    rule: str
    level: str


@dataclass(frozen=True, slots=True)
class _Tally:
    """What stands against each project: open warnings by link and level, withheld ones, open rules with their levels."""

    counts: Mapping[str, Mapping[tuple[Link, Level], int]]
    withheld: Mapping[str, int]
    opened: Mapping[str, list[_Open]]

    def index(self, project_id: str, *, day: date) -> int:
        """The risk index by open warnings alone."""
        return risk_of_warnings(project_id, self.opened.get(project_id, ()), day=day).index


def _tally(visible: QuerySet[Project], *, judged: Judged) -> _Tally:
    live = judged.rows.filter(
        state__in=[WarningState.OPEN, WarningState.WITHHELD], project__in=visible.order_by().values("pk")
    )
    grouped = live.values_list("project_id", "rule", "level", "state").annotate(n=Count("pk")).order_by()
    counts: dict[str, dict[tuple[Link, Level], int]] = defaultdict(lambda: defaultdict(int))
    withheld: dict[str, int] = defaultdict(int)
    opened: dict[str, list[_Open]] = defaultdict(list)
    for project_id, rule, level, state, number in grouped:
        if state == WarningState.OPEN:
            counts[project_id][Link(rule.split("/")[0]), Level(level)] += number
            opened[project_id].append(_Open(rule, level))
        else:
            withheld[project_id] += number
    return _Tally(counts, withheld, opened)
