"""Planted violations, link by link, and the order in which projects get them."""

from dataclasses import dataclass
from itertools import chain, zip_longest

from xinan.simulation.chance import Chance
from xinan.simulation.draft import Wish
from xinan.simulation.plantings import account, attendance, deposit, filing, funding, others, roster, wages
from xinan.simulation.plantings.base import Planting, turn_of
from xinan.simulation.window import Options, Window

__all__ = ["Assignment", "Planting", "assignment", "ring"]

_FIRST = (
    wages.PLANTINGS,
    filing.PLANTINGS,
    account.PLANTINGS,
    deposit.PLANTINGS,
    roster.PLANTINGS,
    funding.PLANTINGS,
    attendance.PLANTINGS,
    others.BOARD,
    others.FEEDS,
)
_THEN = (
    wages.MORE,
    filing.MORE,
    account.MORE,
    deposit.MORE,
    roster.MORE,
    funding.MORE,
    attendance.MORE,
    others.MORE_BOARD,
)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one project is to violate, and what it must be like for it."""

    planting: Planting
    wish: Wish


def ring(window: Window) -> tuple[type[Planting], ...]:
    """The plantings in the order in which projects get them, one link after the other, as far as the months allow."""
    ordered = (*_by_turns(_FIRST), *_by_turns(_THEN), *others.PAIR, *roster.PAIR)
    return tuple(planting for planting in ordered if planting.fits(window))


def assignment(options: Options, number: int) -> Assignment | None:
    """What project `number` violates, None for a clean one."""
    turn = turn_of(options, number)
    if turn is None:
        return None
    plantings = ring(options.window)
    cycle, place = divmod(turn, len(plantings))
    kind = plantings[place]
    return Assignment(kind(Chance(options.seed, "planting", number)), kind.wish_of(cycle))


def _by_turns(links: tuple[tuple[type[Planting], ...], ...]) -> tuple[type[Planting], ...]:
    rounds = chain.from_iterable(zip_longest(*links))
    return tuple(planting for planting in rounds if planting is not None)
