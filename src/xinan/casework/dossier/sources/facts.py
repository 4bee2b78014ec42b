"""The data that bear on the case: of the whole site, month by month, what was to be paid and what the banks paid.

Of the whole site and the months of the case, never of those who complained: a firm may see it, and learns nothing from it about
anybody.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count, Max, Min, Sum

from xinan.casework.cases.models import CaseWorker
from xinan.casework.dossier.items import Item, Part, Table
from xinan.casework.dossier.sources.asked import Asked
from xinan.kernel.period import Month, months_between
from xinan.kernel.text import Text
from xinan.payments.enums import PaymentStatus
from xinan.payments.models import PayrollLine, WagePayment

NOTHING = Decimal("0.00")
_HEAD = (
    Text("工资月份", "Month"),
    Text("工资表人数", "On the payroll"),
    Text("应发（元）", "Payable (yuan)"),
    Text("银行已付（元）", "Paid by banks (yuan)"),
    Text("差额（元）", "Gap (yuan)"),
)


def fact_items(asked: Asked) -> Iterator[Item]:
    """One table of the project's months of the case; none where no project or no month is known."""
    case = asked.case
    months = _months(asked)
    if case.project_id is None or not months:
        return
    rows = list(_rows(case.project_id, months))
    firms = {case.employer_id or "", case.project.contractor_id or ""} if case.project is not None else set()
    yield Item(
        key=f"wages:{case.project_id}",
        part=Part.FACTS,
        title=Text("项目工资应发与银行支付（按月）", "Wages payable and paid on the site, by month"),
        at=None,
        sealed={"project": case.project_id, "rows": rows},
        lines=((Text("项目", "Project"), case.project.name if case.project else ""),),
        table=Table(
            _HEAD,
            tuple(
                (month, f"{workers}", f"{payable:,.2f}", f"{paid:,.2f}", f"{max(payable - paid, NOTHING):,.2f}")
                for month, workers, payable, paid in rows
            ),
        ),
        firms=frozenset(firm for firm in firms if firm),
    )


def _months(asked: Asked) -> list[str]:
    span = CaseWorker.objects.filter(case=asked.case).aggregate(first=Min("from_month"), last=Max("to_month"))
    if not span["first"]:
        return []
    return [str(month) for month in months_between(Month.parse(span["first"]), Month.parse(span["last"]))]


def _rows(project_id: str, months: list[str]) -> Iterator[tuple[str, int, Decimal, Decimal]]:
    lines = PayrollLine.objects.filter(project_id=project_id, wage_month__in=months).order_by()
    due = {
        month: (workers, payable)
        for month, workers, payable in lines.values_list("wage_month").annotate(
            workers=Count("worker", distinct=True), payable=Sum("payable")
        )
    }
    payments = WagePayment.objects.filter(
        project_id=project_id, wage_month__in=months, status=PaymentStatus.PAID, account__isnull=False
    )
    paid = dict(payments.order_by().values_list("wage_month").annotate(paid=Sum("amount")))
    for month in months:
        workers, payable = due.get(month, (0, NOTHING))
        yield month, workers, payable, paid.get(month, NOTHING)
