"""Payroll lines: what was payable, and what its sender said was paid."""

from typing import Any

from django.db.models import Q

from xinan.intake.actions.settle_reported import reported_key
from xinan.intake.national.asking.asked import Answer, Ask, Page, Question
from xinan.payments.models import PayrollLine, WagePayment
from xinan.registry.models import ReportedDetail, Subject
from xinan.workforce.models import Employment, Worker


def payroll(question: Question) -> Page:
    """The lines in the order of month and number; lines of back pay stand under the month in which they were sent."""
    total, keys = question.page(_keys(question))
    lines = {line.line_id: line for line in PayrollLine.objects.filter(line_id__in=keys).select_related("worker")}
    details = question.details(Subject.PAYROLL, keys)
    paid = _paid(question.project_id, keys)
    back = {key: details[key]["workerId"] for key in keys if key not in lines}
    workers = {worker.worker_id: worker for worker in Worker.objects.filter(worker_id__in=set(back.values()))}
    rows = []
    for key in keys:
        worker = lines[key].worker if key in lines else workers[back[key]]
        rows.append(_row(question, key, lines.get(key), details.get(key, {}), worker, paid.get(key)))
    return Page(total, rows)


def _keys(question: Question) -> list[str]:
    """The numbers of all lines asked for."""
    lines = PayrollLine.objects.filter(project_id=question.project_id)
    said = ReportedDetail.objects.filter(
        subject=Subject.PAYROLL, project_id=question.project_id, details__isBackPay="1"
    )
    if month := question.said.get("payMonth"):
        lines, said = lines.filter(wage_month=month), said.filter(details__payMonth=month)
    if question.worker_id is not None:
        lines = lines.filter(worker_id=question.worker_id)
        said = said.filter(details__workerId=question.worker_id)
    for name, field in (("corpCode", "employer_id"), ("teamSysNo", "team__system_number")):
        if value := question.said.get(name):
            people = Employment.objects.filter(Q((field, value)), project_id=question.project_id)
            lines = lines.filter(worker_id__in=people.values("worker_id"))
            said = said.filter(Q((f"details__{name}", value)))
    found = [(month, key) for key, month in lines.values_list("line_id", "wage_month")]
    found += [(str(month), key) for key, month in said.values_list("key", "details__payMonth")]
    return [key for _month, key in sorted(set(found))]


def _paid(project_id: str, keys: list[str]) -> dict[str, WagePayment]:
    """What was reported as paid, by the line's number; the bank's own facts take its place once they come."""
    wanted = {reported_key(key): key for key in keys}
    found = WagePayment.objects.filter(project_id=project_id, payment_id__in=wanted)
    return {wanted[payment.payment_id]: payment for payment in found}


def _row(
    question: Question, key: str, line: PayrollLine | None, details: Answer, worker: Worker, paid: WagePayment | None
) -> Answer:
    said: dict[str, Any] = {name: value for name, value in details.items() if name != "workerId"}
    row = {"isBackPay": "0"} | said | question.person(worker) | {"projectCode": question.appid, "payrollCode": key}
    if line is not None:
        row |= {"payMonth": line.wage_month, "days": line.days, "totalPayAmount": line.payable}
    if paid is not None:
        row |= {"actualAmount": paid.amount, "balanceDate": paid.paid_on}
    row.setdefault("thirdPayRollCode", key.removeprefix(f"{question.project_id}:"))
    row.setdefault("payRollBankCardNumber", question.wage_card(worker))
    return row


WAGES: dict[str, Ask] = {"Payroll.Query": payroll}
