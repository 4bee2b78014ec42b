"""Clocks told day by day, in the plainest way there is: the independent statement of truth.

Nothing here is shared with the product but the list of worked days, which is written out from the State Council's notice of
2026 (国办发明电): the holidays and the worked weekends.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


def _days(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + n * DAY for n in range((end - start).days + 1)}


OFF_2026 = (
    _days("2026-01-01", "2026-01-03")
    | _days("2026-02-15", "2026-02-23")
    | _days("2026-04-04", "2026-04-06")
    | _days("2026-05-01", "2026-05-05")
    | _days("2026-06-19", "2026-06-21")
    | _days("2026-09-25", "2026-09-27")
    | _days("2026-10-01", "2026-10-07")
)
WORKED_2026 = {
    date.fromisoformat(day)
    for day in ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
}


def is_worked(day: date) -> bool:
    return day in WORKED_2026 or (day.weekday() < 5 and day not in OFF_2026)


@dataclass
class Walker:
    """A clock that is carried from one day to the next: `left` days remain, of the kind it counts."""

    start: date
    left: int
    working: bool
    rolls: bool
    paused: Collection[date]

    def last_day(self) -> date:
        """Walk until nothing remains and the day is one on which it may end."""
        day = self.start
        while self.left > 0:
            day += DAY
            if day in self.paused:
                continue
            if not self.working or is_worked(day):
                self.left -= 1
        return self._ending(day)

    def _ending(self, day: date) -> date:
        # It ends on a worked day, and not before the day after its last pause.
        while (self.rolls and not is_worked(day)) or day < self._resumed(day):
            day += DAY
        return day

    def _resumed(self, _day: date) -> date:
        return max((stop + DAY for stop in self.paused), default=self.start)
