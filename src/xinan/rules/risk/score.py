"""Adds up the index of one project. Pure: open findings and signals in, index and parts out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from xinan.rules.model import Level
from xinan.rules.risk.model import CEILING, MeasureValue, Part, PartScore, Points, Risk
from xinan.rules.risk.parts import PARTS

# What the worst open finding of a rule counts for within its part. Data quality says nothing about wages.
LEVEL_VALUES = {Level.GREY: 0, Level.BLUE: 1, Level.YELLOW: 2, Level.ORANGE: 3, Level.RED: 4}
_RANKS = {level: level.rank for level in Level}


class Open(Protocol):
    """An open finding: its rule and level."""

    @property
    def rule(self) -> str:
        """The rule's identifier."""

    @property
    def level(self) -> str:
        """Its level."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A signal of one project: its value with its measures, or the feed whose silence hides it."""

    value: Decimal
    measures: Mapping[str, MeasureValue]
    silent: str | None = None


NOTHING = Reading(Decimal(0), {})


def score(
    project_id: str, *, findings: Iterable[Open], readings: Mapping[str, Reading], points: Points, as_of: date
) -> Risk:
    """The index of a project from its open findings and its signals by part."""
    opened = list(findings)
    parts = tuple(_part(part, opened, readings.get(part.id, NOTHING), points) for part in PARTS)
    return Risk(project_id, as_of, min(CEILING, sum(part.points for part in parts)), parts, points.version)


def _part(part: Part, opened: list[Open], reading: Reading, points: Points) -> PartScore:
    if part.signal is not None:
        added = 0 if reading.silent else points.of(part.id, reading.value)
        return PartScore(
            part.id, added, points.ceiling(part.id), reading.value, reading.measures, {}, silent=reading.silent
        )
    worst: dict[str, Level] = {}
    counts: dict[str, int] = {}
    for finding in opened:
        if part.speaks_of(finding.rule):
            level = Level(finding.level)
            counts[finding.rule] = counts.get(finding.rule, 0) + 1
            if finding.rule not in worst or _RANKS[level] > _RANKS[worst[finding.rule]]:
                worst[finding.rule] = level
    worth = {rule: LEVEL_VALUES[level] for rule, level in worst.items()}
    value = Decimal(sum(worth.values()))
    return PartScore(part.id, points.of(part.id, value), points.ceiling(part.id), value, {}, counts, worst=worth)
