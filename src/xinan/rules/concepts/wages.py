"""Wages by worker and month: what is payable, what is paid, what is owed; and the owner's transfers."""

import ibis
import ibis.expr.types as ir

from xinan.rules.dates import month_of, plus_days
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import Concept, World

NOTHING = "0.00"
# What the key of a payment by order of the labour office begins with: out of the deposit (65号 19) or the fund (条例 63).
BY_ORDER = "S:"


def no_money() -> ir.DecimalScalar:
    """Zero yuan."""
    return ibis.literal(NOTHING, "decimal(38,2)")


def by_order(payment: ir.Table) -> ir.BooleanValue:
    """Whether wages were paid by order of the labour office: lawful though not through the wage account."""
    return payment.payment_id.startswith(BY_ORDER)


def share(part: ir.IntegerValue, whole: ir.IntegerValue) -> ir.DecimalValue:
    """A share to be shown; never compared (see `Bound.level_of_share`)."""
    return (part.cast(EXACT) / whole).cast(EXACT)


def wages_payable(world: World, _: Bound) -> ir.Table:
    """What the payroll says is payable to a worker for a month; several lines add up."""
    line = world.table("payroll_line")
    return line.group_by("project_id", "worker_id", month=line.wage_month).aggregate(
        payable=line.payable.sum(), lines=line.count().cast("int32")
    )


def wages_paid(world: World, _: Bound) -> ir.Table:
    """What a worker was paid for a month: status paid, through a wage account (条例 31) or by order (65号 19)."""
    payment = world.table("wage_payment")
    counted = payment.filter((payment.status == "paid") & (payment.account_id.notnull() | by_order(payment)))
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
    """Each worker with a valid day in a past month: the due date, what is payable (null: no payroll), what is paid.

    `past_on` is the first day after the month. A pay day within the month itself lies before it, and no rule speaks
    of a month that is not past: `overdue_on` is the first day on which the wages count as overdue.
    """
    days, month = world.table("worker_month"), world.table("project_month")
    worked = days.filter(days.valid_days > 0).select("project_id", "worker_id", "month", "valid_days")
    due = month.filter(month.is_past).select("project_id", "month", "region_code", "due_on", "is_due", "last_on")
    owed = worked.inner_join(due, ["project_id", "month"])
    keys = ["project_id", "worker_id", "month"]
    with_payable = owed.left_join(world.table("wages_payable"), keys, rname="_payable_{name}")
    with_paid = with_payable.left_join(world.table("wages_paid"), keys, rname="_paid_{name}")
    past_on = plus_days(with_paid.last_on, 1)
    return with_paid.select(
        *keys,
        "region_code",
        "valid_days",
        "due_on",
        "is_due",
        "payable",
        month_ends_on=with_paid.last_on,
        past_on=past_on,
        overdue_on=ibis.greatest(plus_days(with_paid.due_on, 1), past_on),
        paid=with_paid.paid.fill_null(no_money()),
    )


def unpaid_month(world: World, _: Bound) -> ir.Table:
    """Unpaid months: past working months, past their due date, with a worker who has nothing paid."""
    wage = world.table("worker_wage")
    due = wage.filter(wage.is_due)
    months = due.group_by("project_id", "month", "due_on", "past_on", "region_code").aggregate(
        workers=due.count().cast("int32"),
        unpaid_workers=(due.paid == no_money()).sum().cast("int32"),
        unpaid_amount=due.payable.sum(where=due.paid == no_money()).fill_null(no_money()),
    )
    return months.filter(months.unpaid_workers > 0)


def worked_line(world: World, _: Bound) -> ir.Table:
    """The payroll lines of the past months looked back on, of people with a valid day in the month."""
    wage, line = world.table("worker_wage"), world.table("payroll_line")
    worked = wage.filter(wage.month >= world.first_month_back)
    lines = line.mutate(month=line.wage_month).drop("wage_month", "approved_on")
    people = worked.select("project_id", "worker_id", "month", "region_code", "valid_days", "past_on")
    return lines.inner_join(people, ["project_id", "worker_id", "month"])


def month_employment(world: World, _: Bound) -> ir.Table:
    """Team and day rate of each worker of a working month: those of the last entered employment on roster in it."""
    days, span, employment = world.table("worker_month"), world.table("month_span"), world.table("employment")
    worked = days.filter((days.valid_days > 0) & (days.month >= world.first_month_back))
    spanned = worked.select("project_id", "worker_id", "month").inner_join(
        span.select("month", "first_on", "last_on"), "month"
    )
    terms = employment.select(
        "project_id", "worker_id", "employment_id", "team_id", "day_rate", "entered_on", "left_on"
    )
    held = spanned.inner_join(terms, ["project_id", "worker_id"])
    on_roster = held.filter(
        (held.entered_on <= held.last_on) & (held.left_on.isnull() | (held.left_on >= held.first_on))
    )
    keys = ["project_id", "worker_id", "month"]
    newest_first = ibis.window(
        group_by=keys, order_by=[ibis.desc(on_roster.entered_on), ibis.desc(on_roster.employment_id)]
    )
    numbered = on_roster.mutate(place=ibis.row_number().over(newest_first))
    return numbered.filter(numbered.place == 0).select(*keys, "team_id", "day_rate")


def share_of_lines(changes: ir.Table, p: Bound, *, ladder: str) -> ir.Table:
    """Project-months in which a share of the payroll lines reaches a ladder, and since when without a break.

    `changes`: project_id, month, region_code, day (none after the as-of day), and by how much `part` and `whole`
    change on it. Gives part and whole as they stand at the end, the level, and `since`.
    """
    keys = ["project_id", "month"]
    totals = changes.group_by(*keys, "region_code").aggregate(
        part=changes.part.sum().cast("int32"), whole=changes.whole.sum().cast("int32")
    )
    judged = totals.mutate(level=p.level_of_share(ladder, totals.part, totals.whole, totals.region_code))
    found = judged.filter(judged.level.notnull())
    daily = changes.group_by(*keys, "region_code", "day").aggregate(part=changes.part.sum(), whole=changes.whole.sum())
    so_far = ibis.window(group_by=keys, order_by="day", rows=(None, 0))
    running = daily.mutate(part=daily.part.sum().over(so_far), whole=daily.whole.sum().over(so_far))
    reached = p.level_of_share(ladder, running.part, running.whole, running.region_code).notnull()
    since = held_since(running.select(*keys, "day", holds=reached), keys=keys)
    return found.inner_join(since, keys)


def held_since(days: ir.Table, *, keys: list[str]) -> ir.Table:
    """The first day of the stretch that still lasts, by `keys`.

    `days`: the days on which something changed, and whether it `holds` from that day on. What does not hold on the
    last of its days is left out.
    """
    broken = days.filter(~days.holds).group_by(*keys).aggregate(broken_on=ibis._.day.max())
    joined = days.left_join(broken, keys, rname="_broken_{name}")
    lasting = joined.filter(joined.broken_on.isnull() | (joined.day > joined.broken_on))
    return lasting.group_by(*keys).aggregate(since=lasting.day.min())


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
    Concept("worked_line", "a payroll line of a worker of a past month", worked_line),
    Concept("month_employment", "team and day rate of a worker in a month", month_employment),
    Concept("owner_transfer", "a transfer by the owner", owner_transfer),
    Concept("owner_transfer_month", "the owner's transfers of a month", owner_transfer_month),
)
