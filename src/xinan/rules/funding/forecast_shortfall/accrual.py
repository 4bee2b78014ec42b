"""What will have to be paid on the next due date, and what will be there for it."""

import ibis
import ibis.expr.types as ir

from xinan.rules.account.balance_short.series import last_entries
from xinan.rules.concepts.attendance import with_due_date
from xinan.rules.concepts.wages import no_money
from xinan.rules.dates import days_from, month_of
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World

WORKER = ["project_id", "worker_id"]
MONTHS_AROUND = (-2, 1)


def next_due(world: World, p: Bound) -> ir.Table:
    """Active projects with an open account whose next due date lies near: its month, and from when it is the next.

    The due date itself is still ahead: nothing is overdue on it.
    """
    project, span = world.table("project"), world.table("month_span")
    account = world.table("wage_account")
    active = world.table("active_since").semi_join(account.filter(account.closed_on.isnull()), "project_id")
    terms = active.inner_join(project.select("project_id", "pay_day", "pay_next_month"), "project_id")
    near = span.filter(
        (span.month >= world.this_month + MONTHS_AROUND[0]) & (span.month <= world.this_month + MONTHS_AROUND[1])
    )
    months = terms.cross_join(near.select("month"))
    placed = months.mutate(due_month=(months.month + months.pay_next_month.cast("int32")).cast("int32"))
    due = with_due_date(world, placed)
    ahead, behind = due.due_on >= world.today, due.due_on < world.today
    last = due.group_by("project_id").aggregate(
        next_on=due.due_on.min(where=ahead), last_due_on=due.due_on.max(where=behind)
    )
    chosen = due.inner_join(last, "project_id").filter(ibis._.due_on == ibis._.next_on)
    # Two months fall due on one day where a holiday moves one of them; the earlier one is owed first.
    first = chosen.group_by("project_id", "region_code", "active_since", "due_on", "last_due_on").aggregate(
        month=chosen.month.min()
    )
    return first.filter(days_from(world.today, first.due_on) <= p.count("horizon_days", first.region_code))


def day_pay(world: World, due: ir.Table) -> ir.Table:
    """What a valid day of each worker of the month is worth: the agreed rate, his own mean, or the project's mean."""
    days, employment = world.table("worker_month"), world.table("month_employment")
    asked = due.select("project_id", "month")
    worked = days.filter(days.valid_days > 0).inner_join(asked, ["project_id", "month"])
    people = worked.select(*WORKER, "month", "valid_days").left_join(
        employment.select(*WORKER, "month", "day_rate"), [*WORKER, "month"], rname="_rate_{name}"
    )
    wage = world.table("worker_wage")
    earlier = wage.inner_join(asked.select("project_id", accrues_in=asked.month), "project_id")
    earlier = earlier.filter(earlier.month < earlier.accrues_in)
    own = mean_pay(earlier, by=WORKER).rename(own_mean="mean")
    everyone = mean_pay(earlier, by=["project_id"]).rename(project_mean="mean")
    known = people.left_join(own, WORKER, rname="_own_{name}").left_join(everyone, "project_id", rname="_all_{name}")
    return known.select(
        *WORKER,
        "month",
        "valid_days",
        "day_rate",
        day_pay=ibis.coalesce(known.day_rate.cast(EXACT), known.own_mean, known.project_mean, no_money().cast(EXACT)),
    )


def mean_pay(wage: ir.Table, *, by: list[str]) -> ir.Table:
    """What was paid for a valid day on the average; no row where nothing was ever paid."""
    totals = wage.group_by(*by).aggregate(paid=wage.paid.sum().cast(EXACT), valid_days=wage.valid_days.sum())
    known = totals.filter(totals.paid > no_money())
    return known.select(*by, mean=(known.paid / known.valid_days).cast(EXACT))


def accrued(world: World, due: ir.Table) -> ir.Table:
    """What each worker has earned in the month so far and was not paid yet, never below zero."""
    worth, paid = day_pay(world, due), world.table("wages_paid")
    joined = worth.left_join(paid, [*WORKER, "month"], rname="_paid_{name}")
    left = (joined.valid_days.cast(EXACT) * joined.day_pay).cast(EXACT) - joined.paid.fill_null(no_money()).cast(EXACT)
    # Of one type with what is left: beside a type of two places the engine would round it to fen.
    nothing = no_money().cast(EXACT)
    return joined.select(
        *WORKER, "month", "valid_days", "day_rate", "day_pay", accrued=ibis.ifelse(left > nothing, left, nothing)
    )


def balance(world: World) -> ir.Table:
    """What the open accounts of a project hold together; an account without an entry holds nothing."""
    account = world.table("wage_account")
    still_open = account.filter(account.closed_on.isnull()).select("account_id", "project_id")
    entry = last_entries(world, by=("account_id",)).select("account_id", "balance_after")
    held = still_open.left_join(entry, "account_id", rname="_entry_{name}")
    return held.group_by("project_id").aggregate(
        balance=held.balance_after.sum().fill_null(no_money()).cast("decimal(38,2)")
    )


def inflow(world: World, p: Bound) -> ir.Table:
    """The owner's transfers of the months before this one, and the day by which the next one is expected.

    It is expected one month after the last, on the same day, or the last day of a shorter month.
    """
    place = world.table("project").select("project_id", "region_code")
    transfer = world.table("owner_transfer").inner_join(place, "project_id")
    is_recent = (transfer.month < world.this_month) & (
        transfer.month >= world.this_month - p.count("inflow_months", transfer.region_code)
    )
    totals = transfer.group_by("project_id").aggregate(
        recent=transfer.amount.sum(where=is_recent).fill_null(no_money()).cast(EXACT),
        last_transfer_on=transfer.booked_on.max(),
    )
    calendar = world.calendar
    days = calendar.select(
        _month=calendar.month, _day=calendar.day_of_month, _of=calendar.days_in_month, on=calendar.day
    )
    next_month = (month_of(totals.last_transfer_on) + 1).cast("int32")
    joined = totals.mutate(_next=next_month).inner_join(days, ibis._._next == days._month)
    same_day = joined.filter(joined._day == ibis.least(joined.last_transfer_on.day(), joined._of))
    return same_day.select("project_id", "recent", "last_transfer_on", expected_on=same_day.on)
