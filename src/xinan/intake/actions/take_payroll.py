"""Sheet 07: payroll lines, and what the contractor reports as paid on them.

A reported payment counts until the bank's own facts come: those of sheet 10 or of the bank's interface take its place
(actions/settle_reported.py). A row of back pay pays an earlier month's wages; it adds no line to that month, whose
line already says what was payable.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from xinan.intake.actions.settle_reported import covered_by_bank, reported_key
from xinan.intake.correction_models import Restatement
from xinan.intake.history import event_model
from xinan.intake.keys import fact_key
from xinan.intake.mapping.numbering import give_number
from xinan.intake.merging import Merged, merge
from xinan.intake.parties import units_of
from xinan.intake.payees import Payees
from xinan.intake.reading.rows import Row
from xinan.intake.restating import restate
from xinan.intake.taking import Taken, Taking, refuse_future, refuse_unknown_unit, worst
from xinan.kernel.text import Text
from xinan.payments.enums import PaymentStatus
from xinan.payments.models import PayrollLine, WagePayment
from xinan.registry.models import WageAccount

_LINE = ("line_id", "project_id", "worker_id", "wage_month", "days", "payable", "submitted_on")
_PAYMENT = ("payment_id", "project_id", "worker_id", "wage_month", "amount", "paid_on", "status", "account_id")


def take_payroll(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's line under its number, and its payment where something was paid."""
    taken = Taken()
    payees, units = Payees(rows, taking), units_of(taking.project_id)
    found = [(row, worker_id) for row in rows if (worker_id := _worker_of(row, payees, units, taking, taken))]
    for row, worker_id in found:
        give_number(row.values, worker_id)
    known = _known(rows, taking)
    placed = [(row, worker_id) for row, worker_id in found if _is_its_line(row, worker_id, known, taking, taken)]
    lines = merge(
        PayrollLine,
        [_line(row, worker, known, taking) for row, worker in placed if not row.values["is_back_pay"]],
        columns=_LINE,
        key=("line_id",),
        batch_id=taking.batch_id,
        remember=True,
    )
    payments, removed = _enter_payments(placed, taking)
    for row, _worker in placed:
        own = lines.outcome((_key(row, taking),)) if not row.values["is_back_pay"] else "unchanged"
        paid = "changed" if reported_key(_key(row, taking)) in removed else payments.outcome(_payment_key(row, taking))
        # A payment reported later on a line that was there changes the row; it does not add one.
        if own == "unchanged" and paid == "added" and not row.values["is_back_pay"]:
            paid = "changed"
        taken.count(own if own != "unchanged" else worst(paid))
    return taken


def _worker_of(row: Row, payees: Payees, units: set[str], taking: Taking, taken: Taken) -> str:
    if row.values["enterprise_code"] not in units:
        refuse_unknown_unit(taken, row, "信用代码")
    elif row.values["paid_on"] and row.values["paid"] and row.values["paid_on"] > taking.today:
        refuse_future(taken, row, "发放日期")
    elif row.values["month"] > f"{taking.today:%Y-%m}":
        refuse_future(taken, row, "工资月份")
    else:
        return payees.find(row, taken)
    return ""


def _key(row: Row, taking: Taking) -> str:
    return fact_key(taking.project_id, row.values["line_code"])


def _payment_key(row: Row, taking: Taking) -> tuple[str]:
    return (reported_key(_key(row, taking)),)


def _known(rows: Sequence[Row], taking: Taking) -> dict[str, PayrollLine]:
    """The lines on record under the rows' numbers."""
    keys = [_key(row, taking) for row in rows]
    return {line.line_id: line for line in PayrollLine.objects.filter(line_id__in=keys)}


