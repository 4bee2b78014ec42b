"""Which movement of an account paid which line of a batch. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Due:
    """A line that left the account: its key, its amount, and whether the bank has said what became of it."""

    key: str
    amount: Decimal
    certain: bool


def spread(dues: Sequence[Due], movements: Sequence[Decimal]) -> dict[str, int]:
    """The index of the movement that paid each line; lines no movement has room for are left out.

    Lines with a result come first, then those in hand, each in order. Whatever a movement holds beyond its lines, and
    whatever lines are left over, is a difference for people to see, not for this to hide.

    >>> spread([Due("a", Decimal(3), True), Due("b", Decimal(4), True), Due("c", Decimal(3), False)], [Decimal(7)])
    {'a': 0, 'b': 0}
    """
    room = list(movements)
    places: dict[str, int] = {}
    for due in sorted(dues, key=lambda each: not each.certain):
        for index, left in enumerate(room):
            if due.amount <= left:
                room[index] = left - due.amount
                places[due.key] = index
                break
    return places
