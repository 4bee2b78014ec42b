"""Who was on site on which day: a matrix of people by days, from which the rows of attendance are made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from xinan.kernel.period import Month
from xinan.simulation.chance import Chance
from xinan.simulation.window import Window

Bits = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int32]

_EPOCH = date(1970, 1, 1)
_MINUTE = 60
_HOUR = 3600


@dataclass(slots=True)
class AttendanceColumns:
    """The rows of attendance of one project, by column: `worker` is a place in the project's list of employments."""

    worker: Ints
    day: Ints  # days since 1970-01-01
    first_at: Ints  # seconds since midnight
    last_at: Ints
    punches: Ints
    supplements: Ints


@dataclass(slots=True)
class Site:
    """`present`: any attendance; `valid`: a valid day of attendance; `typed`: typed in by hand. Rows are people."""

    present: Bits
    valid: Bits
    typed: Bits
    same_moment: dict[int, list[int]] = field(default_factory=dict)  # day → people who punched at one moment

    @classmethod
    def empty(cls) -> "Site":
        """Nobody, no days."""
        nobody = np.zeros((0, 0), dtype=bool)
        return cls(nobody, nobody.copy(), nobody.copy())

    def valid_days(self, window: Window) -> Ints:
        """Valid days of each person (row) in each month of the window (column)."""
        return month_sums(self.valid, window)

    def clear(self, people: Sequence[int] | slice, days: slice) -> None:
        """Take attendance away."""
        for matrix in (self.present, self.valid, self.typed):
            matrix[people, days] = False

    def keep_days(self, person: int, *, window: Window, month: Month, most: int) -> None:
        """Leave a person at most that many days of attendance in a month, the earliest."""
        span = days_of(window, month)
        days = [span.start + int(day) for day in np.flatnonzero(self.present[person, span])]
        for matrix in (self.present, self.valid, self.typed):
            matrix[person, days[most:]] = False

    def columns(self, window: Window, *, chance: Chance) -> AttendanceColumns:
        """The rows, in the order of days, with times that no two people share by more than accident."""
        day, worker = np.nonzero(self.present.T)
        count, stream = len(day), chance.numpy
        habit = stream.integers(-15 * _MINUTE, 15 * _MINUTE, (len(self.present),))
        first = 6 * _HOUR + 50 * _MINUTE + habit[worker] + stream.normal(0, 9 * _MINUTE, count).astype(np.int32)
        length = 10 * _HOUR + stream.integers(-45 * _MINUTE, 75 * _MINUTE, count)
        punches = stream.choice(np.array([2, 2, 2, 3, 4, 4]), count)
        valid = self.valid[worker, day]
        # What is no valid day: one punch only, or gone within three hours.
        single = ~valid & (stream.random(count) < 0.6)
        short = ~valid & ~single
        length = np.where(short, stream.integers(20 * _MINUTE, 3 * _HOUR, count), np.where(single, 0, length))
        punches = np.where(single, 1, np.where(short, 2, punches))
        for same_day, people in self.same_moment.items():
            chosen = (day == same_day) & np.isin(worker, people)
            first[chosen], length[chosen], punches[chosen] = 7 * _HOUR + 13, 10 * _HOUR + 29, 2
        typed = self.typed[worker, day]
        start = (window.first - _EPOCH).days
        return AttendanceColumns(
            worker=worker.astype(np.int32),
            day=(day + start).astype(np.int32),
            first_at=first.astype(np.int32),
            last_at=(first + length).astype(np.int32),
            punches=punches.astype(np.int32),
            supplements=np.where(typed, punches, 0).astype(np.int32),
        )


def days_of(window: Window, month: Month) -> slice:
    """The places of a month's days in a matrix of the window."""
    first = (month.first - window.first).days
    return slice(max(0, first), min(window.days, first + month.days))


def place_of_day(window: Window, day: date) -> int:
    """The place of a day in a matrix of the window; below 0 where it lies before."""
    return (day - window.first).days


def month_sums(matrix: Bits, window: Window) -> Ints:
    """The sums over each month of the window."""
    parts = [matrix[:, days_of(window, month)].sum(axis=1, dtype=np.int32) for month in window.wage_months]
    return np.stack(parts, axis=1)
