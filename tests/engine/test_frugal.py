"""Steps in an order in which few tables stand at a time: nothing is read before it is made, or after it is given up."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from xinan.engine.frugal import Turn, frugal
from xinan.engine.plan import Step, StepKind, make_plan
from xinan.rules.book import shipped_book


@st.composite
def plans(draw: st.DrawFn) -> list[Step]:
    """Makers that read earlier makers and raw facts, one look at the silences, then what asks."""
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 12))):
        reads = draw(st.frozensets(st.sampled_from([step.name for step in steps] + ["raw"]), max_size=4))
        steps.append(Step(draw(st.sampled_from([StepKind.VIEW, StepKind.TABLE])), f"m{number}", "", reads))
    names = [step.name for step in steps] + ["raw"]
    steps.append(Step(StepKind.SILENCES, "silences", "", frozenset({steps[-1].name})))
    for number in range(draw(st.integers(1, 8))):
        steps.append(Step(StepKind.FINDINGS, f"r{number}", "", draw(st.frozensets(st.sampled_from(names), max_size=4))))
    return steps


def _check(steps: list[Step], turns: list[Turn]) -> None:
    """As an engine would run them: a view reads through to what stands below it at the moment it is read."""
    standing: dict[str, Step] = {}
    for turn in turns:
        makers = {step.name for step in steps if step.kind in (StepKind.VIEW, StepKind.TABLE)}
        below = list(turn.step.reads & makers)
        while below:
            name = below.pop()
            assert name in standing, f"{turn.step.name} reads {name}, which does not stand"
            if standing[name].kind is StepKind.VIEW:
                below += standing[name].reads & makers
        if turn.step.kind in (StepKind.VIEW, StepKind.TABLE):
            standing[turn.step.name] = turn.step
        for name in turn.spent:
            assert standing.pop(name).kind is StepKind.TABLE
    assert not any(step.kind is StepKind.TABLE for step in standing.values())


@given(plans())
def test_nothing_is_read_that_does_not_stand(steps: list[Step]) -> None:
    turns = list(frugal(steps))
    _check(steps, turns)
    run = [turn.step for turn in turns]
    asked = [step for step in steps if step.kind in (StepKind.FINDINGS, StepKind.SILENCES)]
    assert sorted(step.name for step in run if step in asked) == sorted(step.name for step in asked)
    assert next(step for step in run if step in asked).kind is StepKind.SILENCES


def test_the_whole_rulebook_holds_half_of_its_tables_at_a_time() -> None:
    steps = make_plan(as_of=date(2026, 11, 23), book=shipped_book()).steps
    turns = list(frugal(steps))
    _check(list(steps), turns)
    assert {turn.step for turn in turns} == set(steps)
    standing = most = 0
    for turn in turns:
        standing += turn.step.kind is StepKind.TABLE
        most = max(most, standing)
        standing -= len(turn.spent)
    assert most * 2 <= sum(step.kind is StepKind.TABLE for step in steps)
