"""Paying first by order: confirmed by the banks' data alone; what the data know of the facts; months of a sum; who sees it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casework.clues.people import firm
from tests.casework.relief.world import MONDAY, Ground, clock_of, days, moved
from tests.monitoring.findings import DAY, NOW
from tests.registry.factories import EnterpriseFactory
from xinan.casework.cases.actions.change_members import add_member
from xinan.casework.cases.enums import Part
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.policies import visible_reliefs
from xinan.casework.relief.prefill import party_of, prefill
from xinan.casework.relief.queries import proceeding_of
from xinan.casework.relief.splitting import by_months
from xinan.kernel.errors import Conflict, InvalidValue
from xinan.monitoring.models import Warning
from xinan.procedures.errors import MoveRefused
from xinan.registry.models import EnterpriseCredential, ProjectUnit


def test_an_order_is_confirmed_by_the_banks_data_and_by_nothing_else(here: Ground) -> None:
    relief = here.relief(Kind.ADVANCE_PAYMENT, "6000", "6000")
    pay_by = date(2026, 12, 5)
    moved(relief, "order", here.of.inspector, until_on=pay_by)
    # The very day the order names, a Saturday: it is the order's own and does not move.
    assert clock_of(relief, "pay").due_on == pay_by
    with pytest.raises(Conflict, match=r"2 rows, 12,000\.00"):
        moved(relief, "confirm_paid", here.of.inspector)
    first, second = here.of.workers
    here.of.pay(first, "6000.00")
    here.of.pay(second, "5999.99")
    with pytest.raises(Conflict, match=r"1 rows, 0\.01"):
        moved(relief, "confirm_paid", here.of.inspector)
    here.of.pay(second, "0.01")
    moved(relief, "confirm_paid", here.of.inspector)
    moved(relief, "conclude", here.of.inspector)
    assert proceeding_of(relief).closed_as == "concluded"


def test_whoever_has_to_pay_answers_and_confirms_nothing(here: Ground) -> None:
    relief = here.relief(Kind.ADVANCE_PAYMENT, "6000")
    payer = firm(here.of.project.contractor_id)
    assert not visible_reliefs(payer.scope).exists()
    moved(relief, "order", here.of.inspector, until_on=date(2026, 12, 7))
    assert visible_reliefs(payer.scope).get() == relief
    moved(relief, "answer", payer)  # type: ignore[arg-type]
    with pytest.raises(MoveRefused):
        moved(relief, "confirm_paid", payer)  # type: ignore[arg-type]
    moved(relief, "give_up", here.of.inspector, now=days(20))
    assert proceeding_of(relief).closed_as == "not_paid"


def test_an_order_names_a_firm(here: Ground) -> None:
    with pytest.raises(InvalidValue):
        here.relief(Kind.ADVANCE_PAYMENT, "1", payer_id="nobody")


def test_a_new_member_of_the_case_sees_its_relief(here: Ground) -> None:
    relief = here.relief(Kind.DEPOSIT_DRAW, "1")
    colleague, leader = here.of.colleague, here.of.inspector
    assert not visible_reliefs(colleague.scope).exists()
    add_member(
        here.case.pk,
        user_id=colleague.user.pk,
        part=Part.MEMBER,
        reason="协助办理",
        by=leader.user,
        scope=leader.scope,
        now=MONDAY,
    )
    assert visible_reliefs(colleague.scope).get() == relief


def test_the_data_know_some_of_the_facts(here: Ground) -> None:
    def known() -> dict[str, bool]:
        return {name: one.answer for name, one in prefill(here.case, on=DAY).items()}

    assert known() == {"construction": True, "employer_known": True, "sub_in_arrears": False}
    sub = EnterpriseFactory()
    here.case.employer = sub
    ProjectUnit.objects.create(project=here.of.project, enterprise=sub, kind="006")
    assert known() == {"construction": True, "employer_known": True, "sub_in_arrears": True}
    EnterpriseCredential.objects.create(enterprise=sub, number="1", name="施工劳务", to_on=date(2026, 1, 1))
    Warning.objects.create(
        rule="funding/no-transfer",
        level="yellow",
        subject_kind="project",
        subject_id=here.of.project.pk,
        project=here.of.project,
        since=date(2026, 11, 1),
        state="open",
        opened_at=NOW,
        level_changed_at=NOW,
        evaluated_as_of=DAY,
    )
    assert known()["let_by_contractor"]
    assert known()["owner_late"]
    assert party_of("employer", case=here.case) == sub
    assert party_of("owner", case=here.case) == here.of.project.owner
    assert party_of("investors", case=here.case) is None


@given(
    amount=st.decimals("0.01", 10**7, places=2),
    start=st.dates(date(2020, 1, 1), date(2026, 12, 1)),
    more=st.integers(0, 23),
)
def test_a_sum_for_months_is_split_without_a_cent_lost(amount: Decimal, start: date, more: int) -> None:
    number = start.year * 12 + start.month - 1 + more
    last = f"{number // 12}-{number % 12 + 1:02d}"
    parts = by_months(amount, from_month=f"{start:%Y-%m}", to_month=last)
    assert sum(part for _month, part in parts) == amount
    assert all(part > 0 for _month, part in parts)
    assert parts[-1][0] == last
    assert len(parts) in (1, more + 1)
