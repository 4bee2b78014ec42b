"""How the index is worked out: parts with their steps, bands with their chances, the curve on held-out seeds."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from xinan.engine.explain import figure
from xinan.kernel.text import Text
from xinan.rules.files import read_yaml
from xinan.rules.model import Unit
from xinan.rules.registry import RULES
from xinan.rules.risk.model import Part, Points
from xinan.rules.risk.parts import PARTS
from xinan.web.risk.presenters import chance_text


@dataclass(frozen=True, slots=True)
class StepLine:
    """From this much on, so many points."""

    at: Text
    points: int


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part with its steps; `rules` are the titles of the rules it counts."""

    id: str
    title: Text
    meaning: Text
    ceiling: int
    steps: tuple[StepLine, ...]
    rules: tuple[tuple[str, str, Text], ...]


@dataclass(frozen=True, slots=True)
class BandLine:
    """A band of the index and what it came to in training history, and on held-out seeds."""

    band: str
    chance: Text
    cases: int
    observed: Text


@dataclass(frozen=True, slots=True)
class Curve:
    """What was measured on held-out seeds (docs/risk.md)."""

    seeds: str
    cases: int
    figures: tuple[tuple[Text, str, str], ...]
    points: tuple[dict[str, Any], ...]


def part_lines(points: Points) -> tuple[PartLine, ...]:
    """Every part, the heaviest first."""
    lines = [
        PartLine(
            part.id,
            part.title,
            part.meaning,
            points.ceiling(part.id),
            _steps(part, points),
            tuple((rule.link.value, rule.name, rule.title) for rule in RULES if part.speaks_of(rule.id)),
        )
        for part in PARTS
    ]
    return tuple(sorted(lines, key=lambda line: -line.ceiling))


def band_lines(points: Points) -> tuple[BandLine, ...]:
    """Bands of the index."""
    seen = {row["least"]: row for row in measured()["curve"]}
    return tuple(
        BandLine(
            f"{band.least}–{band.greatest}",
            chance_text(band.chance),
            seen[band.least]["cases"],
            chance_text(Decimal(str(seen[band.least]["observed"]))) if seen[band.least]["cases"] else Text("—", "—"),
        )
        for band in points.bands
    )


def curve() -> Curve:
    """The reliability curve and the figures beside it."""
    given = measured()
    names = {
        "all": Text("60 日内会有欠薪（含正在欠薪）", "arrears within 60 days, standing ones included"),
        "coming": Text("现在没有欠薪、60 日内才发生", "no arrears now, beginning within 60 days"),
    }
    figures = tuple(
        (
            names[row["of"]],
            f"{row['auc']:.3f}（{row['low']:.3f}–{row['high']:.3f}）",
            f"{row['old']:.3f} / {row['count']:.3f}",
        )
        for row in given["ranking"]
    )
    return Curve(given["seeds"], given["cases"], figures, tuple(given["curve"]))


@lru_cache(maxsize=1)
def measured() -> Any:
    """What `python -m tools.bench_risk` wrote down."""
    return read_yaml("xinan.rules.risk", "measured.yaml")


def _steps(part: Part, points: Points) -> tuple[StepLine, ...]:
    """The steps that add something to the one below."""
    found: list[StepLine] = []
    for step in points.steps[part.id]:
        if not found or step.points > found[-1].points:
            found.append(StepLine(_at(part, step.at), step.points))
    return tuple(found)


def _at(part: Part, at: Decimal) -> Text:
    if part.signal is None:
        return Text(f"级别分 {at:f} 起", f"from {at:f} level points")
    unit = part.signal.unit
    if unit is Unit.SHARE:
        shown = figure(str(at), Unit.SHARE)
        return Text(f"{shown} 起", f"from {shown}")
    words = {Unit.DAYS: Text("天", "days"), Unit.COUNT: Text("个", "")}[unit]
    return Text(f"{at:f} {words.zh}起", f"from {at:f} {words.en}".rstrip())
