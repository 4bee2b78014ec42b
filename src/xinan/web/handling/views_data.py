"""What the pages of handling show: frozen, ready to print."""

from dataclasses import dataclass
from datetime import date, datetime

from xinan.kernel.text import Text
from xinan.web.components.views import WarningView


@dataclass(frozen=True, slots=True)
class OfferView:
    """A move that somebody may make; `refused` says why not now. `weight` is how its button looks: primary or plain."""

    code: str
    name: Text
    url: str
    hint: Text | None = None
    refused: Text | None = None
    primary: bool = False


@dataclass(frozen=True, slots=True)
class ClockStrip:
    """A clock in one line; `state` is a word of the clock component."""

    id: int
    code: str
    title: Text
    state: str
    due_on: date
    starts_on: date
    days_left: int
    late_by: int
    share: int
    length: Text
    law: Text
    is_law: bool
    provisional: bool
    first_due_on: date
    moved_because: Text | None
    next_act: Text | None
    next_act_at: datetime | None
    pauses: tuple[Text, ...] = ()
    pause_url: str = ""
    extend_url: str = ""
    resume_url: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still waits for what it waits for."""
        return self.state in {"running", "near", "due_today", "overdue", "paused"}


@dataclass(frozen=True, slots=True)
class ProofView:
    """A file in the timeline; its name is opened with the file."""

    url: str
    title: Text
    size: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One entry of the timeline."""

    at: datetime
    who: Text
    what: Text
    after: Text | None
    reason: Text
    plan_on: date | None
    until_on: date | None
    proofs: tuple[ProofView, ...]
    is_clock: bool


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


@dataclass(frozen=True, slots=True)
class RequestView:
    """Something asked about a clock that waits for the viewer's yes or no."""

    id: int
    kind: str
    title: Text
    project: str
    project_url: str
    warning_url: str
    asked_by: str
    asked_at: datetime
    reason: str
    span: Text
    proofs: tuple[ProofView, ...]
    approve_url: str
    refuse_url: str
