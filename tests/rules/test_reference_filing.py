"""The rules of filing against their plain references, on generated facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.reference import filing as reference
from tests.rules.reference.compare import Reference, assert_agrees, searched
from tests.rules.reference.known import Facts
from tests.rules.worlds import AS_OF, ago, maybe, side_by_side, worlds

TWO = st.sampled_from(("P1", "P2"))

# Each rule, its reference, and worlds of the facts that it looks at.
RULES = [
    ("not-filed", reference.not_filed, worlds()),
    ("no-permit", reference.no_permit, worlds()),
    ("no-labour-cost-clause", reference.no_labour_cost_clause, worlds()),
    ("no-payment-guarantee", reference.no_payment_guarantee, worlds()),
    ("stale", reference.stale, worlds("pause", project={"completed_on": st.none(), "updated_on": ago(120, 60)})),
    (
        "stopped-but-working",
        reference.stopped_but_working,
        worlds(
            "pause",
            "attendance_day",
            "wage_payment",
            pause={"project_id": TWO, "to_on": maybe(ago(40, -10))},
            attendance_day={"project_id": TWO, "day": ago(40)},
        ),
    ),
]


@pytest.mark.parametrize(("name", "plain", "worlds_of_it"), RULES, ids=[name for name, _, _ in RULES])
@searched
@given(data=st.data())
def test_the_rule_finds_what_the_reference_finds(
    name: str, plain: Reference, worlds_of_it: st.SearchStrategy[Facts], data: st.DataObject
) -> None:
    assert_agrees(f"filing/{name}", plain, data.draw(side_by_side(worlds_of_it)), as_of=AS_OF)
