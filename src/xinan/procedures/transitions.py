"""What a move does to the clocks. Pure: the definition, the state, the clocks that are open."""

from collections.abc import Collection
from dataclasses import dataclass

from xinan.procedures.definition import Move, Procedure

OPEN = "open"


@dataclass(frozen=True, slots=True)
class ClockChanges:
    """Clocks whose wait is over, clocks that no longer matter, clocks that begin; each by its code."""

    ended: frozenset[str]
    voided: frozenset[str]
    started: tuple[str, ...]


def opening_triggers(state: str) -> frozenset[str]:
    """What an opening in a state sets off."""
    return frozenset({OPEN, f"enter:{state}"})


def move_triggers(code: str, move: Move, *, state: str) -> frozenset[str]:
    """What a move out of a state sets off; one that stays neither leaves nor enters."""
    if move.to is None:
        return frozenset({f"move:{code}"})
    return frozenset({f"move:{code}", f"leave:{state}", f"enter:{move.to}"})


def over_trigger(clock: str) -> frozenset[str]:
    """What a period that lapsed sets off."""
    return frozenset({f"over:{clock}"})


def event_trigger(name: str) -> frozenset[str]:
    """What an event reported by a noun sets off."""
    return frozenset({f"event:{name}"})


def clock_changes(
    procedure: Procedure, triggers: Collection[str], *, running: Collection[str], state: str
) -> ClockChanges:
    """What becomes of the clocks once the proceeding stands in `state`.

    Ends come before starts, so that one trigger may end a clock and begin it anew. What runs on into a state that does not
    list it has no more meaning there. What counts anew begins again, and its run so far is void.
    """
    fired = frozenset(triggers)
    ended = frozenset(code for code in running if code in procedure.clocks and fired & set(procedure.clocks[code].ends))
    listed = procedure.states[state].clocks
    anew = {code for code in running if code in procedure.clocks and fired & set(procedure.clocks[code].restarts)}
    voided = frozenset(code for code in running if code not in ended and (code not in listed or code in anew))
    kept = set(running) - ended - voided
    started = tuple(
        code
        for code, rule in procedure.clocks.items()
        if code in listed and code not in kept and (code in anew or fired & set(rule.starts))
    )
    return ClockChanges(ended, voided, started)
