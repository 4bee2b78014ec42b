"""What is simulated: how many projects, over which months, up to which day."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from xinan.kernel.period import Month, months_between

_HARDLY_BEGUN = 15  # day of the month


@dataclass(frozen=True)
class Window:
    """The months of history a snapshot holds: `months` of them, the last being that of `end`, which may be in progress.

    A single month that has hardly begun comes with the month before it: in a few days, perhaps holidays, nobody would have
    been at work and every site would look abandoned.
    """

    end: date
    months: int

    @cached_property
    def wage_months(self) -> tuple[Month, ...]:
        """Its months in order."""
        last = Month.of(self.end)
        hardly_begun = self.months == 1 and self.end.day < _HARDLY_BEGUN
        return months_between(last.shift(1 - self.months - hardly_begun), last)

    @cached_property
    def first(self) -> date:
        """The first day of history."""
        return self.wage_months[0].first

    @cached_property
    def days(self) -> int:
        """How many days of history there are."""
        return (self.end - self.first).days + 1

    @cached_property
    def judged_days(self) -> tuple[date, ...]:
        """The days on which a clean province is judged: each month's last day, and `end`."""
        ends = [month.last for month in self.wage_months if month.last < self.end]
        return (*ends, self.end)

    @property
    def past_months(self) -> tuple[Month, ...]:
        """The months that are over: wholly before the month of `end`."""
        return self.wage_months[:-1]

    def ago(self, days: int) -> date:
        """The day `days` before the end."""
        return self.end - timedelta(days=days)


@dataclass(frozen=True)
class Options:
    """What the caller asks for. `workers` is the mean number of people on a project at a time."""

    seed: int
    projects: int
    workers: int
    window: Window
    violations: bool = True
    share: float = 0.3  # of the projects, with a planted violation
    distress: float = 0.0  # of the other projects, short of money at some time (xinan.simulation.distress)
