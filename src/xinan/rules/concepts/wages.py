"""Wages by worker and month: what is payable, what is paid, what is owed; and the owner's transfers."""

import ibis
import ibis.expr.types as ir

from xinan.rules.dates import month_of
from xinan.rules.parameters import Bound
from xinan.rules.world import Concept, World

NOTHING = "0.00"


def no_money() -> ir.DecimalScalar:
    """Zero yuan."""
    return ibis.literal(NOTHING, "decimal(38,2)")


def wages_payable(world: World, _: Bound) -> ir.Table:
    """What the payroll says is payable to a worker for a month; several lines add up."""
    line = world.table("payroll_line")
    return line.group_by("project_id", "worker_id", month=line.wage_month).aggregate(
        payable=line.payable.sum(), lines=line.count().cast("int32"), submitted_on=line.submitted_on.min()
    )


def wages_paid(world: World, _: Bound) -> ir.Table:
    """What a worker was paid for a month: status paid, through a wage account (条例 31)."""
    payment = world.table("wage_payment")
    counted = payment.filter((payment.status == "paid") & payment.account_id.notnull())
    return counted.group_by("project_id", "worker_id", month=counted.wage_month).aggregate(
        paid=counted.amount.sum(), first_paid_on=counted.paid_on.min()
    )


def payment_not_repaid(world: World, _: Bound) -> ir.Table:
    """Failed or returned payments with what was repaid: paid payments of that worker and month on that day or later."""
    payment = world.table("wage_payment")
    lost = payment.filter(payment.status != "paid").select(
        "payment_id", "project_id", "worker_id", "wage_month", "paid_on", "amount"
    )
    good = payment.filter(payment.status == "paid")
    again = good.select("project_id", "worker_id", "wage_month", again_on=good.paid_on, again=good.amount)
    keys = ["project_id", "worker_id", "wage_month"]
    matched = lost.left_join(again, [*keys, lost.paid_on <= again.again_on], rname="_again_{name}")
    totals = matched.group_by("payment_id", *keys, "paid_on", "amount").aggregate(
        repaid=matched.again.sum().fill_null(no_money())
    )
    return totals.filter(totals.repaid < totals.amount)


def wages_not_repaid(world: World, _: Bound) -> ir.Table:
    """What failed or was returned and is not yet repaid, by worker and month."""
    lost = world.table("payment_not_repaid")
    return lost.group_by("project_id", "worker_id", month=lost.wage_month).aggregate(not_repaid=lost.amount.sum())


def worker_wage(world: World, _: Bound) -> ir.Table:
    """Each worker with a valid day in a past month: the due date, what is payable (null: no payroll), what is paid."""
    days, month = world.table("worker_month"), world.table("project_month")
    worked = days.filter(days.valid_days > 0).select("project_id", "worker_id", "month", "valid_days")
    due = month.filter(month.is_past).select("project_id", "month", "region_code", "due_on", "is_due", "last_on")
    owed = worked.inner_join(due, ["project_id", "month"])
    keys = ["project_id", "worker_id", "month"]
    with_payable = owed.left_join(world.table("wages_payable"), keys, rname="_payable_{name}")
    with_paid = with_payable.left_join(world.table("wages_paid"), keys, rname="_paid_{name}")
    return with_paid.select(
        *keys,
        "region_code",
        "valid_days",
        "due_on",
        "is_due",
        month_ends_on=with_paid.last_on,
        payable=with_paid.payable,
        submitted_on=with_paid.submitted_on,
        first_paid_on=with_paid.first_paid_on,
        paid=with_paid.paid.fill_null(no_money()),
    )


def unpaid_month(world: World, _: Bound) -> ir.Table:
    """Unpaid months: past working months, past their due date, with a worker who has nothing paid."""
    wage = world.table("worker_wage")
    due = wage.filter(wage.is_due)
    months = due.group_by("project_id", "month", "due_on", "region_code").aggregate(
        workers=due.count().cast("int32"),
        unpaid_workers=(due.paid == no_money()).sum().cast("int32"),
        unpaid_amount=due.payable.sum(where=due.paid == no_money()).fill_null(no_money()),
    )
    return months.filter(months.unpaid_workers > 0)


def owner_transfer(world: World, _: Bound) -> ir.Table:
    """Each transfer of labour cost by the owner into a wage account of a project."""
    entry, account = world.table("account_entry"), world.table("wage_account")
    owned = entry.inner_join(account.select("account_id", "project_id"), "account_id")
    transfers = owned.filter((owned.direction == "in") & (owned.counterparty_kind == "owner"))
    return transfers.select("project_id", "booked_on", "amount", month=month_of(transfers.booked_on))


def owner_transfer_month(world: World, _: Bound) -> ir.Table:
    """The owner's transfers of a month."""
    transfer = world.table("owner_transfer")
    return transfer.group_by("project_id", "month").aggregate(
        transferred=transfer.amount.sum(), last_on=transfer.booked_on.max()
    )


CONCEPTS = (
    Concept("wages_payable", "wages payable to a worker for a month", wages_payable),
    Concept("wages_paid", "wages paid to a worker for a month", wages_paid),
    Concept("payment_not_repaid", "a failed or returned payment not yet repaid", payment_not_repaid),
    Concept("wages_not_repaid", "failed payments of a worker for a month", wages_not_repaid),
    Concept("worker_wage", "wages of a worker for a past working month", worker_wage),
    Concept("unpaid_month", "a month with a worker unpaid past the due date", unpaid_month),
    Concept("owner_transfer", "a transfer by the owner", owner_transfer),
    Concept("owner_transfer_month", "the owner's transfers of a month", owner_transfer_month),
)
