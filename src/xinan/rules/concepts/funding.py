"""Wages payable against the owner's transfers, day by day."""

import ibis
import ibis.expr.types as ir

from xinan.rules.concepts.wages import no_money
from xinan.rules.dates import plus_days
from xinan.rules.parameters import Bound
from xinan.rules.world import Concept, World


def transfer_gap(world: World, _: Bound) -> ir.Table:
    """Per project and day: wages of past months that became payable, and what the owner transferred.

    A payroll line counts from its submission, and not before its month is past.
    """
    span = world.table("month_span")
    line = world.table("payroll_line")
    past = line.filter(line.wage_month < world.this_month)
    ended = past.inner_join(span.select(wage_month=span.month, last_on=span.last_on), "wage_month")
    owed = ended.select(
        "project_id",
        day=ibis.greatest(ended.submitted_on, plus_days(ended.last_on, 1)),
        payable=ended.payable.cast("decimal(38,2)"),
        transferred=no_money(),
    )
    transfer = world.table("owner_transfer")
    came = transfer.select(
        "project_id",
        day=transfer.booked_on,
        payable=no_money(),
        transferred=transfer.amount.cast("decimal(38,2)"),
    )
    both = owed.union(came)
    daily = both.group_by("project_id", "day").aggregate(payable=both.payable.sum(), transferred=both.transferred.sum())
    return daily.mutate(change=daily.payable - daily.transferred)


CONCEPTS = (Concept("transfer_gap", "wages payable and transfers of a day", transfer_gap),)
