"""What the pages of the catalogue show."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinan.kernel.text import Text
from xinan.rules.model import Level, Link, Rule


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of a ladder: from `amount` on, the level; `width` is its part of the picture, in percent."""

    level: Level
    amount: Text
    width: int


@dataclass(frozen=True, slots=True)
class StepView:
    """A value, the day from which it is in force, its source, and whether it is the one in force now."""

    from_on: date
    value: Text
    source: str
    in_force: bool
    place: Text | None = None
    approval: "Approval | None" = None


@dataclass(frozen=True, slots=True)
class Approval:
    """The change by which an office set a value: its number, who approved it and when."""

    number: int
    url: str
    approver: str
    on: date


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter with its value of today, its history and its bounds."""

    name: str
    title: Text
    value: Text
    unit: Text
    is_law: bool
    steps: tuple[StepView, ...]
    bounds: Text | None
    article: str
    ladder: tuple[Rung, ...] = ()
    ladder_reads: Text | None = None


@dataclass(frozen=True, slots=True)
class FactView:
    """Rows of one fact table in a case: only the columns the case speaks of."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A finding that a case must bring about."""

    level: Level
    withheld: bool
    suppressed: bool
    subject: str
    period: str
    since: date | None
    measures: tuple[tuple[Text, object], ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A worked case: on these facts, at the end of this day, these findings and no others."""

    number: int
    name: Text
    as_of: date
    facts: tuple[FactView, ...]
    outcomes: tuple[OutcomeView, ...]
    shows: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in the list."""

    rule: Rule
    levels: tuple[Level, ...]
    cases: int
    is_law: bool


@dataclass(frozen=True, slots=True)
class LinkSection:
    """The rules of one link."""

    link: Link
    lines: tuple[RuleLine, ...]


Amount = Decimal | int
