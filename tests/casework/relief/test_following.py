"""A dated run with what the bank tells by its interface: paid ends its clock, the top-up's begins by itself and ends so too."""

from datetime import date
from decimal import Decimal

import pytest

from tests.casework.relief.world import MONDAY, Ground, clock_of, days, moved
from tests.payments.factories import WagePaymentFactory
from xinan.casework.relief.actions.follow_bank import follow_bank
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.models import Relief
from xinan.casework.relief.queries import proceeding_of
from xinan.intake.actions.take_draws import take_draws
from xinan.intake.models import Batch
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taking
from xinan.payments.models import WagePayment
from xinan.registry.models import DepositDraw


def told(here: Ground, on: date, amount: str, *, replenished_on: date | None = None, today: date) -> None:
    """The bank's message of a draw, taken as its interface takes it."""
    batch = Batch.objects.create(source="bank", kind="draws", digest="", project_id=here.of.project.pk)
    values = {
        "deposit_code": here.deposit.pk.partition(":")[2],
        "drawn_on": on,
        "drawn_amount": Decimal(amount),
        "replenished_on": replenished_on,
    }
    taking = Taking(project_id=here.of.project.pk, batch_id=batch.pk, today=today, keyring=here.keyring)
    taken = take_draws([Row(2, values)], taking)
    assert not taken.faults


@pytest.fixture
def noticed(here: Ground) -> Relief:
    relief = here.relief(Kind.DEPOSIT_DRAW, "6000", "6000")
    moved(relief, "send_notice", here.of.inspector, happened_on=MONDAY.date())
    return relief


def test_the_banks_messages_end_one_clock_start_the_next_and_end_it(here: Ground, noticed: Relief) -> None:
    assert follow_bank(now=days(1)) == 0
    wednesday = days(2).date()
    told(here, wednesday, "12000", today=wednesday)
    # The message came on Thursday; clocks go by the day the bank paid.
    assert follow_bank(now=days(3)) == 1
    assert (clock_of(noticed, "pay").state, proceeding_of(noticed).state) == ("met", "paid")
    assert {row.paid_on for row in noticed.rows.all()} == {wednesday}
    assert WagePayment.objects.filter(payment_id__startswith="S:", paid_on=wednesday).count() == 2
    # Ten working days after Wednesday, 25 November.
    assert clock_of(noticed, "top_up").due_on == date(2026, 12, 9)
    assert follow_bank(now=days(4)) == 0
    told(here, wednesday, "12000", replenished_on=days(7).date(), today=days(8).date())
    assert follow_bank(now=days(8)) == 1
    assert (clock_of(noticed, "top_up").state, proceeding_of(noticed).closed_as) == ("met", "topped_up")


def test_paid_late_the_clock_says_so(here: Ground, noticed: Relief) -> None:
    late = days(8)
    told(here, late.date(), "12000", today=late.date())
    assert follow_bank(now=late) == 1
    assert clock_of(noticed, "pay").due_on == date(2026, 11, 30)
    assert clock_of(noticed, "pay").state == "late"


@pytest.mark.parametrize("amount", ["11999.99", "6000"])
def test_a_draw_of_another_sum_is_left_to_people(here: Ground, noticed: Relief, amount: str) -> None:
    told(here, days(1).date(), amount, today=days(1).date())
    assert follow_bank(now=days(1)) == 0
    assert proceeding_of(noticed).state == "noticed"
    assert not WagePayment.objects.exists()
    assert DepositDraw.objects.get().amount == Decimal(amount)


def test_wages_another_paid_meanwhile_are_not_said_to_be_paid_again(here: Ground, noticed: Relief) -> None:
    WagePaymentFactory(
        payment_id="B:9",
        project=here.of.project,
        worker=here.of.workers[0],
        wage_month="2026-09",
        amount=Decimal("6000"),
        paid_on=MONDAY.date(),
        account=here.of.project.wage_accounts.get(),
    )
    told(here, days(1).date(), "12000", today=days(1).date())
    assert follow_bank(now=days(1)) == 0
    assert not WagePayment.objects.filter(payment_id__startswith="S:").exists()
