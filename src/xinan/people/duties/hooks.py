"""What else happens when work is handed over: the nouns that hold open work say so here, once, when they start."""

from collections.abc import Callable
from typing import Final

from xinan.people.duties.models import HandOver

# Moves the open work of one kind (back to the office's queue where nobody takes it over) and says how many things moved.
# Runs within the transaction of the hand-over; keeps its own history.
Mover = Callable[[HandOver], int]
# Told when everything has moved, still within the transaction.
Listener = Callable[[HandOver], None]

_MOVERS: Final[dict[str, Mover]] = {}
_LISTENERS: Final[dict[str, Listener]] = {}


def on_hand_over(name: str, mover: Mover) -> None:
    """Have `mover` move the open work called `name`; registering a name again replaces what it did."""
    _MOVERS[name] = mover


def after_hand_over(name: str, listener: Listener) -> None:
    """Have `listener` told of each hand-over."""
    _LISTENERS[name] = listener


def move_work(hand_over: HandOver) -> dict[str, int]:
    """Run every mover; how many things of each kind moved."""
    return {name: mover(hand_over) for name, mover in _MOVERS.items()}


def tell_listeners(hand_over: HandOver) -> None:
    """Tell everyone who asked."""
    for listener in _LISTENERS.values():
        listener(hand_over)
