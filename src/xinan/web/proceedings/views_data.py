"""What the pages of a proceeding show: frozen, ready to print."""

from dataclasses import dataclass
from datetime import date, datetime

from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class OfferView:
    """A move that somebody may make; `refused` says why not now. `primary` fills its button; `stays`: the state remains."""

    code: str
    name: Text
    url: str
    hint: Text | None = None
    refused: Text | None = None
    primary: bool = False
    letter: Text | None = None
    stays: bool = False


@dataclass(frozen=True, slots=True)
class ClockStrip:
    """A clock in one line; `state` is a word of the clock component. `hours_left` of one in hours, else None."""

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
    due_at: datetime | None = None
    hours_left: int | None = None

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
    target: str = ""
    happened_on: date | None = None
    kept: tuple[tuple[Text, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class RequestView:
    """Something asked about a clock that waits for the viewer's yes or no."""

    id: int
    kind: str
    title: Text
    url: str
    asked_by: str
    asked_at: datetime
    reason: str
    span: Text
    proofs: tuple[ProofView, ...]
    approve_url: str
    refuse_url: str


@dataclass(frozen=True, slots=True)
class PanelLetter:
    """A letter of the proceeding."""

    url: str
    kind: Text
    title: str
    number: str
    state: str
    tone: str
    issued_on: date | None
    served_on: date | None
    replied_on: date | None
    due: Text | None
    late: bool


@dataclass(frozen=True, slots=True)
class LetterOffer:
    """A letter that may be written now; `asked` where a move of the present state names it."""

    code: str
    name: Text
    url: str
    asked: bool


@dataclass(frozen=True, slots=True)
class PanelView:
    """One proceeding as the panel shows it. `back` goes with every dialog: where it leads afterwards."""

    id: int
    version: int
    code: str
    procedure: Text
    law: Text
    title: Text
    url: str
    subject_url: str
    diagram_url: str
    state: str
    state_name: Text
    tone: str
    final: bool
    closed_as: Text | None
    holder: str
    office: str
    waits_for: Text
    escalation: int
    opened_at: datetime | None
    closed_at: datetime | None
    why_no_clock: Text | None
    clocks: tuple[ClockStrip, ...]
    offers: tuple[OfferView, ...]
    story: tuple[StoryLine, ...]
    requests: tuple[RequestView, ...]
    letters: tuple[PanelLetter, ...]
    writes: tuple[LetterOffer, ...]
    as_firm: bool
    back: str

    @property
    def first(self) -> ClockStrip | None:
        """The clock that runs out first."""
        running = [clock for clock in self.clocks if clock.is_open]
        return min(running, key=lambda clock: (clock.state == "paused", clock.due_on), default=None)

    @property
    def onward(self) -> tuple[OfferView, ...]:
        """The moves that lead on."""
        return tuple(offer for offer in self.offers if offer.refused is None and not offer.stays)

    @property
    def entries(self) -> tuple[OfferView, ...]:
        """What may be entered while the state remains."""
        return tuple(offer for offer in self.offers if offer.refused is None and offer.stays)

    @property
    def not_yet(self) -> tuple[OfferView, ...]:
        """The moves that something stands against, which each says."""
        return tuple(offer for offer in self.offers if offer.refused is not None)

    @property
    def asked_letters(self) -> tuple[LetterOffer, ...]:
        """Those of the steps at hand."""
        return tuple(offer for offer in self.writes if offer.asked)

    @property
    def other_letters(self) -> tuple[LetterOffer, ...]:
        """The procedure's others."""
        return tuple(offer for offer in self.writes if not offer.asked)

    @property
    def open_clocks(self) -> tuple[ClockStrip, ...]:
        """Those that still run, or stand still."""
        return tuple(clock for clock in self.clocks if clock.is_open)

    @property
    def past_clocks(self) -> tuple[ClockStrip, ...]:
        """Those that are over."""
        return tuple(clock for clock in self.clocks if not clock.is_open)
