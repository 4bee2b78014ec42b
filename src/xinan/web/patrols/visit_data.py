"""What the pages of a visit show."""

from dataclasses import dataclass
from datetime import date

from xinan.kernel.text import Text
from xinan.patrols.checklist import Item
from xinan.patrols.models import Visit, VisitPhoto, VisitTalk
from xinan.rules.model import Level


@dataclass(frozen=True, slots=True)
class AskedWarning:
    """An open warning that the visit has a word on."""

    item: str
    title: Text
    level: Level
    since: date
    days: int
    period: str
    cure: Text


@dataclass(frozen=True, slots=True)
class Answered:
    """An item with the answer given, what it came to, and its photographs."""

    item: Item
    answer: str
    note: str
    details: tuple[Text, ...]
    outcome: str
    photos: tuple[VisitPhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class SaidOnWarning:
    """What the site said to a warning."""

    title: Text
    level: Level
    word: str
    note: str


@dataclass(frozen=True, slots=True)
class VisitReport:
    """A visit, ready to be read and printed."""

    visit: Visit
    place: Text
    answered: tuple[Answered, ...]
    words: tuple[SaidOnWarning, ...]
    talks: tuple[VisitTalk, ...]
    tally: dict[str, int]
    photos: tuple[VisitPhoto, ...]
