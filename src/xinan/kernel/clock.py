"""The only place that reads the clock. Everything below the edges takes `now`, `today` or `as_of` as an argument."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time in China."""

    def now(self) -> datetime:
        """This moment, aware, Asia/Shanghai."""

    def today(self) -> date:
        """The calendar day it is in China."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(CHINA)

    def today(self) -> date:
        return self.now().date()


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands at one moment: tests, replays and the demo province."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment.astimezone(CHINA)

    def today(self) -> date:
        return self.now().date()
