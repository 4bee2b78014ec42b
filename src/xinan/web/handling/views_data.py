"""What the pages of handling show: frozen, ready to print."""

from dataclasses import dataclass
from datetime import date, datetime

from xinan.kernel.text import Text
from xinan.web.components.views import WarningView
from xinan.web.proceedings.views_data import ClockStrip, OfferView


@dataclass(frozen=True, slots=True)
class HandlingView:
    """How one warning is being handled."""

    proceeding_id: int
    warning_id: int
    version: int
    url: str
    state: str
    state_name: Text
    tone: str
    final: bool
    holder: str
    office: str
    waits_for: Text
    clocks: tuple[ClockStrip, ...]
    offers: tuple[OfferView, ...]
    closed_at: datetime | None = None
    until_on: date | None = None
    escalation: int = 0
    why_no_clock: Text | None = None

    @property
    def first(self) -> ClockStrip | None:
        """The clock that runs out first."""
        running = [clock for clock in self.clocks if clock.is_open]
        return min(running, key=lambda clock: (clock.state == "paused", clock.due_on), default=None)

    @property
    def main_offers(self) -> tuple[OfferView, ...]:
        """Those that fit on a card: what may be made now, at most three."""
        return tuple(offer for offer in self.offers if offer.refused is None)[:3]

    @property
    def more_offers(self) -> int:
        """How many a card leaves to the warning's page."""
        return len([offer for offer in self.offers if offer.refused is None]) - len(self.main_offers)


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A warning in somebody's list of work."""

    handling: HandlingView
    warning: WarningView
    project_id: str
    project: str
    settled: bool


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """The warnings of one project in a list of work, with what may be done to all of them together."""

    project_id: str
    project: str
    place: Text
    url: str
    lines: tuple[WorkLine, ...]
    offers: tuple[OfferView, ...] = ()
