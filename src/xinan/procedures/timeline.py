"""The story of a proceeding as entries of one list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.procedures.definition import Procedure
from xinan.procedures.enums import ClockEventKind
from xinan.procedures.models import ClockEvent, Proof, Step
from xinan.procedures.reckoning import EXPIRE

# What the steps tell already.
_TOLD_BY_STEPS = (
    ClockEventKind.PAUSE_ASKED,
    ClockEventKind.PAUSE_REFUSED,
    ClockEventKind.EXTENSION_ASKED,
    ClockEventKind.EXTENSION_REFUSED,
)
_WORDS = {
    ClockEventKind.STARTED: Text("{clock}：开始计时，{due} 到期", "{clock}: begun, due on {due}"),
    ClockEventKind.MOVED: Text("{clock}：到期日调整为 {due}", "{clock}: now due on {due}"),
    ClockEventKind.PAUSED: Text("{clock}：中止计时，{due} 到期", "{clock}: paused, due on {due}"),
    ClockEventKind.RESUMED: Text("{clock}：恢复计时，{due} 到期", "{clock}: runs again, due on {due}"),
    ClockEventKind.EXTENDED: Text("{clock}：延长至 {due}", "{clock}: extended to {due}"),
    ClockEventKind.MET: Text("{clock}：按期办结", "{clock}: met in time"),
    ClockEventKind.LATE: Text("{clock}：逾期办结（{due} 到期）", "{clock}: met late (it was due on {due})"),
    ClockEventKind.LAPSED: Text("{clock}：{due} 届满", "{clock}: over on {due}"),
    ClockEventKind.VOID: Text("{clock}：不再适用", "{clock}: no longer applies"),
}
_RAN_OUT = Text("{clock}：{due} 届满", "{clock}: ran out on {due}")
_ACT = Text("{clock}：{act}", "{clock}: {act}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: a step of a person or of the system, or something about a clock."""

    at: datetime
    kind: str  # step, clock
    code: str  # the move, or the kind of clock event
    title: Text
    by: User | None
    as_kind: str
    state_before: Text | None
    state_after: Text | None
    reason: Text
    plan_on: date | None = None
    until_on: date | None = None
    happened_on: date | None = None
    target: str = ""
    other: dict[str, object] | None = None
    proofs: tuple[Proof, ...] = ()
    escalation: int = 0


def entries_of(procedure: Procedure, steps: Iterable[Step], events: Iterable[ClockEvent]) -> list[Entry]:
    """Oldest first; of one moment, the step before what it did to the clocks."""
    found = [_of_step(procedure, step) for step in steps]
    found += _of_events(procedure, events)
    return sorted(found, key=lambda entry: (entry.at, entry.kind != "step"))


def _of_step(procedure: Procedure, step: Step) -> Entry:
    moved = step.state_before != step.state_after
    return Entry(
        at=step.at,
        kind="step",
        code=step.move,
        title=procedure.name_of_move(step.move),
        by=step.by,
        as_kind=step.as_kind,
        state_before=_name(procedure, step.state_before) if moved else None,
        state_after=_name(procedure, step.state_after) if moved else None,
        reason=Text(step.reason, step.reason),
        plan_on=step.plan_on,
        until_on=step.until_on,
        happened_on=step.happened_on,
        target=step.target,
        other=step.other,
        proofs=tuple(step.proofs.all()),
    )


def _of_events(procedure: Procedure, events: Iterable[ClockEvent]) -> Iterator[Entry]:
    for event in events:
        if event.kind in _TOLD_BY_STEPS:
            continue
        yield Entry(
            at=event.at,
            kind="clock",
            code=event.kind,
            title=_title(procedure, event),
            by=event.by,
            as_kind="",
            state_before=None,
            state_after=None,
            reason=Text(event.because, event.because_en) if event.kind != ClockEventKind.ACT else Text("", ""),
            escalation=event.escalation,
        )


def _title(procedure: Procedure, event: ClockEvent) -> Text:
    rule = procedure.clocks.get(event.clock.code)
    clock = rule.name if rule is not None else Text(event.clock.code, event.clock.code)
    act = Text(event.because, event.because_en)
    words = _WORDS.get(ClockEventKind(event.kind), _RAN_OUT if event.act == EXPIRE else _ACT)
    return Text(
        words.zh.format(clock=clock.zh, due=event.due_on, act=act.zh),
        words.en.format(clock=clock.en, due=event.due_on, act=act.en),
    )


def _name(procedure: Procedure, state: str) -> Text | None:
    found = procedure.states.get(state)
    return found.name if found is not None else Text(state, state) if state else None
