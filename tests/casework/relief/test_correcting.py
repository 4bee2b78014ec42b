"""What was reported as paid is corrected by two people; payments, draws, the book, clocks and warnings follow."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.casework.relief.world import MONDAY, Ground, Officer, clock_of, days, moved, paid
from tests.payments.factories import WagePaymentFactory
from xinan.casework.relief.actions.correct_results import approve_correction, ask_correction, refuse_correction
from xinan.casework.relief.actions.report_results import report_results
from xinan.casework.relief.debts import still_out
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.given import Result
from xinan.casework.relief.models import Correction, FundEntry, Relief, ReliefWorker
from xinan.casework.relief.queries import proceeding_of, standing_of_fund
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.payments.models import WagePayment
from xinan.registry.models import DepositDraw

FULL = Decimal("6000.00")


def drawn(here: Ground, *, on: date, now: datetime) -> Relief:
    relief = here.relief(Kind.DEPOSIT_DRAW, "6000", "6000")
    moved(relief, "send_notice", here.of.inspector, happened_on=MONDAY.date())
    paid(relief, here.bank, on=on, now=now)
    moved(relief, "report_paid", here.bank, now=now, happened_on=on)
    return relief


def corrected(
    row: ReliefWorker, result: Result, asker: Officer, decider: Officer, *, now: datetime, reason: str = "银行退票"
) -> Correction:
    asked = ask_correction(row.relief_id, result, reason=reason, by=asker.user, scope=asker.scope, now=now)
    return approve_correction(asked.pk, by=decider.user, scope=decider.scope, now=now)


def standing_payments() -> set[tuple[str, str, Decimal]]:
    rows = WagePayment.objects.values_list("payment_id", "status", "amount")
    return {(key[:2], status, amount) for key, status, amount in rows}


def test_a_payment_told_in_error_is_taken_back_with_what_the_deposit_paid(here: Ground) -> None:
    relief = drawn(here, on=MONDAY.date(), now=MONDAY)
    first, second = relief.rows.order_by("pk")
    one = corrected(first, Result(first.pk, failed="卡号已注销"), here.bank, here.of.inspector, now=days(1))
    first.refresh_from_db()
    assert (first.paid, first.paid_on, first.failed) == (0, None, "卡号已注销")
    assert (one.paid_before, one.paid_on_before, one.reason) == (FULL, MONDAY.date(), "银行退票")
    assert standing_payments() == {("S:", "paid", FULL), ("S:", "failed", FULL)}
    assert DepositDraw.objects.get().amount == FULL
    assert proceeding_of(relief).state == "paid"
    corrected(second, Result(second.pk, failed="款未付出"), here.bank, here.of.inspector, now=days(2))
    assert not DepositDraw.objects.exists()
    assert proceeding_of(relief).closed_as == "nobody_paid"
    # The wages are owed again, and may be granted again.
    assert here.relief(Kind.DEPOSIT_DRAW, "6000", "6000").rows.count() == 2


def test_another_day_moves_the_draw_and_the_top_up_is_counted_from_it(here: Ground) -> None:
    relief = drawn(here, on=MONDAY.date(), now=MONDAY)
    before = clock_of(relief, "top_up").due_on
    for row in relief.rows.order_by("pk"):
        wednesday = Result(row.pk, FULL, days(2).date())
        corrected(row, wednesday, here.of.inspector, here.of.head, now=days(3))
    assert DepositDraw.objects.get().drawn_on == days(2).date()
    assert clock_of(relief, "top_up").due_on == date.fromordinal(before.toordinal() + 2)
    assert {p.paid_on for p in WagePayment.objects.all()} == {days(2).date()}


def test_nobody_decides_what_they_asked_for_and_only_officers_decide(here: Ground) -> None:
    relief = drawn(here, on=MONDAY.date(), now=MONDAY)
    row = relief.rows.order_by("pk")[0]
    wrong = Result(row.pk, failed="款未付出")
    with pytest.raises(InvalidValue):
        ask_correction(relief.pk, wrong, reason=" ", by=here.bank.user, scope=here.bank.scope, now=MONDAY)
    who = here.of.inspector
    asked = ask_correction(relief.pk, wrong, reason="误记", by=who.user, scope=who.scope, now=MONDAY)
    with pytest.raises(NotAllowed):
        approve_correction(asked.pk, by=who.user, scope=who.scope, now=MONDAY)
    with pytest.raises(NotAllowed):
        approve_correction(asked.pk, by=here.bank.user, scope=here.bank.scope, now=MONDAY)
    with pytest.raises(Conflict):
        ask_correction(relief.pk, wrong, reason="再记", by=who.user, scope=who.scope, now=MONDAY)
    other = here.of.head
    refused = refuse_correction(asked.pk, words="回单显示已付", by=other.user, scope=other.scope, now=MONDAY)
    assert (refused.state, refused.words) == ("refused", "回单显示已付")
    row.refresh_from_db()
    assert row.paid == FULL
    with pytest.raises(NotFound):
        approve_correction(asked.pk, by=other.user, scope=other.scope, now=MONDAY)


def test_a_correction_that_says_the_same_or_of_a_line_without_result_is_none(here: Ground) -> None:
    relief = here.relief(Kind.DEPOSIT_DRAW, "6000", "6000")
    moved(relief, "send_notice", here.of.inspector, happened_on=MONDAY.date())
    first, second = relief.rows.order_by("pk")
    who = {"by": here.bank.user, "scope": here.bank.scope, "now": MONDAY}
    report_results(relief.pk, [Result(first.pk, FULL, MONDAY.date())], **who)  # type: ignore[arg-type]
    for result in (Result(first.pk, FULL, MONDAY.date()), Result(second.pk, failed="未付")):
        with pytest.raises(Conflict):
            ask_correction(relief.pk, result, reason="误记", **who)  # type: ignore[arg-type]


def test_the_funds_book_gets_lines_and_loses_none(here: Ground) -> None:
    fund = here.fund()
    relief = here.relief(Kind.EMERGENCY_FUND, "1000", "800", fund_id=fund.pk)
    moved(relief, "apply", here.of.inspector)
    moved(relief, "approve", here.of.city)
    paid(relief, here.of.inspector, on=MONDAY.date(), now=MONDAY)
    moved(relief, "pay_out", here.of.inspector, happened_on=MONDAY.date())
    row = relief.rows.order_by("pk")[0]
    less = Result(row.pk, Decimal("900.00"), MONDAY.date())
    corrected(row, less, here.of.inspector, here.of.head, now=days(1))
    kinds = list(FundEntry.objects.order_by("pk").values_list("kind", "amount"))
    assert kinds[1:] == [("paid", Decimal("1800.00")), ("reversed", Decimal("1000.00")), ("paid", Decimal("900.00"))]
    assert standing_of_fund(fund).balance == Decimal("98300.00")
    assert still_out(relief) == Decimal("1700.00")


def paid_by_contractor(here: Ground, amount: str, *, on: date) -> None:
    WagePaymentFactory(
        payment_id="B:77",
        project=here.of.project,
        worker=here.of.workers[0],
        wage_month="2026-09",
        amount=Decimal(amount),
        paid_on=on,
        account=here.of.project.wage_accounts.get(),
    )


@pytest.mark.parametrize(("came", "may_be_paid"), [("6000", "0.00"), ("2000", "4000.00")])
def test_wages_paid_meanwhile_are_not_paid_twice_and_it_is_said_who_paid(
    here: Ground, came: str, may_be_paid: str
) -> None:
    relief = here.relief(Kind.DEPOSIT_DRAW, "6000", "6000")
    moved(relief, "send_notice", here.of.inspector, happened_on=MONDAY.date())
    paid_by_contractor(here, came, on=MONDAY.date())
    row = relief.rows.get(worker=here.of.workers[0])
    who = {"by": here.bank.user, "scope": here.bank.scope, "now": days(1)}
    with pytest.raises(Conflict) as refused:
        report_results(relief.pk, [Result(row.pk, FULL, days(1).date())], **who)  # type: ignore[arg-type]
    assert "工资专户 2026-11-23" in refused.value.what.zh
    assert f"{Decimal(may_be_paid):,.2f}" in refused.value.what.en
    assert not WagePayment.objects.filter(payment_id__startswith="S:").exists()
    if Decimal(may_be_paid):
        rest = Decimal(may_be_paid)
        report_results(relief.pk, [Result(row.pk, rest, days(1).date())], **who)  # type: ignore[arg-type]
        assert WagePayment.objects.get(payment_id__startswith="S:").amount == rest


def test_the_fund_that_paid_a_part_is_named_where_the_deposit_would_pay_all(here: Ground) -> None:
    """Both were granted what together is owed; the list of the deposit is then paid beyond it by nobody."""
    fund = here.fund()
    relief = here.relief(Kind.EMERGENCY_FUND, "1000", fund_id=fund.pk)
    moved(relief, "apply", here.of.inspector)
    moved(relief, "approve", here.of.city)
    paid(relief, here.of.inspector, on=MONDAY.date(), now=MONDAY)
    with pytest.raises(InvalidValue, match=r"5,000\.00"):
        here.relief(Kind.DEPOSIT_DRAW, "6000")
    draw = here.relief(Kind.DEPOSIT_DRAW, "5000")
    moved(draw, "send_notice", here.of.inspector, happened_on=MONDAY.date())
    paid_by_contractor(here, "4500", on=MONDAY.date())
    with pytest.raises(Conflict) as refused:
        paid(draw, here.bank, on=days(1).date(), now=days(1))
    assert f"应急周转金（{relief.number}）" in refused.value.what.zh
    assert "500.00" in refused.value.what.zh


def test_somebody_on_no_roster_is_not_paid_twice_either(here: Ground) -> None:
    draw = here.relief(Kind.DEPOSIT_DRAW, "6000")
    draw.rows.update(worker=None)
    draw.rows.get().case_worker.__class__.objects.filter(pk=draw.rows.get().case_worker_id).update(worker=None)
    moved(draw, "send_notice", here.of.inspector, happened_on=MONDAY.date())
    paid(draw, here.bank, on=MONDAY.date(), now=MONDAY)
    assert not WagePayment.objects.exists()
    wage = draw.rows.get().case_worker.wages.get()
    with pytest.raises(InvalidValue):
        here.relief(Kind.DEPOSIT_DRAW, amounts={wage.pk: Decimal("0.01")})
