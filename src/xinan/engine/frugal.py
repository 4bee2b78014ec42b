"""The order of a plan's steps in which few tables stand at a time: each is made late and given up early."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xinan.engine.plan import Step, StepKind

_MAKE = (StepKind.VIEW, StepKind.TABLE)


@dataclass(frozen=True, slots=True)
class Turn:
    """A step, and the tables that no later step reads."""

    step: Step
    spent: tuple[str, ...]


def frugal(steps: Sequence[Step]) -> Iterator[Turn]:
    """The same steps, so ordered that each still comes after those it reads.

    What asks comes next that wants the fewest tables not yet made; the first of the plan's own order among equals.
    """
    makers = {step.name: step for step in steps if step.kind in _MAKE}
    asking = [step for step in steps if step.kind not in _MAKE]
    # The silences are wanted before any rule's findings.
    asking.sort(key=lambda step: step.kind is not StepKind.SILENCES)
    order = list(_in_order(asking, makers))
    uses = Counter(table for step in order for table in _tables_read(step, makers))
    for step in order:
        spent = []
        for table in _tables_read(step, makers):
            uses[table] -= 1
            if not uses[table]:
                spent.append(table)
        yield Turn(step, tuple(sorted(spent)))


def _in_order(asking: list[Step], makers: Mapping[str, Step]) -> Iterator[Step]:
    positions = {name: number for number, name in enumerate(makers)}
    wanted = {step.name: _wanted(step, makers) for step in asking}
    made: set[str] = set()
    waiting = list(asking)
    while waiting:
        first = waiting[0].kind is StepKind.SILENCES
        step = waiting[0] if first else min(waiting, key=lambda each: _missing(wanted[each.name] - made, makers))
        waiting.remove(step)
        for name in sorted(wanted[step.name] - made, key=positions.__getitem__):
            yield makers[name]
        made |= wanted[step.name]
        yield step


def _missing(names: set[str], makers: Mapping[str, Step]) -> int:
    return sum(makers[name].kind is StepKind.TABLE for name in names)


def _wanted(step: Step, makers: Mapping[str, Step]) -> set[str]:
    """Everything that must be made before a step, through all that lies between."""
    found: set[str] = set()
    open_names = [name for name in step.reads if name in makers]
    while open_names:
        name = open_names.pop()
        if name not in found:
            found.add(name)
            open_names += [each for each in makers[name].reads if each in makers]
    return found


def _tables_read(step: Step, makers: Mapping[str, Step]) -> set[str]:
    """The tables that a step reads, itself or through views; making a view reads nothing."""
    if step.kind is StepKind.VIEW:
        return set()
    found: set[str] = set()
    open_names = list(step.reads)
    while open_names:
        maker = makers.get(open_names.pop())
        if maker is None:
            continue
        if maker.kind is StepKind.TABLE:
            found.add(maker.name)
        else:
            open_names += maker.reads
    return found
