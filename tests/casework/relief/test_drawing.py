"""A draw on a deposit from the missed order to the top-up: who does what, what becomes a fact, when it is due."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.casework.clues.people import firm
from tests.casework.relief.world import BANK, MONDAY, MONTH, Ground, clock_of, days, moved, officer, paid
from tests.payments.factories import WagePaymentFactory
from xinan.casework.cases.closing import checks
from xinan.casework.cases.wages import money_of, paid_of
from xinan.casework.matching.owed import owed
from xinan.casework.matching.owed_queries import Asked
from xinan.casework.relief.actions.report_results import report_results
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.given import Result
from xinan.casework.relief.models import Relief
from xinan.casework.relief.policies import visible_reliefs
from xinan.casework.relief.queries import left_of, proceeding_of
from xinan.intake.actions.settle_reported import settle_reported
from xinan.intake.models import Batch
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound, XinanError
from xinan.monitoring.book import current_book
from xinan.payments.models import WagePayment
from xinan.procedures.checker import problems_of
from xinan.procedures.errors import MoveRefused
from xinan.procedures.registry import find_procedure
from xinan.registry.models import DepositDraw, Project


@pytest.mark.parametrize("code", Kind.values)
def test_the_procedures_hold_together(code: str) -> None:
    assert problems_of(find_procedure(code)) == []


def noticed(here: Ground, *amounts: str) -> Relief:
    relief = here.relief(Kind.DEPOSIT_DRAW, *(amounts or ("6000", "6000")))
    moved(relief, "send_notice", here.of.inspector, happened_on=MONDAY.date())
    return relief


def test_a_whole_draw_pays_the_workers_and_is_topped_up(here: Ground) -> None:
    relief = noticed(here)
    wednesday = days(2)
    paid(relief, here.bank, on=wednesday.date(), now=wednesday)
    moved(relief, "report_paid", here.bank, now=wednesday, happened_on=wednesday.date())
    payments = WagePayment.objects.filter(project=here.of.project, wage_month=MONTH)
    assert {(p.worker, p.amount, p.account, p.paid_on) for p in payments} == {
        (worker, Decimal("6000.00"), None, wednesday.date()) for worker in here.of.workers
    }
    assert all(p.payment_id.startswith("S:") for p in payments)
    assert set(Batch.objects.filter(pk__in=payments.values("batch_id")).values_list("kind", flat=True)) == {"relief"}
    assert money_of(paid_of(here.case)).paid == Decimal("12000.00")
    draw = DepositDraw.objects.get()
    assert (draw.amount, draw.drawn_on, draw.replenished_on) == (Decimal("12000.00"), wednesday.date(), None)
    assert left_of(here.deposit) == Decimal("8000.00")
    later = days(9)
    moved(relief, "top_up", here.of.inspector, now=later, happened_on=later.date(), proofs=[here.proof()])
    draw.refresh_from_db()
    assert draw.replenished_on == later.date()
    assert left_of(here.deposit) == Decimal("20000.00")
    assert proceeding_of(relief).closed_as == "topped_up"


def test_two_days_of_payments_are_two_draws_and_the_same_day_is_one(here: Ground) -> None:
    relief = noticed(here)
    first, second = relief.rows.order_by("pk")
    report = report_results
    one, two = days(1), days(2)
    who = {"by": here.bank.user, "scope": here.bank.scope}
    report(relief.pk, [Result(first.pk, first.granted, one.date())], now=one, **who)
    report(relief.pk, [Result(second.pk, second.granted, two.date())], now=two, **who)
    assert sorted(DepositDraw.objects.values_list("drawn_on", "amount")) == [
        (one.date(), Decimal("6000.00")),
        (two.date(), Decimal("6000.00")),
    ]


def test_a_draw_the_bank_has_told_itself_stays_as_told(here: Ground) -> None:
    relief = noticed(here)
    told_in = Batch.objects.create(source="bank", kind="draws", digest="")
    day = days(1)
    DepositDraw.objects.create(
        deposit=here.deposit, drawn_on=day.date(), amount=Decimal("12500.00"), batch_id=told_in.pk
    )
    paid(relief, here.bank, on=day.date(), now=day)
    assert DepositDraw.objects.get().amount == Decimal("12500.00")


@pytest.mark.parametrize("days_between", [0, 7])
def test_one_payment_is_one_fact_whoever_tells_it(here: Ground, days_between: int) -> None:
    """The bank's own movement takes the place of relief, relief that of what the contractor reports; others stay."""
    relief = noticed(here)
    day = days(1)
    paid(relief, here.bank, on=day.date(), now=day)
    worker, other = here.of.workers
    near = date.fromordinal(day.date().toordinal() + days_between)
    common = {"project": here.of.project, "wage_month": MONTH, "amount": Decimal("6000.00")}
    WagePaymentFactory(payment_id="B:1", worker=worker, paid_on=near, **common)
    WagePaymentFactory(payment_id="R:1", worker=other, paid_on=near, **common)
    WagePaymentFactory(payment_id="R:2", worker=other, paid_on=near, **{**common, "amount": Decimal("500.00")})
    assert settle_reported(here.of.project.pk) == 2
    left = set(WagePayment.objects.values_list("payment_id", "worker"))
    relief_row = relief.rows.get(worker=other)
    assert left == {("B:1", worker.pk), ("R:2", other.pk), (f"S:{relief_row.fact_key}", other.pk)}


