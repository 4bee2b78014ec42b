"""Sheet 14: lines of payment batches as they were sent to a bank and as it fed them back; wage payments follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xinan.intake.actions.follow_batches import follow_batches
from xinan.intake.actions.take_accounts import accounts_by_number
from xinan.intake.banks.results import Result, later, told
from xinan.intake.keys import fact_key
from xinan.intake.merging import merge
from xinan.intake.payees import Payees
from xinan.intake.persons import person_of
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking, distinct, refuse_future
from xinan.kernel.text import Text
from xinan.payments.enums import OrderStatus
from xinan.payments.models import PaymentBatch, PaymentOrder, PayrollLine
from xinan.registry.models import WageAccount

_BATCH = ("batch_key", "project_id", "number", "account_id", "wage_month", "made_on")
_ORDER = (
    "order_key",
    "payment_batch_id",
    "line",
    "worker_id",
    "payroll_line_id",
    "wage_month",
    "payable",
    "sent",
    "paid",
    "status",
    "fail_code",
    "remark",
    "settled_on",
    "entry_id",
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with what the registry knows of it."""

    row: Row
    batch_key: str
    order_key: str
    worker_id: str
    month: str
    account_id: str | None


def take_payouts(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's line under its batch and number, in the state the bank's latest word gives it."""
    taken = Taken()
    lines = _placed(rows, taking, taken)
    _enter_batches(lines, taking)
    known = {order.order_key: order for order in PaymentOrder.objects.filter(pk__in=[line.order_key for line in lines])}
    payroll = _payroll_lines(lines, taking)
    merged = merge(
        PaymentOrder,
        [_order(line, known.get(line.order_key), payroll) for line in lines],
        columns=_ORDER,
        key=("order_key",),
        keep=("payroll_line_id", "payable"),
        batch_id=taking.batch_id,
    )
    for line in lines:
        taken.count(merged.outcome((line.order_key,)))
    follow_batches(taking.project_id, {line.batch_key for line in lines}, batch_id=taking.batch_id)
    return taken


def _placed(rows: Sequence[Row], taking: Taking, taken: Taken) -> list[_Line]:
    batches = {batch.number: batch for batch in _batches(distinct(rows, "batch_code"), taking)}
    accounts = accounts_by_number(distinct(rows, "account_number"), keyring=taking.keyring)
    taken_lines = _workers_by_line(batches.values())
    ids = taking.persons.enrol(person_of(row.values) for row in rows if row.values["identity"] is not None)
    payees = Payees(rows, taking)
    lines = []
    for row in rows:
        batch = batches.get(row.values["batch_code"])
        account = accounts.get(row.values["account_number"])
        month = row.values["month"] or (batch.wage_month if batch else "")
        if not _is_right(row, month, account, taking, taken):
            continue
        key = fact_key(taking.project_id, row.values["batch_code"])
        before = taken_lines.get((key, row.values["line_number"]))
        worker_id = _worker_of(row, before, ids, payees, taken)
        if worker_id:
            account_id = account.account_id if account else batch.account_id if batch else None
            order_key = fact_key(key, f"{row.values['line_number']:05d}")
            lines.append(_Line(row, key, order_key, worker_id, month, account_id))
    return lines


def _batches(numbers: Iterable[str], taking: Taking) -> Iterable[PaymentBatch]:
    return PaymentBatch.objects.filter(project_id=taking.project_id, number__in=set(numbers))


def _workers_by_line(batches: Iterable[PaymentBatch]) -> dict[tuple[str, int], str]:
    orders = PaymentOrder.objects.filter(payment_batch__in=[batch.pk for batch in batches])
    return {(key, line): worker for key, line, worker in orders.values_list("payment_batch_id", "line", "worker_id")}


def _is_right(row: Row, month: str, account: WageAccount | None, taking: Taking, taken: Taken) -> bool:
    """Whether the row speaks of this project's account, of a known month and of the past; else it is refused."""
    values = row.values
    if values["account_number"] is not None and (account is None or account.project_id != taking.project_id):
        taken.refuse(
            row,
            "专户账号",
            code="unknown_account",
            what=Text("本项目没有登记这个专户。", "This wage account is not registered on the project."),
            remedy=Text("请先在“08工资专户”中登记，或核对账号。", "Enter it in sheet 08 first, or check the number."),
        )
    elif not month:
        taken.refuse(
            row,
            "工资月份",
            code="needed",
            what=Text(
                "平台没有这个批次，也没有写明工资月份。", "The batch is not on record and the row names no month."
            ),
            remedy=Text("请填写“工资月份”，或核对批次号。", "Give the wage month, or check the batch number."),
        )
    elif month > f"{taking.today:%Y-%m}":
        refuse_future(taken, row, "工资月份")
    elif values["settled_on"] is not None and values["settled_on"] > taking.today:
        refuse_future(taken, row, "发放日期")
    else:
        return True
    return False


def _worker_of(row: Row, before: str | None, ids: dict[str, str], payees: Payees, taken: Taken) -> str:
    """The line's worker; empty where the row is refused. A line on record keeps its worker."""
    values = row.values
    named = ids.get(values["identity"] or "", "")
    if before is not None and not named and values["wage_card"] is None and values["person_name"] is None:
        return before
    worker_id = named or payees.find(row, taken)
    if before is None or worker_id in {"", before}:
        return worker_id
    taken.refuse(
        row,
        "序号",
        code="number_used",
        what=Text("该批次的这个序号已是另一人的。", "This line of the batch is somebody else's."),
        remedy=Text("序号在批次内不变；重新提交的用新的批次号。", "Lines keep their number; send a new batch anew."),
    )
    return ""


def _enter_batches(lines: Sequence[_Line], taking: Taking) -> None:
    """The batches the lines name; one on record keeps its month and the day it was made."""
    known = {batch.batch_key: batch for batch in PaymentBatch.objects.filter(pk__in={line.batch_key for line in lines})}
    records: dict[str, tuple[Any, ...]] = {}
    for line in lines:
        batch = known.get(line.batch_key)
        records.setdefault(
            line.batch_key,
            (
                line.batch_key,
                taking.project_id,
                line.row.values["batch_code"],
                line.account_id,
                batch.wage_month if batch else line.month,
                batch.made_on if batch else taking.today,
            ),
        )
    keep = ("account_id",)
    merge(PaymentBatch, records.values(), columns=_BATCH, key=("batch_key",), keep=keep, batch_id=taking.batch_id)


def _payroll_lines(lines: Sequence[_Line], taking: Taking) -> dict[tuple[str, str], str]:
    """The payroll line of each worker and month, where there is just one."""
    found: dict[tuple[str, str], list[str]] = {}
    wanted = PayrollLine.objects.filter(
        project_id=taking.project_id,
        worker_id__in={line.worker_id for line in lines},
        wage_month__in={line.month for line in lines},
    )
    for worker_id, month, line_id in wanted.values_list("worker_id", "wage_month", "line_id"):
        found.setdefault((worker_id, month), []).append(line_id)
    return {key: ids[0] for key, ids in found.items() if len(ids) == 1}


def _order(line: _Line, before: PaymentOrder | None, payroll: dict[tuple[str, str], str]) -> tuple[Any, ...]:
    values, new = line.row.values, told(line.row.values)
    result = later(_standing(before), new) if before else new
    sent = values["payable"] if values["sent"] is None else values["sent"]
    return (
        line.order_key,
        line.batch_key,
        values["line_number"],
        line.worker_id,
        payroll.get((line.worker_id, line.month)),
        line.month,
        values["payable"],
        sent,
        result.paid,
        result.status.value,
        result.fail_code,
        result.remark,
        result.settled_on,
        before.entry_id if before else "",
    )


def _standing(order: PaymentOrder) -> Result:
    status = OrderStatus(order.status)
    return Result(status, order.settled_on, order.paid, order.fail_code, order.remark)
