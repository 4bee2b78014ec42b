"""What a diagram is made of, once everything has its place."""

from dataclasses import dataclass

from xinan.procedures.numbering import Arrow

# The room a badge with the number of a move takes.
BADGE = 22


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a box: `name` large, `wait`, `clock` and `note` small."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Ending:
    """A move that closes from a state: its number and how it closes."""

    number: int
    text: str
    automatic: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A state with what is written in it; x and y are its middle. `is_first`: a thing may be opened in it."""

    code: str
    kind: str  # state, final, anywhere
    lines: tuple[Line, ...]
    staying: tuple[int, ...]
    endings: tuple[Ending, ...]
    width: float
    height: float
    x: float = 0
    y: float = 0
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """An arrow as drawn: the points of its Bézier curve, where its badges stand."""

    arrow: Arrow
    points: tuple[tuple[float, float], ...]
    badges_at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """A diagram ready to be drawn."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
