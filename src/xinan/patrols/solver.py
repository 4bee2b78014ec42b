"""Which sites to see in the hours there are, and in which order: the orienteering problem. Pure and deterministic.

Partial rounds grow site by site. Of all rounds over the same sites that end at the same one, the quickest is kept: no other
can be continued better. As long as no step has more rounds than `WIDTH`, nothing else is dropped and the result is the best
there is; beyond, the most promising are kept and the result says by a bound how far from the best it can be at most.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Rounds kept a step. Up to 11 sites no step has more, so that the result is exact.
WIDTH = 3000


@dataclass(frozen=True, slots=True)
class Site:
    """Something worth a visit: what it is worth (whole points, positive) and how many minutes it takes."""

    key: str
    value: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Round:
    """Sites in order, their value, the minutes used (the way back included), and the most any round could be worth."""

    keys: tuple[str, ...]
    value: int
    minutes: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether no round is worth more."""
        return self.value >= self.bound

    @property
    def share(self) -> int:
        """At least this percentage of the best possible value."""
        return 100 if self.proved or not self.bound else self.value * 100 // self.bound


# Minutes from one site (None: where one starts) to another (None: where the day ends).
Way = Callable[[str | None, str | None], int]


@dataclass(frozen=True, slots=True)
class _Partial:
    """The index of the last site, the minutes so far, the value, and the sites in order; `seen` is their set as bits."""

    last: int
    minutes: int
    value: int
    seen: int
    path: tuple[int, ...]


def best_round(sites: Sequence[Site], *, way: Way, minutes: int, width: int = WIDTH) -> Round:
    """The round of most value that ends within `minutes`; of equal ones the quickest, then the first by key.

    The sites may come in any order: the answer is the same.
    """
    ordered = sorted(sites, key=lambda site: site.key)
    ways = _Ways(ordered, way)
    best, exact = _Partial(-1, 0, 0, 0, ()), True
    frontier = [best]
    density = max((site.value / site.minutes for site in ordered), default=0.0)
    while frontier:
        grown = _grown(frontier, ordered, ways, minutes)
        if len(grown) > width:
            exact = False
            grown = sorted(grown, key=lambda part: (-(part.value + density * (minutes - part.minutes)), part.path))[
                :width
            ]
        frontier = grown
        best = min([best, *grown], key=lambda part: (-part.value, _ends(part, ways), part.path))
    bound = best.value if exact else max(best.value, _bound(ordered, ways, minutes))
    used = _ends(best, ways) if best.path else 0
    return Round(tuple(ordered[index].key for index in best.path), best.value, used, bound)


class _Ways:
    """The ways as tables: to each site from the start and from every other, and back."""

    def __init__(self, sites: Sequence[Site], way: Way) -> None:
        keys = [site.key for site in sites]
        self.out = [way(None, key) for key in keys]
        self.back = [way(key, None) for key in keys]
        self.between = [[way(one, other) if one != other else 0 for other in keys] for one in keys]

    def minutes(self, last: int, to: int) -> int:
        """From a site, or from the start (-1)."""
        return self.out[to] if last < 0 else self.between[last][to]


def _ends(part: _Partial, ways: _Ways) -> int:
    return part.minutes + (ways.back[part.last] if part.path else 0)


def _grown(frontier: list[_Partial], sites: Sequence[Site], ways: _Ways, limit: int) -> list[_Partial]:
    """Every round with one site more that still ends in time; the quickest for each set and last site."""
    quickest: dict[tuple[int, int], _Partial] = {}
    for part in frontier:
        for index, site in enumerate(sites):
            if part.seen >> index & 1:
                continue
            at = part.minutes + ways.minutes(part.last, index) + site.minutes
            if at + ways.back[index] > limit:
                continue
            seen = part.seen | 1 << index
            known = quickest.get((seen, index))
            path = (*part.path, index)
            if known is None or (at, path) < (known.minutes, known.path):
                quickest[seen, index] = _Partial(index, at, part.value + site.value, seen, path)
    return list(quickest.values())


def _bound(sites: Sequence[Site], ways: _Ways, limit: int) -> int:
    """No round is worth more: each site costs at least its visit and the shortest way to it; the last one in parts."""
    costs = []
    for index, site in enumerate(sites):
        others = [ways.between[other][index] for other in range(len(sites)) if other != index]
        costs.append((site, site.minutes + min([ways.out[index], *others])))
    left, worth = float(limit - min(ways.back, default=0)), 0.0
    for site, cost in sorted(costs, key=lambda pair: pair[1] / pair[0].value):
        taken = min(left, cost)
        worth += site.value * taken / cost
        left -= taken
        if left <= 0:
            break
    return int(worth + 1e-9)
