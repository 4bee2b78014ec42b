"""What the page of a plan shows."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with its points; `duty` for what must be."""

    text: Text
    points: int
    duty: bool = False


@dataclass(frozen=True, slots=True)
class StopView:
    """A stop of a round."""

    number: int
    project_id: str
    name: str
    place: Text
    state: str
    arrives: datetime
    leaves: datetime
    minutes: int
    km: str
    estimated: bool
    reasons: tuple[Reason, ...]
    skip_reason: str = ""
    visit_id: UUID | None = None
    visit_done: bool = False


@dataclass(frozen=True, slots=True)
class RoundView:
    """An officer's round."""

    officer: str
    own: bool
    stops: tuple[StopView, ...]
    back_minutes: int
    back_km: str
    back_at: datetime | None
    share: int
    km: str

    @property
    def waiting(self) -> int:
        """Stops yet to be made."""
        return sum(1 for stop in self.stops if stop.state == "planned")


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """A candidate in no round, and why not."""

    project_id: str
    name: str
    why: Text
    reasons: tuple[Reason, ...]
    value: int


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Something done to the plan."""

    at: datetime
    who: str
    what: Text
    undone: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan, ready to print."""

    rounds: tuple[RoundView, ...]
    left_out: tuple[LeftOutView, ...]
    changes: tuple[ChangeView, ...]
    route: dict[str, object] = field(default_factory=dict)
    undo: Text | None = None
