"""What nouns add to their procedures: what happens with a step, how a subject is called and where it is shown."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from xinan.kernel.text import Text
from xinan.procedures.models import ClockEvent, Proceeding, Step

StepHook = Callable[[Step], None]
ActHook = Callable[[ClockEvent], None]
Describer = Callable[[Sequence[Proceeding]], Mapping[int, "Described"]]


@dataclass(frozen=True, slots=True)
class Described:
    """How notices call a proceeding, without personal data, and the page that shows it (a path)."""

    title: Text
    link: str


_STEP_HOOKS: dict[str, list[StepHook]] = defaultdict(list)
_ACT_HOOKS: dict[str, list[ActHook]] = defaultdict(list)
_DESCRIBERS: dict[str, Describer] = {}
_TOLD_AT_ONCE: set[str] = set()


def on_step(procedure_code: str, hook: StepHook) -> None:
    """Call `hook` with every step of the procedure's moves, in the same transaction: what it raises undoes the move.

    Not called for openings, level and holder changes: their caller knows. The step's proceeding is already moved.
    """
    if hook not in _STEP_HOOKS[procedure_code]:
        _STEP_HOOKS[procedure_code].append(hook)


def on_act(procedure_code: str, hook: ActHook) -> None:
    """Call `hook` with the event of every act of a clock (half time, eve, each rung), in the same transaction."""
    if hook not in _ACT_HOOKS[procedure_code]:
        _ACT_HOOKS[procedure_code].append(hook)


def described_by(procedure_code: str, describer: Describer) -> None:
    """Say how the procedure's proceedings are called and where they are shown."""
    _DESCRIBERS[procedure_code] = describer


def tell_firms_at_once(procedure_code: str) -> None:
    """Say that nobody's complaint is behind the procedure: its clocks tell firms when they fall due.

    Firms are told of all others' by the fixed batch alone (xinan.procedures.firm_acts).
    """
    _TOLD_AT_ONCE.add(procedure_code)


def firms_told_at_once(procedure_code: str) -> bool:
    """Whether the procedure's clocks tell firms when they fall due."""
    return procedure_code in _TOLD_AT_ONCE


def call_step_hooks(procedure_code: str, steps: Iterable[Step]) -> None:
    """Run the hooks of a procedure."""
    for step in steps:
        for hook in _STEP_HOOKS[procedure_code]:
            hook(step)


def call_act_hooks(procedure_code: str, event: ClockEvent) -> None:
    """Run the hooks of a procedure."""
    for hook in _ACT_HOOKS[procedure_code]:
        hook(event)


def describe(procedure_code: str, proceedings: Sequence[Proceeding]) -> Mapping[int, Described]:
    """Title and page of each proceeding; kind and number where its noun says nothing."""
    describer = _DESCRIBERS.get(procedure_code)
    if describer is not None:
        return describer(proceedings)
    return {
        one.pk: Described(Text(f"{one.subject_kind} {one.subject_id}", f"{one.subject_kind} {one.subject_id}"), "/")
        for one in proceedings
    }


def forget_hooks(procedure_code: str) -> None:
    """Drop what was registered for a procedure; for tests that register one of their own."""
    _STEP_HOOKS.pop(procedure_code, None)
    _ACT_HOOKS.pop(procedure_code, None)
    _DESCRIBERS.pop(procedure_code, None)
    _TOLD_AT_ONCE.discard(procedure_code)
