"""Where each project of a scope stands: its open warnings by link and level, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import BooleanField, CharField, Count, ExpressionWrapper, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from xinan.kernel.regions import prefecture_of
from xinan.monitoring.enums import LEVEL_WEIGHTS, WarningState
from xinan.registry.models import Project
from xinan.rules.model import Level, Link
from xinan.web.inbox.judged import Judged

LINK_OF_RULE = Func(F("rule"), Value("/"), Value(1), function="split_part", output_field=CharField())


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

    @cached_property
    def prefecture(self) -> str:
        """The code of its prefecture."""
        return prefecture_of(self.region_code) or self.region_code

    @cached_property
    def level(self) -> Level | None:
        """The worst level among its open warnings."""
        return max((level for _, level in self.counts), key=_RANKS.__getitem__, default=None)

    @cached_property
    def score(self) -> int:
        """The sum of the weights of its open warnings (monitoring.enums.LEVEL_WEIGHTS)."""
        return sum(LEVEL_WEIGHTS[level] * number for (_, level), number in self.counts.items())

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
    """Every project of the scope that is in progress or has an open warning; two queries whatever their number.

    `found` says whether a project answers to `text`: its name, its number, its contractor's name or code.
    """
    counts, withheld = _counts(visible, judged=judged)
    going_on = Q(completed_on=None) | Q(completed_on__gt=judged.day)
    rows = visible.filter(going_on | Q(pk__in=list(counts))).annotate(found=_answers(text))
    return tuple(
        Standing(*row, counts=counts.get(row[0], {}), withheld=withheld.get(row[0], 0))
        for row in rows.values_list(
            "project_id", "name", "region_code", "industry", "contractor_id", "contractor__name", "found"
        )
    )


def ranked(chosen: Iterable[Standing]) -> list[Standing]:
    """The most serious first; equals by number, so that pages do not shuffle."""
    return sorted(chosen, key=lambda each: (-_RANKS[each.level] if each.level else 1, -each.score, each.project_id))


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


def _counts(
    visible: QuerySet[Project], *, judged: Judged
) -> tuple[dict[str, dict[tuple[Link, Level], int]], dict[str, int]]:
    live = judged.rows.filter(
        state__in=[WarningState.OPEN, WarningState.WITHHELD], project__in=visible.order_by().values("pk")
    )
    grouped = live.annotate(at=LINK_OF_RULE).values_list("project_id", "at", "level", "state").annotate(n=Count("pk"))
    counts: dict[str, dict[tuple[Link, Level], int]] = defaultdict(dict)
    withheld: dict[str, int] = defaultdict(int)
    for project_id, link, level, state, number in grouped.order_by():
        if state == WarningState.OPEN:
            counts[project_id][Link(link), Level(level)] = number
        else:
            withheld[project_id] += number
    return counts, withheld
