"""What the risk components show."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class RiskPart:
    """A part of the index: its points of at most so many, why, and where its rows are asked for.

    `x` and `width` place it on the bar of the whole, in hundredths. `silent` says which feed hides it; `warnings` counts open
    warnings it rests on.
    """

    id: str
    title: Text
    meaning: Text
    points: int
    ceiling: int
    because: Text
    x: int = 0
    width: int = 0
    rows_url: str = ""
    warnings: int = 0
    silent: Text | None = None


@dataclass(frozen=True, slots=True)
class RiskView:
    """A project's index. `parts` add something, most first; `others` add nothing; `unknown` could not be judged.

    `chance` is the share of simulated projects of the same band with wages unpaid within the horizon. `complete` is false
    where only warnings could be counted, because the project has not been evaluated with its signals yet.
    """

    index: int
    parts: tuple[RiskPart, ...]
    others: tuple[RiskPart, ...]
    unknown: tuple[RiskPart, ...]
    chance: Text
    band: str
    as_of: date | None
    complete: bool = True

    @property
    def total(self) -> int:
        """What the parts come to before the cap of 100."""
        return sum(part.points for part in self.parts)

    @property
    def capped(self) -> bool:
        """Whether the parts come to more than the index can show."""
        return self.total > self.index


@dataclass(frozen=True, slots=True)
class OutlookDay:
    """A day ahead on the account chart."""

    day: date
    balance: Decimal
    earned: Decimal
    comes: Decimal
    due: Decimal


@dataclass(frozen=True, slots=True)
class OutlookView:
    """What lies ahead of the wage account: a sentence, the days, and the pay day that cannot be met (None: all can)."""

    said: Text
    basis: Text
    days: tuple[OutlookDay, ...]
    short_on: date | None
    lacking: Decimal

    @property
    def events(self) -> tuple[OutlookDay, ...]:
        """The days on which something is expected to come in or fall due."""
        return tuple(day for day in self.days if day.comes or day.due)
