"""The rules of enterprise against their plain references, on generated facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.reference import enterprise as reference
from tests.rules.reference.compare import Reference, assert_agrees, searched
from tests.rules.worlds import AS_OF, worlds

# Each rule, its reference, and the facts that it looks at.
RULES = [
    ("repeat", reference.repeat, ("wage_account", "attendance_day", "wage_payment", "feed")),
    ("listed", reference.listed, ("joint_list",)),
]


@pytest.mark.parametrize(("name", "plain", "tables"), RULES, ids=[name for name, _, _ in RULES])
@searched
@given(data=st.data())
def test_the_rule_finds_what_the_reference_finds(
    name: str, plain: Reference, tables: tuple[str, ...], data: st.DataObject
) -> None:
    assert_agrees(f"enterprise/{name}", plain, data.draw(worlds(*tables)), as_of=AS_OF)
