"""What a diagram shows of a procedure: its states, and its moves by number; the list beside it says what each number is."""

from dataclasses import dataclass

from xinan.kernel.text import Text
from xinan.procedures.definition import Move, Procedure
from xinan.procedures.enums import ACTOR_NAMES

# A move that leads out of more than half of the states that go on is drawn once, from "any state".
ANYWHERE = "anywhere"
ANYWHERE_NAME = Text("任一未办结状态", "Any state before the end")


@dataclass(frozen=True, slots=True)
class NumberedMove:
    """A move with the number under which it is drawn."""

    number: int
    code: str
    move: Move

    @property
    def who(self) -> tuple[Text, ...]:
        """Whoever may make it; the system where only it does."""
        return tuple(ACTOR_NAMES[kind] for kind in self.move.who)


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow between two states with the numbers of the moves along it."""

    tail: str
    head: str
    numbers: tuple[int, ...]
    automatic: bool


def numbered(procedure: Procedure) -> tuple[NumberedMove, ...]:
    """Every move with its number, in the order of the definition."""
    return tuple(
        NumberedMove(number, code, move) for number, (code, move) in enumerate(procedure.moves.items(), start=1)
    )


def from_anywhere(procedure: Procedure, move: Move) -> bool:
    """Whether it leads out of more than half of the states that go on, and of at least four."""
    going_on = sum(not state.final for state in procedure.states.values())
    return move.to is not None and len(move.from_) >= 4 and 2 * len(move.from_) > going_on


def arrows(procedure: Procedure) -> tuple[Arrow, ...]:
    """The arrows to draw; moves between the same two states share one.

    Moves that stay, and moves that close, are shown in the state they are made in.
    """
    found: dict[tuple[str, str, bool], list[int]] = {}
    for one in numbered(procedure):
        if one.move.to is None or procedure.states[one.move.to].final:
            continue
        tails = (ANYWHERE,) if from_anywhere(procedure, one.move) else one.move.from_
        for tail in tails:
            if tail == one.move.to:
                continue
            found.setdefault((tail, one.move.to, one.move.automatic and not _by_people(one.move)), []).append(
                one.number
            )
    return tuple(Arrow(tail, head, tuple(numbers), auto) for (tail, head, auto), numbers in found.items())


def staying(procedure: Procedure, state: str) -> tuple[int, ...]:
    """The numbers of the moves made in a state without leaving it."""
    return tuple(one.number for one in numbered(procedure) if state in one.move.from_ and one.move.to in (None, state))


def closing(procedure: Procedure, state: str) -> tuple[NumberedMove, ...]:
    """The moves that close from a state; of ANYWHERE those that close from most states."""
    found = (one for one in numbered(procedure) if one.move.to is not None and procedure.states[one.move.to].final)
    return tuple(
        one
        for one in found
        if (state == ANYWHERE) == from_anywhere(procedure, one.move) and (state == ANYWHERE or state in one.move.from_)
    )


def has_anywhere(procedure: Procedure) -> bool:
    """Whether some move leads out of most states."""
    return any(from_anywhere(procedure, move) for move in procedure.moves.values())


def _by_people(move: Move) -> bool:
    return any(kind.value != "system" for kind in move.who)
