"""Chance that can be repeated: each project, firm and purpose has a stream of its own."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar
from zlib import crc32

import numpy as np

T = TypeVar("T")


class Chance:
    """A stream of random numbers for one purpose; the same seed and path give the same stream, whatever else is drawn.

    >>> Chance(1, "project", 7).whole(0, 9) == Chance(1, "project", 7).whole(0, 9)
    True
    """

    def __init__(self, seed: int, *path: int | str) -> None:
        key = tuple(crc32(part.encode()) if isinstance(part, str) else part for part in path)
        self.numpy = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return int(self.numpy.integers(low, high, endpoint=True))

    def real(self, low: float = 0.0, high: float = 1.0) -> float:
        """A number from `low` up to `high`."""
        return low + (high - low) * float(self.numpy.random())

    def happens(self, probability: float) -> bool:
        """True with that probability."""
        return self.real() < probability

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely."""
        return choices[self.whole(0, len(choices) - 1)]

    def weighted(self, choices: Sequence[T], weights: Sequence[float]) -> T:
        """One of the choices, likely in proportion to its weight."""
        edges = np.cumsum(weights)
        return choices[int(np.searchsorted(edges, self.real(0, float(edges[-1])), side="right"))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different choices (all where there are fewer), in their order."""
        places = self.numpy.permutation(len(choices))[: max(0, count)]
        return [choices[place] for place in sorted(places.tolist())]

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included; `first` where `last` lies before it."""
        return first + timedelta(days=self.whole(0, max(0, (last - first).days)))