@pytest.mark.parametrize(
    ("received", "pay_by"),
    [
        # 13 and 14 February work, the Saturday in place of a day of the Spring Festival; 24 to 26 February.
        (date(2026, 2, 12), date(2026, 2, 26)),
        # 28 to 30 September, then 8 and 9 October.
        (date(2026, 9, 24), date(2026, 10, 9)),
        (date(2026, 11, 20), date(2026, 11, 27)),
    ],
)
def test_row_14_the_bank_has_five_working_days_from_the_day_it_received_the_notice(
    here: Ground, received: date, pay_by: date
) -> None:
    morning = datetime(received.year, received.month, received.day, 9, tzinfo=CHINA)
    missed = date.fromordinal(received.toordinal() - 1)
    relief = here.relief(Kind.DEPOSIT_DRAW, "100", now=morning, order_due_on=missed)
    moved(relief, "send_notice", here.of.inspector, now=morning, happened_on=received)
    assert clock_of(relief, "pay").due_on == pay_by


@pytest.mark.parametrize(
    ("day", "top_up_by"),
    [(date(2026, 11, 24), date(2026, 12, 8)), (date(2026, 12, 21), date(2027, 1, 5))],
)
def test_row_15_the_contractor_has_ten_working_days_from_the_day_paid(here: Ground, day: date, top_up_by: date) -> None:
    now = datetime(day.year, day.month, day.day, 15, tzinfo=CHINA)
    relief = noticed(here, "6000")
    paid(relief, here.bank, on=day, now=now)
    moved(relief, "report_paid", here.bank, now=now, happened_on=day)
    assert clock_of(relief, "top_up").due_on == top_up_by


def test_nobody_is_said_to_be_paid_before_each_has_a_result(here: Ground) -> None:
    relief = noticed(here)
    with pytest.raises(Conflict, match="2 rows"):
        moved(relief, "report_paid", here.bank, happened_on=MONDAY.date())
    rows = list(relief.rows.order_by("pk"))
    who = {"by": here.bank.user, "scope": here.bank.scope, "now": MONDAY}
    report_results(relief.pk, [Result(row.pk, failed="卡号有误") for row in rows], **who)
    with pytest.raises(Conflict, match="Nobody"):
        moved(relief, "report_paid", here.bank, happened_on=MONDAY.date())
    assert not WagePayment.objects.exists()


def test_a_failed_line_is_no_fact_and_may_be_granted_again(here: Ground) -> None:
    relief = noticed(here)
    paid(relief, here.bank, on=MONDAY.date(), now=MONDAY, but=1)
    assert WagePayment.objects.count() == 1
    moved(relief, "report_paid", here.bank, happened_on=MONDAY.date())
    again = here.relief(Kind.DEPOSIT_DRAW, "0", "6000")
    assert again.rows.get().granted == Decimal("6000.00")


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": Decimal("6000.01"), "paid_on": MONDAY.date()},
        {"amount": Decimal(0), "paid_on": MONDAY.date()},
        {"amount": Decimal(5)},
        {"paid_on": MONDAY.date()},
        {"amount": Decimal(5), "paid_on": date(2026, 11, 24)},
        {"amount": Decimal(5), "paid_on": date(2026, 11, 22)},
        {},
    ],
)
def test_results_that_cannot_be(here: Ground, wrong: dict[str, object]) -> None:
    relief = noticed(here)
    row = relief.rows.first()
    assert row is not None
    with pytest.raises(InvalidValue):
        report_results(
            relief.pk,
            [Result(row.pk, **wrong)],
            by=here.bank.user,
            scope=here.bank.scope,
            now=MONDAY,  # type: ignore[arg-type]
        )
    assert not WagePayment.objects.exists()