def _is_its_line(row: Row, worker_id: str, known: dict[str, PayrollLine], taking: Taking, taken: Taken) -> bool:
    """Whether the row corrects the line of its number; a number begun anew each month would overwrite the last one."""
    line = known.get(_key(row, taking))
    if line is None or row.values["is_back_pay"]:
        return True
    if (line.worker_id, line.wage_month) == (worker_id, row.values["month"]):
        return True
    taken.refuse(
        row,
        "第三方工资单编号",
        code="number_used",
        what=Text(
            f"该编号已用于 {line.wage_month} 的另一行工资。",
            f"This number stands for another line, of {line.wage_month}.",
        ),
        remedy=Text(
            "编号在项目内不能重复使用，可写成“月份-序号”；原行报错月份的，把原行应发改为 0，再用新编号报送。",
            "Use each number once in a project; where the month was wrong, set the old line to 0 and use a new number.",
        ),
    )
    return False


def _line(row: Row, worker_id: str, known: dict[str, PayrollLine], taking: Taking) -> tuple[Any, ...]:
    """The line; its day of submission stays the first one, a correction does not make it later."""
    values, key = row.values, _key(row, taking)
    day = known[key].submitted_on if key in known else taking.today
    return key, taking.project_id, worker_id, values["month"], values["days"], values["payable"], day


def _enter_payments(placed: Sequence[tuple[Row, str]], taking: Taking) -> tuple[Merged, set[str]]:
    """The payments entered or corrected, and the keys of those that are gone because a correction says nothing was paid."""
    accounts = list(WageAccount.objects.filter(project_id=taking.project_id).order_by("opened_on"))
    records = [_payment(row, worker, accounts, taking) for row, worker in placed if row.values["paid"]]
    covered = covered_by_bank(taking.project_id, [(record[2], record[3], record[5]) for record in records])
    if covered:
        _remember_covered([record for record in records if (record[2], record[3], record[5]) in covered], taking)
    merged = merge(
        WagePayment,
        [record for record in records if (record[2], record[3], record[5]) not in covered],
        columns=_PAYMENT,
        key=("payment_id",),
        batch_id=taking.batch_id,
        remember=True,
    )
    unpaid = [_payment_key(row, taking)[0] for row, _worker in placed if not row.values["paid"]]
    gone = WagePayment.objects.filter(project_id=taking.project_id, payment_id__in=unpaid)
    removed = set(gone.values_list("payment_id", flat=True))
    gone.delete()
    restate(WagePayment, set(unpaid) - removed, batch_id=taking.batch_id)
    return merged, removed


def _remember_covered(records: Sequence[tuple[Any, ...]], taking: Taking) -> None:
    """What is reported as paid and stands not there, because the bank's own payment does: the history keeps it.

    Should the bank's movements be taken back, the report counts again.
    """
    events = event_model(WagePayment)._default_manager.exclude(pgh_label="delete")
    told = events.filter(payment_id__in=[record[0] for record in records]).order_by("pgh_id")
    known = {event["payment_id"]: event for event in told.values("pgh_id", *_PAYMENT)}
    same = {key: event for key, event in known.items() if tuple(event[name] for name in _PAYMENT) in set(records)}
    fact = WagePayment._meta.db_table
    again = [Restatement(batch_id=taking.batch_id, fact=fact, row=k, event=e["pgh_id"]) for k, e in same.items()]
    Restatement.objects.bulk_create(again, ignore_conflicts=True)
    new = [record for record in records if record[0] not in same]
    merge(WagePayment, new, columns=_PAYMENT, key=("payment_id",), batch_id=taking.batch_id)
    WagePayment.objects.filter(payment_id__in=[record[0] for record in new]).delete()


def _payment(row: Row, worker_id: str, accounts: Sequence[WageAccount], taking: Taking) -> tuple[Any, ...]:
    values = row.values
    month = values["back_pay_month"] if values["is_back_pay"] else values["month"]
    account = _open_account(accounts, values["paid_on"])
    (key,) = _payment_key(row, taking)
    return (
        key,
        taking.project_id,
        worker_id,
        month,
        values["paid"],
        values["paid_on"],
        PaymentStatus.PAID.value,
        account.account_id if account else None,
    )


def _open_account(accounts: Sequence[WageAccount], day: date) -> WageAccount | None:
    """The account open on that day, the newest where several are; None where wages cannot have gone through one."""
    open_then = [a for a in accounts if a.opened_on <= day and (a.closed_on is None or a.closed_on >= day)]
    return open_then[-1] if open_then else None
