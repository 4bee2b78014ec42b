"""Balance and wages owed of a project, day by day, so that a shortfall can be dated."""

import ibis
import ibis.expr.types as ir

from xinan.rules.concepts.wages import by_order, no_money
from xinan.rules.world import World

MONEY = "decimal(38,2)"


def shortfall_days(world: World, months: ir.Table) -> ir.Table:
    """For each project and month of `months`: the days on which balance or wages owed changed, and whether short.

    Owed are the wages of that one month, each worker's payable less paid, never below zero.
    """
    changes = balance_changes(world, months).union(owed_changes(world, months))
    daily = changes.group_by("project_id", "day").aggregate(
        balance=changes.balance.sum().cast(MONEY), owed=changes.owed.sum().cast(MONEY)
    )
    so_far = ibis.cumulative_window(group_by="project_id", order_by="day")
    run = daily.select(
        "project_id", "day", balance=daily.balance.sum().over(so_far), owed=daily.owed.sum().over(so_far)
    )
    return run.select("project_id", "day", holds=run.balance < run.owed)


def balance_changes(world: World, months: ir.Table) -> ir.Table:
    """By how much an account's balance moved on a day; it has none before it was opened, nor from the day of closing."""
    account = world.table("wage_account").semi_join(months, "project_id")
    booked = world.table("account_entry").inner_join(
        account.select("account_id", "project_id", "opened_on", "closed_on"), "account_id"
    )
    dated = booked.mutate(day=ibis.greatest(booked.booked_on, booked.opened_on))
    entry = _latest(dated, by=("account_id", "day"))
    standing = entry.filter(entry.closed_on.isnull() | (entry.day < entry.closed_on))
    closed = account.filter(account.closed_on.notnull())
    states = standing.select("project_id", "account_id", "day", balance=standing.balance_after.cast(MONEY))
    ended = closed.select("project_id", "account_id", day=closed.closed_on, balance=no_money())
    states = states.union(ended)
    return states.select("project_id", "day", balance=_step(states, "balance", by="account_id"), owed=no_money())


def owed_changes(world: World, months: ir.Table) -> ir.Table:
    """By how much the wages still owed to a worker moved on a day."""
    month = months.select("project_id", "month")
    line, payment = world.table("payroll_line"), world.table("wage_payment")
    through = payment.filter((payment.status == "paid") & (payment.account_id.notnull() | by_order(payment)))
    submitted = line.inner_join(month, [line.project_id == month.project_id, line.wage_month == month.month])
    paid = through.inner_join(month, [through.project_id == month.project_id, through.wage_month == month.month])
    moves = submitted.select(
        "project_id", "worker_id", day=submitted.submitted_on, payable=submitted.payable.cast(MONEY), paid=no_money()
    ).union(paid.select("project_id", "worker_id", day=paid.paid_on, payable=no_money(), paid=paid.amount.cast(MONEY)))
    daily = moves.group_by("project_id", "worker_id", "day").aggregate(
        payable=moves.payable.sum().cast(MONEY), paid=moves.paid.sum().cast(MONEY)
    )
    so_far = ibis.cumulative_window(group_by=("project_id", "worker_id"), order_by="day")
    run = daily.mutate(left=(daily.payable - daily.paid).sum().over(so_far).cast(MONEY))
    owed = run.mutate(owed=ibis.ifelse(run.left > no_money(), run.left, no_money()))
    return owed.select(
        "project_id", "day", balance=no_money(), owed=_step(owed, "owed", by=("project_id", "worker_id"))
    )


def last_entries(world: World, *, by: tuple[str, ...]) -> ir.Table:
    """The latest entry of each group: of that day, the one with the greatest number."""
    return _latest(world.table("account_entry"), by=by)


def _latest(entry: ir.Table, *, by: tuple[str, ...]) -> ir.Table:
    newest = ibis.window(group_by=by, order_by=[ibis.desc("booked_on"), ibis.desc("entry_id")])
    ranked = entry.mutate(place=ibis.row_number().over(newest))
    return ranked.filter(ranked.place == 0).drop("place")


def _step(states: ir.Table, column: str, *, by: str | tuple[str, ...]) -> ir.DecimalValue:
    before = states[column].lag().over(ibis.window(group_by=by, order_by="day"))
    return (states[column] - before.fill_null(no_money())).cast(MONEY)
