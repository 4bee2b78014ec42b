"""What a visit to a project is worth on a day: whole points, each with its reason. Pure; none of the numbers is law.

The index says how likely arrears are within 60 days, the warnings say what stands today, the days since the last visit say how
old our own knowledge is. A first visit that is due outweighs everything that is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

WARNING_POINTS: Mapping[str, int] = {"red": 24, "orange": 14, "yellow": 7, "blue": 3, "grey": 2}
MOST_FOR_WARNINGS = 60
POINTS_A_MONTH, MOST_FOR_MONTHS, NEVER_SEEN = 4, 24, 20
# A first visit: due in so many days or overdue, it is a duty of today; before, a good occasion.
PRESSING_DAYS, PRESSING, COMING = 10, 400, 30
# Put in by hand, or already in the plan that is arranged anew: stays while there is time for it.
BY_HAND, KEPT = 5000, 1000
# Seen so lately that another visit is worth nothing, unless it is graver than that.
LATELY_DAYS = 14


class Part(StrEnum):
    """What points are given for."""

    RISK = "risk"
    WARNINGS = "warnings"
    SINCE = "since"
    NEVER = "never"
    FIRST_VISIT = "first_visit"
    BY_HAND = "by_hand"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a project on the day of the plan.

    `first_due_on`: the last day for the first visit of a new project, where none was made. `warnings`: open ones by level.
    """

    risk: int = 0
    warnings: Mapping[str, int] = field(default_factory=dict)
    visited_on: date | None = None
    first_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """Points for one reason; `figures` are what it rests on, ready to be kept as JSON."""

    part: Part
    points: int
    figures: Mapping[str, object] = field(default_factory=dict)

    def kept(self) -> dict[str, object]:
        """As it is stored beside a stop."""
        return {"part": self.part.value, "points": self.points, "figures": dict(self.figures)}


def worth(known: Known, *, on: date) -> tuple[Points, ...]:
    """The points of a project, the weightiest first; empty where a visit is worth nothing.

    >>> [(each.part.value, each.points) for each in worth(Known(risk=40, warnings={"red": 1}), on=date(2026, 11, 23))]
    [('risk', 40), ('warnings', 24), ('never', 20)]
    """
    parts = [_first_visit(known, on), _risk(known), _warnings(known), _since(known, on)]
    found = sorted((part for part in parts if part.points > 0), key=lambda part: (-part.points, part.part))
    return tuple(found)


def seen_lately(known: Known, *, on: date) -> bool:
    """Whether the last visit is so fresh, and nothing so grave, that another would tell nothing new."""
    if known.visited_on is None or known.warnings.get("red"):
        return False
    return (on - known.visited_on).days < LATELY_DAYS


def _risk(known: Known) -> Points:
    return Points(Part.RISK, known.risk, {"index": known.risk})


def _warnings(known: Known) -> Points:
    points = sum(WARNING_POINTS[level] * count for level, count in known.warnings.items())
    counts = {level: known.warnings[level] for level in WARNING_POINTS if known.warnings.get(level)}
    return Points(Part.WARNINGS, min(points, MOST_FOR_WARNINGS), counts)


def _since(known: Known, on: date) -> Points:
    if known.visited_on is None:
        return Points(Part.NEVER, NEVER_SEEN)
    days = max((on - known.visited_on).days, 0)
    return Points(Part.SINCE, min(days // 30 * POINTS_A_MONTH, MOST_FOR_MONTHS), {"days": days})


def _first_visit(known: Known, on: date) -> Points:
    if known.first_due_on is None:
        return Points(Part.FIRST_VISIT, 0)
    left = (known.first_due_on - on).days
    points = PRESSING if left <= PRESSING_DAYS else COMING
    return Points(Part.FIRST_VISIT, points, {"due_on": known.first_due_on.isoformat(), "days_left": left})
