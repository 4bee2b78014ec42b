"""What a payment batch of a month's payroll would hold: who is to be paid how much, who is left out and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from xinan.kernel.errors import Conflict, NotFound
from xinan.kernel.text import Text
from xinan.payments.enums import OrderStatus, PaymentStatus
from xinan.payments.models import PaymentOrder, PayrollLine, WagePayment
from xinan.registry.models import Project, WageAccount
from xinan.workforce.models import Worker

_ON_ITS_WAY = (OrderStatus.WAITING, OrderStatus.SENT)
_NOTHING = Decimal(0)
NO_CARD = Text("没有登记工资卡号，银行无法代发", "no wage card on record: the bank cannot pay")
OTHERS_CARD = Text(
    "工资卡户名与本人不一致，工资须发到本人的卡", "the wage card is not the worker's own: wages go to the worker's card"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A line of the payroll, and what of it is neither paid nor on its way."""

    line: PayrollLine
    amount: Decimal


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody to whom something is due and whom the bank cannot pay, and why."""

    due: Due
    why: Text


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """A month of one project: what goes into the batch, what does not, and what needs none any more."""

    project: Project
    account: WageAccount
    month: str
    dues: tuple[Due, ...]
    left_out: tuple[LeftOut, ...]
    payable: Decimal
    settled: Decimal  # paid already
    coming: Decimal  # in batches on their way

    @property
    def total(self) -> Decimal:
        """The sum of the batch."""
        return sum((due.amount for due in self.dues), _NOTHING)

    @property
    def lacking(self) -> Decimal:
        """What is due to those left out."""
        return sum((one.due.amount for one in self.left_out), _NOTHING)

    def check(self) -> None:
        """Raises Conflict `batch.nothing_due`, `batch.nobody_payable` where no batch can be made."""
        if self.dues:
            return
        if self.left_out:
            raise Conflict(
                "batch.nobody_payable",
                Text(
                    f"{self.month} 还有 {len(self.left_out)} 人未发，但都没有可用的工资卡。",
                    f"{len(self.left_out)} people are still to be paid for {self.month}, none with a usable wage card.",
                ),
                Text("请先在“03人员”中补登本人的工资卡号。", "Enter their own wage cards in sheet 03 first."),
            )
        raise Conflict(
            "batch.nothing_due",
            Text(
                f"{self.month} 的工资已发清，或还没有工资支付表。",
                f"Nothing is due for {self.month}, or there is no payroll.",
            ),
            Text("请先报送“07工资”，或核对月份。", "Send sheet 07 first, or check the month."),
        )


def plan_payment_batch(project: Project, *, month: str, today: date) -> BatchPlan:
    """The batch of every worker to whom something of the month's payroll is due. What failed or came back is due again.

    Raises NotFound `batch.no_account`.
    """
    account = _account(project, today=today)
    lines = list(PayrollLine.objects.filter(project=project, wage_month=month).order_by("line_id"))
    settled, coming = _settled(project.pk, month), _coming(project.pk, month)
    dues = _dues(lines, settled=settled, coming=coming)
    unfit = _unfit({str(due.line.worker_id) for due in dues})
    return BatchPlan(
        project=project,
        account=account,
        month=month,
        dues=tuple(due for due in dues if str(due.line.worker_id) not in unfit),
        left_out=tuple(
            LeftOut(due, unfit[str(due.line.worker_id)]) for due in dues if str(due.line.worker_id) in unfit
        ),
        payable=sum((line.payable for line in lines), _NOTHING),
        settled=sum(settled.values(), _NOTHING),
        coming=sum(coming.values(), _NOTHING),
    )


def payroll_months(project_id: str, *, most: int = 12) -> list[str]:
    """The newest months of which the project has a payroll, the newest first."""
    months = PayrollLine.objects.filter(project_id=project_id).order_by("-wage_month")
    return list(months.values_list("wage_month", flat=True).distinct()[:most])


def _account(project: Project, *, today: date) -> WageAccount:
    open_now = WageAccount.objects.filter(project=project, opened_on__lte=today, closed_on=None).order_by("-opened_on")
    account = open_now.first()
    if account is None:
        raise NotFound(
            "batch.no_account",
            Text("本项目没有使用中的工资专户。", "The project has no wage account in use."),
            Text("请先开立专户并登记。", "Open one and register it first."),
        )
    return account


def _settled(project_id: str, month: str) -> dict[str, Decimal]:
    paid = WagePayment.objects.filter(project_id=project_id, wage_month=month, status=PaymentStatus.PAID)
    return _sums(paid, of="amount")


def _coming(project_id: str, month: str) -> dict[str, Decimal]:
    orders = PaymentOrder.objects.filter(payment_batch__project_id=project_id, wage_month=month)
    return _sums(orders.filter(status__in=_ON_ITS_WAY), of="sent")


def _dues(lines: Collection[PayrollLine], *, settled: dict[str, Decimal], coming: dict[str, Decimal]) -> list[Due]:
    """What of each line is neither paid nor on its way; a worker's money covers the first lines first."""
    covered = {key: settled.get(key, _NOTHING) + coming.get(key, _NOTHING) for key in {*settled, *coming}}
    dues = []
    for line in lines:
        worker = str(line.worker_id)
        used = min(covered.get(worker, _NOTHING), line.payable)
        covered[worker] = covered.get(worker, _NOTHING) - used
        if line.payable > used:
            dues.append(Due(line, line.payable - used))
    return dues


def _unfit(worker_ids: Collection[str]) -> dict[str, Text]:
    """Those of the workers whom no bank can pay, with the reason."""
    rows = Worker.objects.filter(pk__in=worker_ids).values_list("pk", "wage_card_sealed", "card_holder_matches")
    unfit = {}
    for key, card, matches in rows:
        if not card:
            unfit[key] = NO_CARD
        elif matches is False:
            unfit[key] = OTHERS_CARD
    return unfit


def _sums(rows: QuerySet[Any], *, of: str) -> dict[str, Decimal]:
    summed = rows.order_by().values_list("worker_id").annotate(Sum(of))
    return dict(summed)
