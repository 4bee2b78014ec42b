"""The points of each part as shipped (points.yaml)."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

from xinan.kernel.text import Text
from xinan.rules.files import read_yaml
from xinan.rules.risk.model import CEILING, Band, Points, Step
from xinan.rules.risk.parts import PARTS


@lru_cache(maxsize=1)
def shipped_points() -> Points:
    """The points in force."""
    return points_of(read_yaml("xinan.rules.risk", "points.yaml"))


def points_of(given: Mapping[str, Any]) -> Points:
    """Points from their YAML; ValueError where a part's points fall, or the bands leave a gap."""
    steps = {part: tuple(_step(at, points) for at, points in rows.items()) for part, rows in given["parts"].items()}
    if set(steps) != {part.id for part in PARTS}:
        raise ValueError("points.yaml and the parts differ")
    for part, rows in steps.items():
        rising = sorted(rows, key=lambda step: step.at)
        if [step.points for step in rising] != sorted(step.points for step in rising) or any(
            s.points < 0 for s in rows
        ):
            raise ValueError(f"the points of {part} fall")
    bands = tuple(Band(row["least"], row["greatest"], Decimal(row["chance"])) for row in given["bands"])
    if [band.least for band in bands] != [0, *(band.greatest + 1 for band in bands[:-1])] or bands[
        -1
    ].greatest != CEILING:
        raise ValueError("the bands leave a gap")
    source = Text(given["source"]["zh"], given["source"]["en"])
    return Points(_version(steps), source, steps, bands)


def _step(at: object, points: int) -> Step:
    return Step(Decimal(str(at)), points)


def _version(steps: Mapping[str, tuple[Step, ...]]) -> str:
    said = sorted((part, sorted((str(step.at), step.points) for step in rows)) for part, rows in steps.items())
    return sha256(repr(said).encode()).hexdigest()[:12]
