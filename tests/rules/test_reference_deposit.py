"""The rules of deposit against their plain references, on generated facts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.reference import deposit as reference
from tests.rules.reference.compare import Reference, assert_agrees, searched
from tests.rules.reference.known import Facts
from tests.rules.worlds import AS_OF, ago, side_by_side, usually, worlds

TWO = st.sampled_from(("P1", "P2"))
# Not exempt, and with a required amount to be rounded.
PRICES = st.sampled_from([Decimal("10000000.00"), Decimal("3000001.25"), Decimal("6000000.75")])

# Each rule, its reference, and worlds of the facts that it looks at.
RULES = [
    ("missing", reference.missing, worlds("arrears_record", "joint_list", "deposit")),
    (
        "too-small",
        reference.too_small,
        worlds(
            "arrears_record",
            "joint_list",
            "deposit",
            project={"permit_issued_on": ago(120, 20), "contract_price": PRICES},
            deposit={"project_id": TWO, "effective_on": ago(120)},
        ),
    ),
    (
        "expiring",
        reference.expiring,
        worlds(
            "deposit",
            project={"completed_on": st.none()},
            deposit={"project_id": TWO, "effective_on": ago(120), "expires_on": usually(ago(40, -45))},
        ),
    ),
    (
        "expired",
        reference.expired,
        worlds(
            "deposit",
            project={"completed_on": st.none()},
            deposit={"project_id": TWO, "effective_on": ago(120), "expires_on": usually(ago(60, -10))},
        ),
    ),
    (
        "not-replenished",
        reference.not_replenished,
        worlds(
            "deposit",
            "deposit_draw",
            deposit={"project_id": TWO, "effective_on": ago(120)},
            deposit_draw={"drawn_on": ago(60)},
        ),
    ),
    (
        "return-overdue",
        reference.return_overdue,
        worlds(
            "deposit",
            "clue",
            "attendance_day",
            "wage_payment",
            project={"completed_on": ago(300, 30)},
            deposit={"project_id": TWO, "effective_on": ago(120)},
            clue={"closed_on": usually(ago(60))},
            attendance_day={"worker_id": st.just("W1"), "day": ago(60, 30)},
            wage_payment={
                "worker_id": st.just("W1"),
                "paid_on": ago(30),
                "status": st.just("paid"),
                "account_id": st.just("A1"),
            },
        ),
    ),
]


@pytest.mark.parametrize(("name", "plain", "worlds_of_it"), RULES, ids=[name for name, _, _ in RULES])
@searched
@given(data=st.data())
def test_the_rule_finds_what_the_reference_finds(
    name: str, plain: Reference, worlds_of_it: st.SearchStrategy[Facts], data: st.DataObject
) -> None:
    assert_agrees(f"deposit/{name}", plain, data.draw(side_by_side(worlds_of_it)), as_of=AS_OF)
