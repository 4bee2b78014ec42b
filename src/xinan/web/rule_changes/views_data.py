"""What the pages of rule changes show."""

from dataclasses import dataclass
from datetime import date, datetime

from xinan.kernel.text import Text
from xinan.rules.model import Level


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change in the list, and the head of its page."""

    number: int
    url: str
    rule: Text
    rule_url: str
    parameter: Text
    place: Text
    before: Text
    after: Text
    unit: Text
    state: Text
    tone: str
    author: str
    drafted_at: datetime
    from_on: date
    in_force_from: date | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a change's way: done, here, ahead, or where it ended."""

    title: Text
    state: str
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing that happened to the change."""

    at: datetime
    what: str
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart: where it stands and how tall it is, in the units of the drawing."""

    kind: str
    x: int
    y: int
    width: int
    height: int
    number: int

    @property
    def middle(self) -> int:
        """Where its number stands."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Column:
    """A day of a trial: its bars, and its figures for the table beneath."""

    label: str
    month: str
    x: int
    bars: tuple[Bar, ...]
    before: int
    after: int
    raised: int
    gone: int
    level: int


@dataclass(frozen=True, slots=True)
class Chart:
    """New, gone and changed by month, as one drawing."""

    columns: tuple[Column, ...]
    width: int
    height: int
    base: int

    @property
    def is_short(self) -> bool:
        """Whether it stays readable when it is drawn as small as a phone."""
        return len(self.columns) <= 8


@dataclass(frozen=True, slots=True)
class Share:
    """A line of a table of counts: a level, a place or a contractor."""

    title: Text
    raised: int
    gone: int
    level: int
    grade: Level | None = None


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A finding that would be new, gone or of another level."""

    kind: str
    kind_words: str
    rule: Text
    project: str
    project_url: str
    place: Text
    contractor: str
    period: str
    before: Level | None
    after: Level | None
    day: date


@dataclass(frozen=True, slots=True)
class ParameterChoice:
    """A parameter that may be changed, with its value of today."""

    name: str
    title: Text
    value: Text
    unit: Text
    bounds: Text | None
    article: str
    fixed: bool
    url: str
