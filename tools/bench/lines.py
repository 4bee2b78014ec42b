"""A line of the table of ratios: what was measured, what was aimed at, whether it was met."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Met(StrEnum):
    """What a line says of its target."""

    YES = "yes"
    NO = "**no**"
    STATED = "stated"  # no target: a figure given as it is
    FAILED = "**failed**"  # could not be measured


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `how` says what was counted and what was not."""

    what: str
    measured: str
    target: str
    met: Met
    how: str

    def row(self) -> str:
        """The line in Markdown."""
        cells = (self.what, self.measured, self.target, self.met.value, self.how)
        return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"

    def as_record(self) -> dict[str, Any]:
        """For another process."""
        return asdict(self)

    @classmethod
    def of_record(cls, record: dict[str, Any]) -> "Line":
        """From another process."""
        return cls(**{**record, "met": Met(record["met"])})


def at_least(what: str, ratio: float, target: float, *, of: str, how: str) -> Line:
    """A ratio that should be large; `of` shows the figures it was made of."""
    return Line(what, f"{ratio:.1f}× ({of})", f"≥ {target:g}×", Met.YES if ratio >= target else Met.NO, how)


def share(what: str, part: float, target: float, *, of: str, how: str) -> Line:
    """As `at_least`, shown in per cent."""
    met = Met.YES if part >= target else Met.NO
    return Line(what, f"{part:.0%} ({of})", f"≥ {target:.0%}", met, how)


def at_most(
    what: str, value: float, target: float, *, of: str, how: str, shown: Callable[[float], str] = "{:.2f}".format
) -> Line:
    """A figure that should be small."""
    met = Met.YES if value <= target else Met.NO
    return Line(what, f"{shown(value)} ({of})", f"≤ {shown(target)}", met, how)


def stated(what: str, measured: str, *, how: str) -> Line:
    """A figure without a target."""
    return Line(what, measured, "", Met.STATED, how)
