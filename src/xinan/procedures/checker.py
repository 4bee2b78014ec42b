"""Whether a procedure holds together: what the house test refuses. Pure.

Every way through the procedure is walked, with the clocks that run on it: states nobody reaches or leaves, states where
nothing runs, clocks that never begin or never end, moves nobody may make, names that mean nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from xinan.procedures.definition import DEFAULT, Move, Procedure
from xinan.procedures.enums import ActAt, ActorKind, CountedFrom, Need
from xinan.procedures.transitions import clock_changes, event_trigger, move_triggers, opening_triggers, over_trigger


@dataclass(frozen=True, slots=True)
class _Place:
    """A state with the clocks that run on one way to it."""

    state: str
    running: frozenset[str]


@dataclass(slots=True)
class _Walk:
    """What was met on every way through."""

    places: set[_Place]
    started: set[str]
    ended: set[str]


def problems_of(procedure: Procedure) -> list[str]:
    """What is wrong, one sentence each; empty where it holds together."""
    names = [*_bad_names(procedure)]
    if names:
        return names  # nothing can be walked by names that mean nothing
    walk = _walked(procedure)
    return [
        *_bad_moves(procedure),
        *_bad_states(procedure, walk),
        *_bad_clocks(procedure, walk),
        *_bad_acts(procedure, walk),
    ]


def _bad_names(procedure: Procedure) -> Iterator[str]:
    for state in procedure.first_states:
        if state not in procedure.states or procedure.states[state].final:
            yield f"it opens in {state}, which is no state that goes on"
    for code, state_rule in procedure.states.items():
        for clock in state_rule.clocks:
            if clock not in procedure.clocks:
                yield f"state {code}: there is no clock {clock}"
    yield from _bad_names_of_moves(procedure)
    yield from _bad_names_of_clocks(procedure)


def _bad_names_of_moves(procedure: Procedure) -> Iterator[str]:
    for code, move in procedure.moves.items():
        for state in (*move.from_, *((move.to,) if move.to is not None else ())):
            if state not in procedure.states:
                yield f"move {code}: there is no state {state}"
        for word, named in (
            ("other_person", move.other_person),
            ("requires", move.requires),
            ("since", move.since or ()),
        ):
            for other in named:
                if other not in procedure.moves:
                    yield f"move {code}: {word} names {other}, which is no move"
        for clock in (*move.waits_out, *move.within):
            if clock not in procedure.clocks:
                yield f"move {code}: there is no clock {clock}"
        if move.level and move.level not in procedure.levels:
            yield f"move {code}: there is no level {move.level}"


def _bad_names_of_clocks(procedure: Procedure) -> Iterator[str]:
    for code, rule in procedure.clocks.items():
        yield from _bad_triggers(procedure, code, (*rule.starts, *rule.ends, *rule.restarts))
        yield from _bad_counting(procedure, code)
        for level in rule.length:
            if level != DEFAULT and level not in procedure.levels:
                yield f"clock {code}: there is no level {level}"
        for act in rule.acts:
            if act.move is not None and act.move not in procedure.moves:
                yield f"clock {code}, act {act.code}: there is no move {act.move}"


def _bad_triggers(procedure: Procedure, clock: str, triggers: tuple[str, ...]) -> Iterator[str]:
    for trigger in triggers:
        kind, _, name = trigger.partition(":")
        periods = {code for code, rule in procedure.clocks.items() if rule.lapses}
        states, moves = procedure.states.keys(), procedure.moves.keys()
        meant = {"enter": states, "leave": states, "move": moves, "over": periods}
        if kind in meant and name not in meant[kind]:
            yield f"clock {clock}: {trigger} names nothing"


def _bad_counting(procedure: Procedure, clock: str) -> Iterator[str]:
    """A clock that counts from a day given begins only with moves that ask for the day."""
    rule = procedure.clocks[clock]
    need = {CountedFrom.PLAN_ON: Need.PLAN_ON, CountedFrom.UNTIL_ON: Need.UNTIL}.get(rule.counts_from)
    if need is None:
        return
    for trigger in (*rule.starts, *rule.restarts):
        kind, _, name = trigger.partition(":")
        if kind != "move" or (name in procedure.moves and need not in procedure.moves[name].needs):
            yield f"clock {clock}: it counts from a day that {trigger} does not ask for"


def _bad_moves(procedure: Procedure) -> Iterator[str]:
    for code, move in procedure.moves.items():
        if not _by_anyone(move):
            yield f"move {code}: nobody may make it"
        if any(procedure.states[state].final for state in move.from_):
            yield f"move {code}: it leads out of a final state"
        closes = move.to is not None and procedure.states[move.to].final
        if closes and move.closes_as not in procedure.closings:
            yield f"move {code}: it closes, but `closes_as` names none of the closings"
        if not closes and move.closes_as:
            yield f"move {code}: it says `closes_as` and does not close"
    used = {move.closes_as for move in procedure.moves.values()}
    for closing in procedure.closings:
        if closing not in used:
            yield f"closing {closing}: no move closes so"


def _by_anyone(move: Move) -> bool:
    """Whether somebody is named: a kind of person, or the system."""
    return move.automatic or bool(move.who)


def _bad_states(procedure: Procedure, walk: _Walk) -> Iterator[str]:
    reached = {place.state for place in walk.places}
    ending = _leading_to_an_end(procedure)
    bare = {place.state for place in walk.places if not place.running}
    for code, state in procedure.states.items():
        if code not in reached:
            yield f"state {code}: nothing leads to it"
        if state.final:
            if state.clocks or state.waits_for:
                yield f"state {code}: it is final, yet clocks run or somebody is waited for"
            continue
        if code not in ending:
            yield f"state {code}: a dead end, nothing final can be reached from it"
        if state.without_clock is not None and state.clocks:
            yield f"state {code}: it names clocks and says why none runs"
        if state.without_clock is None and code in bare:
            yield f"state {code}: it can be reached without any clock running"
        yield from _bad_waiting(procedure, code)


def _bad_waiting(procedure: Procedure, code: str) -> Iterator[str]:
    waited = procedure.states[code].waits_for
    moves = procedure.moves_from(code).values()
    if not waited:
        yield f"state {code}: it says nobody it waits for"
    for kind in waited:
        can = any(kind in move.who or (kind is ActorKind.SYSTEM and move.automatic) for move in moves)
        if not can:
            yield f"state {code}: it waits for {kind.value}, who can make no move from it"


def _bad_clocks(procedure: Procedure, walk: _Walk) -> Iterator[str]:
    listed = {clock for state in procedure.states.values() for clock in state.clocks}
    for code in procedure.clocks:
        if code not in listed:
            yield f"clock {code}: it runs in no state"
        elif code not in walk.started:
            yield f"clock {code}: nothing starts it"
        elif code not in walk.ended:
            yield f"clock {code}: nothing ends it"
    for code, state in procedure.states.items():
        seen = {clock for place in walk.places if place.state == code for clock in place.running}
        for clock in state.clocks:
            if clock not in seen and clock in walk.started:
                yield f"state {code}: clock {clock} never runs in it"


def _bad_acts(procedure: Procedure, walk: _Walk) -> Iterator[str]:
    for code, rule in procedure.clocks.items():
        rungs = [act for act in rule.acts if act.at is ActAt.EXPIRED]
        if not rungs and not rule.lapses:
            yield f"clock {code}: nothing happens when it runs out"
        heights = [act.escalation for act in rungs]
        if heights != sorted(heights):
            yield f"clock {code}: its ladder goes down"
        waits = [act.after.amount for act in rungs if act.after.unit is rungs[0].after.unit]
        if waits != sorted(waits):
            yield f"clock {code}: its ladder is not in the order of time"
        running_in = {place.state for place in walk.places if code in place.running}
        for act in rule.acts:
            if act.move is None:
                continue
            move = procedure.moves[act.move]
            if not move.automatic:
                yield f"clock {code}, act {act.code}: move {act.move} is not automatic"
            if running_in - set(move.from_):
                yield f"clock {code}, act {act.code}: move {act.move} does not lead out of every state it runs in"


def _walked(procedure: Procedure) -> _Walk:
    walk = _Walk(set(), set(), set())
    waiting = [
        _entered(procedure, state, opening_triggers(state), frozenset(), walk) for state in procedure.first_states
    ]
    events = sorted(
        {t for rule in procedure.clocks.values() for t in (*rule.starts, *rule.ends) if t.startswith("event:")}
    )
    while waiting:
        place = waiting.pop()
        if place in walk.places:
            continue
        walk.places.add(place)
        if procedure.states[place.state].final:
            continue
        for code, move in procedure.moves_from(place.state).items():
            triggers = move_triggers(code, move, state=place.state)
            waiting.append(_entered(procedure, move.to or place.state, triggers, place.running, walk))
        for event in events:
            triggers = event_trigger(event.partition(":")[2])
            waiting.append(_entered(procedure, place.state, triggers, place.running, walk))
        waiting += [_lapsed(procedure, place, clock, walk) for clock in place.running if procedure.clocks[clock].lapses]
    return walk


def _lapsed(procedure: Procedure, place: _Place, clock: str, walk: _Walk) -> _Place:
    """Where it stands once a period is over, and the system has made the move that is due then."""
    walk.ended.add(clock)
    left = _entered(procedure, place.state, over_trigger(clock), place.running - {clock}, walk)
    for act in procedure.clocks[clock].acts:
        if act.move is not None and left.state in procedure.moves[act.move].from_:
            move = procedure.moves[act.move]
            triggers = move_triggers(act.move, move, state=left.state)
            left = _entered(procedure, move.to or left.state, triggers, left.running, walk)
    return left


def _entered(
    procedure: Procedure, state: str, triggers: frozenset[str], running: frozenset[str], walk: _Walk
) -> _Place:
    changes = clock_changes(procedure, triggers, running=running, state=state)
    walk.started |= set(changes.started)
    walk.ended |= changes.ended
    return _Place(state, running - changes.ended - changes.voided | frozenset(changes.started))


def _leading_to_an_end(procedure: Procedure) -> set[str]:
    found = set(procedure.final_states)
    while True:
        more = {
            state for move in procedure.moves.values() if move.to in found and _by_anyone(move) for state in move.from_
        } - found
        if not more:
            return found
        found |= more
