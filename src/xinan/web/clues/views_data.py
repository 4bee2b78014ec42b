"""What the pages of clues show: frozen, ready to print."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xinan.casework.matching import OwedRow
from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class OwedView:
    """What the data say is owed: what is open first, the largest on top; what was paid apart."""

    total: Decimal
    estimated: Decimal
    workers: int
    open: tuple[OwedRow, ...]
    settled: tuple[OwedRow, ...]


@dataclass(frozen=True, slots=True)
class ClueLine:
    """A clue in a list."""

    url: str
    number: str
    received_on: date
    channel: str
    about: str
    place: Text
    workers: int
    amount: Decimal | None
    state: Text
    holder: str
    due_on: date | None
    late: bool
    reply_by: date | None
    merged: bool


@dataclass(frozen=True, slots=True)
class VoiceView:
    """One voice, masked; `words` only for whoever hears workers, and then recorded."""

    id: int
    at: datetime
    channel: str
    name: str
    phone: str
    identity: str
    doubtful: bool
    amount: Decimal | None
    months: str
    workers: int
    words: str
    may_be_named: bool
    wants_mediation: bool | None
    reveal_url: str
    files: tuple[tuple[str, str], ...]
    told_in: str
    on_roster: bool


@dataclass(frozen=True, slots=True)
class ActView:
    """Something that may be done with the clue from its page."""

    url: str
    name: Text
    hint: Text
    primary: bool = False
