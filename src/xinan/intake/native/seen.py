"""Which keys of a batch have come before, for millions of them: sorted numbers instead of a dictionary."""

from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = Any  # a one-dimensional numpy array of int64


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row whose key came before: its line, the line of the first, and whether both say the same."""

    line: int
    earlier: int
    same: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Keys in rising order, each with the line and the content of its first row."""

    keys: Numbers
    lines: Numbers
    contents: Numbers


class SeenKeys:
    """The keys that have passed. A few sorted runs, each at least twice as long as the next, are kept."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []

    def fresh(self, keys: Numbers, lines: Numbers, contents: Numbers) -> tuple[Numbers, list[Repeat]]:
        """The positions of rows whose key comes for the first time, and the repeats; rows come in the order of lines."""
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        begins = np.ones(len(ordered), dtype=bool)
        begins[1:] = ordered[1:] != ordered[:-1]
        first_of = order[np.flatnonzero(begins)[np.cumsum(begins) - 1]] if len(order) else order
        earlier_line, earlier_content = lines[first_of], contents[first_of]
        is_repeat = ~begins
        for run in self._runs:
            place = np.minimum(np.searchsorted(run.keys, ordered), len(run.keys) - 1)
            known = run.keys[place] == ordered
            earlier_line = np.where(known, run.lines[place], earlier_line)
            earlier_content = np.where(known, run.contents[place], earlier_content)
            is_repeat |= known
        repeats = [
            Repeat(int(lines[order[at]]), int(earlier_line[at]), bool(contents[order[at]] == earlier_content[at]))
            for at in np.flatnonzero(is_repeat)
        ]
        new = order[~is_repeat]
        self._remember(_Run(keys[new], lines[new], contents[new]))
        return np.sort(new), repeats

    def _remember(self, run: _Run) -> None:
        if not len(run.keys):
            return
        while self._runs and len(self._runs[-1].keys) < 2 * len(run.keys):
            run = _merged(self._runs.pop(), run)
        self._runs.append(run)


def _merged(one: _Run, other: _Run) -> _Run:
    keys = np.concatenate([one.keys, other.keys])
    order = np.argsort(keys, kind="stable")
    return _Run(
        keys[order],
        np.concatenate([one.lines, other.lines])[order],
        np.concatenate([one.contents, other.contents])[order],
    )
