"""The earliest day on which what a move records can have happened, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinan.kernel.text import Text
from xinan.procedures.definition import ClockRule, Move, Procedure
from xinan.procedures.enums import OPEN_CLOCKS
from xinan.procedures.errors import MoveIncomplete
from xinan.procedures.models import Clock, Proceeding, Step
from xinan.procedures.reckoning import day_of
from xinan.procedures.registry import find_procedure
from xinan.procedures.transitions import move_triggers


@dataclass(frozen=True, slots=True)
class Floor:
    """The first day that is possible, and what happened on it."""

    day: date
    since: Text


def floor_of(proceeding: Proceeding, code: str) -> Floor | None:
    """The first day for a move that asks for the day it happened; None where it may have been any day.

    The latest start of the clocks that it ends, counts anew or has to come within; where there is none, the day on which its
    state was entered. A move that names its own (`since`) goes by the first of those that were made.
    """
    procedure = find_procedure(proceeding.procedure)
    move = procedure.moves[code]
    if move.since is not None:
        return min(_made(proceeding, procedure, move.since), key=_day, default=None)
    clocks = list(_clocks(proceeding, procedure, code, move))
    return max(clocks, key=_day) if clocks else _entered(proceeding, procedure)


def check_not_before(proceeding: Proceeding, code: str, day: date | None, *, today: date) -> None:
    """Raises MoveIncomplete (`move-happened-on`) where it happened before it can have, with both days."""
    floor = floor_of(proceeding, code) if day is not None else None
    if day is None or floor is None or day >= floor.day:
        return
    name = find_procedure(proceeding.procedure).moves[code].name
    raise MoveIncomplete(
        "happened_on",
        Text(
            f"“{name.zh}”的发生日 {day} 早于{floor.since.zh}的 {floor.day}。",
            f"“{name.en}” is said to have happened on {day}, before {floor.day}, when {floor.since.en}.",
        ),
        Text(
            f"填写 {floor.day} 至 {today} 之间的日期；前一步登记的日期有误的，先核对前一步。",
            f"Give a day from {floor.day} to {today}; where the step before it has the wrong day, look at that first.",
        ),
    )


def _day(floor: Floor) -> date:
    return floor.day


def _clocks(proceeding: Proceeding, procedure: Procedure, code: str, move: Move) -> Iterator[Floor]:
    """The last run of each clock that the move ends or restarts while it is open, or that it has to come within."""
    fired = move_triggers(code, move, state=proceeding.state)
    last: dict[str, Clock] = {clock.code: clock for clock in Clock.objects.filter(proceeding=proceeding).order_by("pk")}
    for clock in last.values():
        rule = procedure.clocks.get(clock.code)
        if rule is None:
            continue
        ends = clock.state in OPEN_CLOCKS and _touches(rule, fired)
        if ends or clock.code in move.within:
            since = Text(f"“{rule.name.zh}”起算", f"“{rule.name.en}” began")
            yield Floor(day_of(clock.started_at), since)


def _touches(rule: ClockRule, fired: frozenset[str]) -> bool:
    return bool(fired & {*rule.ends, *rule.restarts})


def _entered(proceeding: Proceeding, procedure: Procedure) -> Floor | None:
    steps = Step.objects.filter(proceeding=proceeding, state_after=proceeding.state)
    step = steps.exclude(state_before=proceeding.state).order_by("-pk").first()
    if step is None:
        return None
    state = procedure.states[proceeding.state].name
    return Floor(_day_of_step(step), Text(f"进入“{state.zh}”", f"it came to “{state.en}”"))


def _made(proceeding: Proceeding, procedure: Procedure, codes: tuple[str, ...]) -> Iterator[Floor]:
    for step in Step.objects.filter(proceeding=proceeding, move__in=codes).order_by("pk"):
        name = procedure.moves[step.move].name
        yield Floor(_day_of_step(step), Text(f"“{name.zh}”", f"“{name.en}” was done"))


def _day_of_step(step: Step) -> date:
    return step.happened_on or day_of(step.at)
