"""Where along an arrow the numbers of its moves stand: near its middle, clear of the boxes and of other numbers."""

from collections.abc import Sequence

from xinan.jobs.diagrams.shapes import BADGE, Box, Curve
from xinan.procedures.numbering import Arrow

Point = tuple[float, float]

_STEPS = 12  # points looked at on each piece of a curve


def badge_place(points: Sequence[Point], arrow: Arrow, *, boxes: Sequence[Box], taken: Sequence[Curve]) -> Point:
    """The point nearest the middle at which least is covered."""
    along = points_along(points)
    middle = len(along) // 2
    half = BADGE * len(arrow.numbers) / 2

    def cost(place: int) -> tuple[bool, bool, int]:
        x, y = along[place]
        return _covers_badge(x, y, half, taken), _covers_box(x, y, half, boxes), abs(place - middle)

    return along[min(range(1, len(along) - 1), key=cost)]


def points_along(points: Sequence[Point]) -> list[Point]:
    """Points on a chain of cubic Bézier curves, as Graphviz gives them: a start, then three points a piece."""
    found = [points[0]]
    for first in range(0, len(points) - 3, 3):
        piece = points[first : first + 4]
        found += [_cubic(piece, step / _STEPS) for step in range(1, _STEPS + 1)]
    return found


def _cubic(piece: Sequence[Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, piece, strict=True)) for axis in (0, 1))
    return round(x, 1), round(y, 1)


def _covers_box(x: float, y: float, half: float, boxes: Sequence[Box]) -> bool:
    return any(
        abs(x - box.x) < box.width / 2 + half - 2 and abs(y - box.y) < box.height / 2 + BADGE / 2 - 2 for box in boxes
    )


def _covers_badge(x: float, y: float, half: float, taken: Sequence[Curve]) -> bool:
    return any(
        abs(x - other.badges_at[0]) < half + BADGE * len(other.arrow.numbers) / 2
        and abs(y - other.badges_at[1]) < BADGE
        for other in taken
    )
