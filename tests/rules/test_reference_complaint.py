"""The rules of complaint against their plain references, on generated facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.reference import complaint as reference
from tests.rules.reference.compare import Reference, assert_agrees, searched
from tests.rules.reference.known import Facts
from tests.rules.worlds import AS_OF, ago, side_by_side, worlds

TWO = st.sampled_from(("P1", "P2"))

# Each rule, its reference, and worlds of the facts that it looks at.
RULES = [
    ("cluster", reference.cluster, worlds("clue", clue={"project_id": TWO, "received_on": ago(45)})),
    ("overdue", reference.overdue, worlds("clue", clue={"project_id": TWO})),
]


@pytest.mark.parametrize(("name", "plain", "worlds_of_it"), RULES, ids=[name for name, _, _ in RULES])
@searched
@given(data=st.data())
def test_the_rule_finds_what_the_reference_finds(
    name: str, plain: Reference, worlds_of_it: st.SearchStrategy[Facts], data: st.DataObject
) -> None:
    assert_agrees(f"complaint/{name}", plain, data.draw(side_by_side(worlds_of_it)), as_of=AS_OF)
