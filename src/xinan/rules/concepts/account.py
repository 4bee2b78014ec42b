"""Wages that were late, day by day: what was known of them when an account was closed or a project completed."""

import ibis
import ibis.expr.types as ir

from xinan.rules.concepts.wages import no_money
from xinan.rules.parameters import Bound
from xinan.rules.world import Concept, World


def late_wage(world: World, _: Bound) -> ir.Table:
    """A worker's month that was unpaid for some days: from `unpaid_from` until `first_paid_on` (null: still unpaid).

    Unpaid begins on the day after the due date, and not before the month is past. Only of projects that are
    completed or have a closed account, for which past days are asked.
    """
    project, account = world.table("project"), world.table("wage_account")
    ended = ibis.union(
        project.filter(project.completed_on.notnull()).select("project_id"),
        account.filter(account.closed_on.notnull()).select("project_id"),
        distinct=True,
    )
    wage = world.table("worker_wage").semi_join(ended, "project_id")
    owed = wage.select("project_id", "worker_id", "month", "payable", unpaid_from=wage.overdue_on)
    payment = world.table("wage_payment").semi_join(ended, "project_id")
    counted = payment.filter((payment.status == "paid") & payment.account_id.notnull() & (payment.amount > no_money()))
    first = counted.group_by("project_id", "worker_id", month=counted.wage_month).aggregate(
        first_paid_on=counted.paid_on.min()
    )
    joined = owed.left_join(first, ["project_id", "worker_id", "month"], rname="_{name}")
    was_late = joined.first_paid_on.isnull() | (joined.first_paid_on > joined.unpaid_from)
    late = joined.filter((joined.unpaid_from <= world.today) & was_late)
    return late.select("project_id", "worker_id", "month", "payable", "unpaid_from", "first_paid_on")


CONCEPTS = (Concept("late_wage", "a worker's month that was unpaid for some days", late_wage),)