@pytest.mark.parametrize(
    ("changed", "amounts", "error"),
    [
        ({}, (), InvalidValue),
        ({}, ("6000.01",), InvalidValue),
        ({}, ("-1",), InvalidValue),
        ({"order_due_on": MONDAY.date()}, ("100",), Conflict),
        ({"order_due_on": None}, ("100",), InvalidValue),
        ({"bank_id": ""}, ("100",), InvalidValue),
        ({"deposit_id": "none"}, ("100",), InvalidValue),
    ],
)
def test_what_cannot_be_begun(
    here: Ground, changed: dict[str, object], amounts: tuple[str, ...], error: type[XinanError]
) -> None:
    with pytest.raises(error):
        here.relief(Kind.DEPOSIT_DRAW, *amounts, **changed)
    assert not Relief.objects.exists()


def test_no_more_than_is_left_of_the_deposit_is_drawn_with_the_figure_and_the_article(here: Ground) -> None:
    here.deposit.amount = Decimal("7000.00")
    here.deposit.save()
    with pytest.raises(InvalidValue) as refused:
        here.relief(Kind.DEPOSIT_DRAW, "6000", "6000")
    assert "7,000.00" in refused.value.what.zh
    assert "19" in refused.value.what.zh
    here.relief(Kind.DEPOSIT_DRAW, "6000")
    with pytest.raises(InvalidValue, match=r"1,000\.00"):
        here.relief(Kind.DEPOSIT_DRAW, "0", "6000")


def test_what_other_relief_has_granted_is_not_granted_twice(here: Ground) -> None:
    here.relief(Kind.DEPOSIT_DRAW, "4000")
    with pytest.raises(InvalidValue, match=r"2,000\.00"):
        here.relief(Kind.DEPOSIT_DRAW, "2000.01")


def test_who_sees_it_and_who_may_not(here: Ground) -> None:
    relief = here.relief(Kind.DEPOSIT_DRAW, "100")
    stranger = officer()
    assert not visible_reliefs(stranger.scope).exists()
    assert not visible_reliefs(here.bank.scope).exists()  # nothing is asked of it yet
    assert visible_reliefs(here.of.city.scope).get() == relief
    moved(relief, "send_notice", here.of.inspector, happened_on=MONDAY.date())
    assert visible_reliefs(here.bank.scope).get() == relief
    contractor = firm(here.of.project.contractor_id)
    assert visible_reliefs(contractor.scope).get() == relief
    row = relief.rows.get()
    for who, error in ((stranger, NotFound), (contractor, NotAllowed)):
        with pytest.raises(error):
            report_results(
                relief.pk, [Result(row.pk, row.granted, MONDAY.date())], by=who.user, scope=who.scope, now=MONDAY
            )
    with pytest.raises(MoveRefused):
        moved(relief, "report_paid", contractor, happened_on=MONDAY.date())


def test_a_case_does_not_close_while_workers_wait(here: Ground) -> None:
    def relief_check() -> list[bool]:
        return [check.ok for check in checks(here.case, today=MONDAY.date()) if check.code == "relief"]

    assert relief_check() == []
    relief = noticed(here)
    assert relief_check() == [False]
    paid(relief, here.bank, on=MONDAY.date(), now=MONDAY)
    moved(relief, "report_paid", here.bank, happened_on=MONDAY.date())
    assert relief_check() == [True]


def test_what_is_owed_says_by_which_order_it_was_paid(here: Ground) -> None:
    fund = here.fund()
    helped = here.relief(Kind.EMERGENCY_FUND, "1000", fund_id=fund.pk)
    moved(helped, "apply", here.of.inspector)
    moved(helped, "approve", here.of.city)
    paid(helped, here.of.inspector, on=MONDAY.date(), now=MONDAY)
    draw = here.relief(Kind.DEPOSIT_DRAW, "5000")
    moved(draw, "send_notice", here.of.inspector, happened_on=MONDAY.date())
    paid(draw, here.bank, on=MONDAY.date(), now=MONDAY)
    asked = Asked(Project.objects.all(), worker_ids=[here.of.workers[0].pk])
    row = next(one for one in owed(asked, today=days(1).date(), book=current_book()).rows if str(one.month) == MONTH)
    assert "保证金支取已付 5000.00 元" in row.basis.zh
    assert "应急周转金已付 1000.00 元" in row.basis.zh
    assert "未通过专户发放" in row.basis.zh


def test_the_bank_is_the_one_of_the_deposit(here: Ground) -> None:
    assert proceeding_of(here.relief(Kind.DEPOSIT_DRAW, "1")).parties[0] == f"bank:{BANK}"
