"""The rules of board against their plain references, on generated facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.reference import board as reference
from tests.rules.reference.compare import Reference, assert_agrees, searched
from tests.rules.reference.known import Facts
from tests.rules.worlds import AS_OF, side_by_side, worlds

# Each rule, its reference, and worlds of the facts that it looks at.
RULES = [
    ("missing", reference.missing, worlds("notice_board")),
    ("incomplete", reference.incomplete, worlds("notice_board")),
]


@pytest.mark.parametrize(("name", "plain", "worlds_of_it"), RULES, ids=[name for name, _, _ in RULES])
@searched
@given(data=st.data())
def test_the_rule_finds_what_the_reference_finds(
    name: str, plain: Reference, worlds_of_it: st.SearchStrategy[Facts], data: st.DataObject
) -> None:
    assert_agrees(f"board/{name}", plain, data.draw(side_by_side(worlds_of_it)), as_of=AS_OF)
