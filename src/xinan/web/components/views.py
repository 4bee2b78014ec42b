"""What a component shows: frozen, ready to print, no query behind any field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from xinan.kernel.text import Text
from xinan.rules.model import Addressee, Basis, Level, Link, Measure, Unit
from xinan.web.components.looks import CONDITION_LOOKS, LEVEL_LOOKS, LINK_ICONS, Condition, Look

Cell = str | int | Decimal | date | datetime | bool | None


@dataclass(frozen=True, slots=True)
class LinkState:
    """One link of a project's chain: its condition, its worst level, and why in a few words."""

    link: Link
    condition: Condition
    level: Level | None = None
    reasons: tuple[Text, ...] = ()
    warnings: int = 0

    @property
    def look(self) -> Look:
        """The level's look where it is warned, else that of the condition."""
        return LEVEL_LOOKS[self.level] if self.level else CONDITION_LOOKS[self.condition]

    @property
    def title(self) -> Text:
        """The trade's name of the link."""
        return self.link.title

    @property
    def icon(self) -> str:
        """The icon's name in the icon font."""
        return LINK_ICONS[self.link]


@dataclass(frozen=True, slots=True)
class ClockView:
    """A statutory deadline on one day: when it began, how long it is, by which law, and where it stands.

    `elapsed` and `length` are in `unit`, as the law counts them. `provisional` says that it rests on a year whose
    holidays the State Council has not published.
    """

    title: Text
    starts_on: date
    due_on: date
    length: int
    unit: Text
    law: Basis
    today: date
    met_on: date | None = None
    paused: bool = False
    provisional: bool = False

    @property
    def days_left(self) -> int:
        """Calendar days from today to the due day; negative when it has passed."""
        return (self.due_on - self.today).days

    @property
    def state(self) -> str:
        """met, met_late, paused, overdue, due_today, near (from half time on) or running."""
        if self.met_on is not None:
            return "met" if self.met_on <= self.due_on else "met_late"
        if self.paused:
            return "paused"
        if self.days_left < 0:
            return "overdue"
        if self.days_left == 0:
            return "due_today"
        return "near" if self.share >= 50 else "running"

    @property
    def share(self) -> int:
        """How much of the time has gone, 0–100."""
        whole = max((self.due_on - self.starts_on).days, 1)
        gone = ((self.met_on or self.today) - self.starts_on).days
        return min(max(gone * 100 // whole, 0), 100)

    @property
    def late_by(self) -> int:
        """Calendar days past the due day."""
        return max(((self.met_on or self.today) - self.due_on).days, 0)


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A named figure of a finding."""

    title: Text
    value: Cell
    unit: Unit

    @classmethod
    def of(cls, measure: Measure, value: Cell) -> "MeasureView":
        """The figure of a rule's measure."""
        return cls(measure.title, value, measure.unit)


@dataclass(frozen=True, slots=True)
class MaskedPerson:
    """A worker as anyone in scope may see him; `reveal_url` is empty where this viewer may not unmask at all."""

    worker_id: str
    name: str
    identity: str = ""
    phone: str = ""
    reveal_url: str = ""
    revealed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an evidence table."""

    name: str
    title: Text
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """The rows a finding rests on. `people` gives the person for each worker id among the cells."""

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    people: Mapping[str, MaskedPerson] = field(default_factory=dict)
    worker_column: int | None = None


class CellState(StrEnum):
    """What a month was for a worker; each has its own sign in the heat table, beside its colour."""

    NONE = "none"
    PAID = "paid"
    NOT_DUE = "not_due"
    SHORT = "short"
    UNPAID = "unpaid"
    NO_PAYROLL = "no_payroll"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One worker in one month: valid days, payable, paid."""

    month: str
    days: int = 0
    payable: Decimal | None = None
    paid: Decimal = Decimal(0)
    state: CellState = CellState.NONE

    @property
    def depth(self) -> int:
        """0–3: how full the month was, for the shade."""
        return 0 if self.days == 0 else 1 if self.days < 10 else 2 if self.days < 20 else 3


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A worker's months in the order of the table's."""

    person: MaskedPerson
    team: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Workers by months."""

    months: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    totals: tuple[HeatCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure worth a look, and where a click leads."""

    title: Text
    value: int | Decimal | str
    note: Text | None = None
    level: Level | None = None
    url: str = ""
    active: bool = False
    unit: Text | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter with the number of rows it would leave; `children` narrow it (counties of a prefecture)."""

    value: str
    title: Text
    count: int
    chosen: bool = False
    level: Level | None = None
    children: tuple["Choice", ...] = ()
    open_anyway: bool = False

    @property
    def opened(self) -> bool:
        """Whether its children show: it or one of them is chosen, or there is nothing else to open."""
        return self.open_anyway or self.chosen or any(child.chosen for child in self.children)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter and its choices."""

    name: str
    title: Text
    choices: tuple[Choice, ...]
    multiple: bool = True

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """What is chosen, in order, children included."""
        flat = [choice for top in self.choices for choice in (top, *top.children)]
        return tuple(choice for choice in flat if choice.chosen)


@dataclass(frozen=True, slots=True)
class PageView:
    """Where one is in a long list.

    `base` is the query string without the page, ending in & where not empty; `target` is what htmx puts the page into.
    """

    number: int
    size: int
    total: int
    base: str = ""
    target: str = ""
    name: str = "page"

    @classmethod
    def near(
        cls, total: int, *, number: int, size: int, base: str = "", target: str = "", name: str = "page"
    ) -> "PageView":
        """The page of that number, or the nearest there is."""
        last = max((total + size - 1) // size, 1)
        return cls(min(max(number, 1), last), size, total, f"{base}&" if base else "", target, name)

    @property
    def pages(self) -> int:
        """How many pages there are; one at least."""
        return max((self.total + self.size - 1) // self.size, 1)

    @property
    def first(self) -> int:
        """The number of the first row shown; 0 in an empty list."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return min(self.number * self.size, self.total)

    @property
    def slice(self) -> slice:
        """The rows of this page in the whole list."""
        return slice((self.number - 1) * self.size, self.number * self.size)

    @property
    def window(self) -> tuple[int | None, ...]:
        """The page numbers to show; None stands for a gap."""
        wanted = sorted({1, self.pages, *range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)})
        shown: list[int | None] = []
        for page in wanted:
            if shown and shown[-1] is not None and page - shown[-1] > 1:
                shown.append(None)
            shown.append(page)
        return tuple(shown)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error for the reader: what is wrong, and what would be right."""

    what: Text
    remedy: Text
    code: str = ""


@dataclass(frozen=True, slots=True)
class AccountPoint:
    """The account at the end of a day, and the wages due on it and not yet paid."""

    day: date
    balance: Decimal
    due: Decimal


@dataclass(frozen=True, slots=True)
class AccountLine:
    """The balance line of a project's wage accounts against wages due."""

    points: tuple[AccountPoint, ...]

    @property
    def short_days(self) -> int:
        """Points on which the balance did not cover what was due."""
        return sum(1 for point in self.points if point.balance < point.due)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of something that takes a while: done, current, waiting or failed."""

    title: Text
    state: str
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class WarningView:
    """An open warning, complete: everything an officer needs to act on it."""

    id: str
    rule: str
    title: Text
    meaning: Text
    level: Level
    link: Link
    since: date
    period: str
    days: int
    because: Text
    measures: tuple[MeasureView, ...]
    basis: tuple[Basis, ...]
    cure: Text
    addressees: tuple[Addressee, ...]
    subject: MaskedPerson | None = None
    details: tuple["WarningView", ...] = ()
    episode: int = 1
    evidence_url: str = ""
    version: int | None = None

    @property
    def rule_name(self) -> str:
        """The rule's name within its link."""
        return self.rule.split("/")[1]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: when, who, what."""

    at: datetime
    who: Text
    what: Text
    kind: str
    level: Level | None = None
    note: Text | None = None
