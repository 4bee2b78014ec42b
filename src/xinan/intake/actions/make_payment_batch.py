"""Make a payment batch of a month's payroll: who is still to be paid, and how much, for the bank to fetch."""

from datetime import date

from django.db import transaction

from xinan.intake.actions.plan_payment_batch import plan_payment_batch
from xinan.intake.keys import fact_key
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.payments.enums import OrderStatus
from xinan.payments.models import PaymentBatch, PaymentOrder
from xinan.registry.models import Project


def make_payment_batch(project_id: str, *, month: str, today: date) -> PaymentBatch:
    """The batch that `plan_payment_batch` plans. Two at once wait for each other, so that nobody is paid twice.

    Raises NotFound `batch.no_account`, Conflict `batch.nothing_due`, `batch.nobody_payable`.
    """
    with transaction.atomic():
        project = Project.objects.select_for_update().filter(pk=project_id).first()
        if project is None:
            raise NotFound(
                "batch.no_project",
                Text("没有这个项目。", "There is no such project."),
                Text("请核对项目编号。", "Check its number."),
            )
        plan = plan_payment_batch(project, month=month, today=today)
        plan.check()
        number = _number(project_id, month)
        batch = PaymentBatch.objects.create(
            batch_key=fact_key(project_id, number),
            project=project,
            number=number,
            account=plan.account,
            wage_month=month,
            made_on=today,
        )
        PaymentOrder.objects.bulk_create(
            PaymentOrder(
                order_key=fact_key(batch.pk, f"{line:05d}"),
                payment_batch=batch,
                line=line,
                worker_id=due.line.worker_id,
                payroll_line=due.line,
                wage_month=month,
                payable=due.line.payable,
                sent=due.amount,
                status=OrderStatus.WAITING,
            )
            for line, due in enumerate(plan.dues, start=1)
        )
    return batch


def _number(project_id: str, month: str) -> str:
    made = PaymentBatch.objects.filter(project_id=project_id, number__startswith=f"XA{month}-")
    return f"XA{month}-{made.count() + 1:03d}"
