"""The rules of account against their plain references, on generated facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.reference import account as reference
from tests.rules.reference.compare import Reference, assert_agrees, searched
from tests.rules.worlds import AS_OF, worlds

# Each rule, its reference, and the facts that it looks at.
RULES = [
    ("not-opened", reference.not_opened, ("wage_account", "attendance_day")),
    ("no-agreement", reference.no_agreement, ("wage_account",)),
    ("outflow-not-wages", reference.outflow_not_wages, ("wage_account", "account_entry", "employment")),
    (
        "balance-short",
        reference.balance_short,
        ("wage_account", "account_entry", "payroll_line", "wage_payment", "pause"),
    ),
    ("closed-early", reference.closed_early, ("wage_account", "attendance_day", "wage_payment", "clue")),
    ("no-movement", reference.no_movement, ("wage_account", "account_entry", "pause")),
]


@pytest.mark.parametrize(("name", "plain", "tables"), RULES, ids=[name for name, _, _ in RULES])
@searched
@given(data=st.data())
def test_the_rule_finds_what_the_reference_finds(
    name: str, plain: Reference, tables: tuple[str, ...], data: st.DataObject
) -> None:
    assert_agrees(f"account/{name}", plain, data.draw(worlds(*tables)), as_of=AS_OF)
