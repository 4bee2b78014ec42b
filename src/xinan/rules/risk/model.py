"""What a part of the risk index is, and what becomes of it for a project."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.model import Evidence, Feed, Measure, Unit

if TYPE_CHECKING:
    from xinan.rules.parameters import Bound
    from xinan.rules.world import World

CEILING = 100
HORIZON_DAYS = 60
MeasureValue = str | int | None


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """A figure of a project that is worse the larger it is.

    `rows` gives a table with project_id, `value` and one column for each of `measures`; a project it does not speak of has
    no row. `owner` names the rule whose parameters it is reckoned with, where it repeats a rule's arithmetic.
    """

    rows: "Callable[[World, Bound], ir.Table]"
    measures: tuple[Measure, ...]
    because: Text
    unit: Unit
    needs: tuple[Feed, ...]
    evidence: tuple[Evidence, ...]
    owner: str = "shared"


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of the index: `signal`, or else the open findings of `rules` (a link, or single rules)."""

    id: str
    title: Text
    meaning: Text
    signal: Signal | None = None
    rules: tuple[str, ...] = ()

    def speaks_of(self, rule_id: str) -> bool:
        """Whether findings of that rule belong to it."""
        return rule_id in self.rules or rule_id.split("/")[0] in self.rules


@dataclass(frozen=True, slots=True)
class Step:
    """From this value on, so many points in all."""

    at: Decimal
    points: int


@dataclass(frozen=True, slots=True)
class Band:
    """Indices from `least` to `greatest` (both included), and how many of their projects had wages unpaid."""

    least: int
    greatest: int
    chance: Decimal


@dataclass(frozen=True, slots=True)
class Points:
    """How values become points; `bands` says what an index came to in simulated history."""

    version: str
    source: Text
    steps: Mapping[str, tuple[Step, ...]]
    bands: tuple[Band, ...]

    def of(self, part_id: str, value: Decimal) -> int:
        """The points of a value of a part."""
        return max((step.points for step in self.steps.get(part_id, ()) if value >= step.at), default=0)

    def ceiling(self, part_id: str) -> int:
        """The most a part can add."""
        return max((step.points for step in self.steps.get(part_id, ())), default=0)

    def band(self, index: int) -> Band:
        """The band of an index."""
        return next(band for band in reversed(self.bands) if index >= band.least)


@dataclass(frozen=True, slots=True)
class PartScore:
    """What a part adds for one project. `rules` counts the open findings it rests on, `worst` says what the worst of each rule
    is worth, which add up to `value`; `silent` names the silent feed for which the part could not be judged.
    """

    part: str
    points: int
    ceiling: int
    value: Decimal
    measures: Mapping[str, MeasureValue]
    rules: Mapping[str, int]
    silent: str | None = None
    worst: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Risk:
    """The index of a project on a day with its parts; they add up to it, up to 100."""

    project_id: str
    as_of: date
    index: int
    parts: tuple[PartScore, ...]
    version: str
