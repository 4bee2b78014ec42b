"""The rules of account against their plain references, on generated facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.reference import account as reference
from tests.rules.reference.compare import Reference, assert_agrees, searched
from tests.rules.reference.known import Facts
from tests.rules.worlds import AS_OF, ago, rarely, side_by_side, usually, worlds

TWO = st.sampled_from(("P1", "P2"))
LATEST = st.sampled_from(("2026-02", "2026-03"))

# Each rule, its reference, and worlds of the facts that it looks at.
RULES = [
    ("not-opened", reference.not_opened, worlds("wage_account", "attendance_day")),
    ("no-agreement", reference.no_agreement, worlds("wage_account")),
    (
        "outflow-not-wages",
        reference.outflow_not_wages,
        worlds("wage_account", "account_entry", "employment", employment={"project_id": TWO}),
    ),
    (
        "balance-short",
        reference.balance_short,
        worlds(
            "wage_account",
            "account_entry",
            "payroll_line",
            "wage_payment",
            "pause",
            project={"completed_on": st.none()},
            wage_account={"project_id": TWO, "opened_on": ago(120, 20)},
            payroll_line={"project_id": TWO, "wage_month": LATEST},
            wage_payment={"project_id": TWO, "wage_month": LATEST, "account_id": st.just("A1")},
        ),
    ),
    (
        "closed-early",
        reference.closed_early,
        worlds(
            "wage_account",
            "attendance_day",
            "wage_payment",
            "clue",
            project={"completed_on": ago(120, 30)},
            wage_account={
                "project_id": TWO,
                "opened_on": ago(200, 100),
                "closing_notice_on": ago(100, 40),
                "closed_on": ago(60),
            },
            attendance_day={"project_id": TWO, "day": ago(120, 60)},
            clue={"closed_on": usually(ago(80))},
        ),
    ),
    (
        "no-movement",
        reference.no_movement,
        worlds(
            "wage_account",
            "account_entry",
            "pause",
            project={"completed_on": st.none()},
            wage_account={"project_id": TWO, "opened_on": ago(120, 55), "closed_on": rarely(ago(20))},
            account_entry={"booked_on": ago(120, 50)},
        ),
    ),
]


@pytest.mark.parametrize(("name", "plain", "worlds_of_it"), RULES, ids=[name for name, _, _ in RULES])
@searched
@given(data=st.data())
def test_the_rule_finds_what_the_reference_finds(
    name: str, plain: Reference, worlds_of_it: st.SearchStrategy[Facts], data: st.DataObject
) -> None:
    assert_agrees(f"account/{name}", plain, data.draw(side_by_side(worlds_of_it)), as_of=AS_OF)
