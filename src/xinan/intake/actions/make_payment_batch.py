"""Make a payment batch of a month's payroll: who is still to be paid, and how much, for the bank to fetch."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Sum

from xinan.intake.keys import fact_key
from xinan.kernel.errors import Conflict, NotFound
from xinan.kernel.text import Text
from xinan.payments.enums import OrderStatus, PaymentStatus
from xinan.payments.models import PaymentBatch, PaymentOrder, PayrollLine, WagePayment
from xinan.registry.models import Project, WageAccount

_ON_ITS_WAY = (OrderStatus.WAITING, OrderStatus.SENT)


def make_payment_batch(project_id: str, *, month: str, today: date) -> PaymentBatch:
    """A batch of every worker to whom something of the month's payroll is neither paid nor on its way.

    What failed or came back is to be paid again, in a batch of its own. Raises NotFound `batch.no_account`,
    Conflict `batch.nothing_due`.
    """
    with transaction.atomic():
        project = Project.objects.select_for_update().filter(pk=project_id).first()
        if project is None:
            raise NotFound(
                "batch.no_project",
                Text("没有这个项目。", "There is no such project."),
                Text("请核对项目编号。", "Check its number."),
            )
        account = _account(project, today=today)
        dues = _dues(project_id, month)
        if not dues:
            raise Conflict(
                "batch.nothing_due",
                Text(
                    f"{month} 的工资已发清，或还没有工资支付表。",
                    f"Nothing is due for {month}, or there is no payroll.",
                ),
                Text("请先报送“07工资”，或核对月份。", "Send sheet 07 first, or check the month."),
            )
        number = _number(project_id, month)
        batch = PaymentBatch.objects.create(
            batch_key=fact_key(project_id, number),
            project=project,
            number=number,
            account=account,
            wage_month=month,
            made_on=today,
        )
        PaymentOrder.objects.bulk_create(
            PaymentOrder(
                order_key=fact_key(batch.pk, f"{line:05d}"),
                payment_batch=batch,
                line=line,
                worker_id=payroll.worker_id,
                payroll_line=payroll,
                wage_month=month,
                payable=payroll.payable,
                sent=due,
                status=OrderStatus.WAITING,
            )
            for line, (payroll, due) in enumerate(dues, start=1)
        )
    return batch


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


def _dues(project_id: str, month: str) -> list[tuple[PayrollLine, Decimal]]:
    """The month's lines with what of each is neither paid nor on its way, in the order of their numbers."""
    paid = _sums(
        WagePayment.objects.filter(project_id=project_id, wage_month=month, status=PaymentStatus.PAID), of="amount"
    )
    orders = PaymentOrder.objects.filter(payment_batch__project_id=project_id, wage_month=month)
    coming = _sums(orders.filter(status__in=_ON_ITS_WAY), of="sent")
    covered = {worker: paid.get(worker, Decimal(0)) + coming.get(worker, Decimal(0)) for worker in {*paid, *coming}}
    dues = []
    for line in PayrollLine.objects.filter(project_id=project_id, wage_month=month).order_by("line_id"):
        used = min(covered.get(str(line.worker_id), Decimal(0)), line.payable)
        covered[str(line.worker_id)] = covered.get(str(line.worker_id), Decimal(0)) - used
        if line.payable > used:
            dues.append((line, line.payable - used))
    return dues


def _sums(rows: QuerySet[Any], *, of: str) -> dict[str, Decimal]:
    summed = rows.order_by().values_list("worker_id").annotate(Sum(of))
    return dict(summed)


def _number(project_id: str, month: str) -> str:
    made = PaymentBatch.objects.filter(project_id=project_id, number__startswith=f"XA{month}-")
    return f"XA{month}-{made.count() + 1:03d}"
