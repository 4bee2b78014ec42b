"""What a figure of the board is: a definition in words, and the rows that it counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from statistics import median
from typing import Final

from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.people.scope import Scope


class Pillar(StrEnum):
    """The four parts of “3+1”; the value stands in addresses."""

    DANGERS = "dangers"
    CHANNELS = "channels"
    CASES = "cases"
    RELIEF = "relief"


PILLAR_WORDS: Final = {
    Pillar.DANGERS: Text("查清隐患", "Hidden dangers found"),
    Pillar.CHANNELS: Text("畅通渠道", "Channels open"),
    Pillar.CASES: Text("严查快办", "Investigated strictly and fast"),
    Pillar.RELIEF: Text("兜底解困", "Hardship relieved"),
}


class Kind(StrEnum):
    """How the rows of a figure become one number."""

    COUNT = "count"
    WORKERS = "workers"
    MONEY = "money"
    DAYS = "days"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Span:
    """From a day until another, which is no longer in it; a place (a prefecture by its four digits) or all."""

    begin: date
    end: date
    place: str = ""

    @property
    def from_at(self) -> datetime:
        """Its first moment in China."""
        return datetime.combine(self.begin, time(), CHINA)

    @property
    def until_at(self) -> datetime:
        """The moment it is over."""
        return datetime.combine(self.end, time(), CHINA)

    def holds(self, region_code: str) -> bool:
        """Whether a place lies in it."""
        if not self.place:
            return True
        return region_code[:4] == self.place[:4] if self.place.endswith("00") else region_code == self.place


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a figure counts: what it is, where, on which day. `yes`: of a share, whether it counts as done."""

    kind: str
    subject: str
    region_code: str
    on: date
    workers: int = 0
    amount: Decimal = Decimal(0)
    days: int = 0
    yes: bool = True
    # By what else its figure is told apart: a clue's channel.
    group: str = ""
    # The proceeding by which it is called and shown; where there is none, `kind` and `subject` say where to look.
    proceeding_id: int | None = None

    @property
    def month(self) -> str:
        """The month it falls into."""
        return f"{self.on:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the board. `rows` gives what it counts, of what is open to a scope; nothing else goes into its value."""

    code: str
    pillar: Pillar
    title: Text
    meaning: Text
    kind: Kind
    rows: Callable[[Scope, Span], Iterable[Row]]


def value_of(kind: Kind, rows: Sequence[Row]) -> Decimal | None:
    """The number of some rows; None where there is none to reckon a median or a share from."""
    if kind is Kind.COUNT:
        return Decimal(len(rows))
    if kind is Kind.WORKERS:
        return Decimal(sum(row.workers for row in rows))
    if kind is Kind.MONEY:
        return sum((row.amount for row in rows), Decimal(0))
    if not rows:
        return None
    if kind is Kind.DAYS:
        return Decimal(str(median(row.days for row in rows))).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    share = Decimal(sum(row.yes for row in rows) * 100) / len(rows)
    return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
