"""wages/part-paid: past the due date, somebody was paid less than what is payable (条例 12)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import by_order, held_since, no_money
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import regulation
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World

KEYS = ["project_id", "worker_id", "month"]


def part_paid(world: World) -> ir.Table:
    """Workers of a past month, past its due date, who were paid something and less than their payroll says."""
    wage = world.table("worker_wage")
    return wage.filter(wage.is_due & (wage.paid > no_money()) & (wage.paid < wage.payable))


def short_since(world: World, workers: ir.Table) -> ir.Table:
    """Since when each of `workers` has been paid something and less than was payable, without a break."""
    line, payment = world.table("payroll_line"), world.table("wage_payment")
    made = payment.filter((payment.status == "paid") & (payment.account_id.notnull() | by_order(payment)))
    owed = line.select(
        "project_id", "worker_id", month=line.wage_month, on=line.submitted_on, payable=line.payable, paid=no_money()
    )
    came = made.select(
        "project_id", "worker_id", month=made.wage_month, on=made.paid_on, payable=no_money(), paid=made.amount
    )
    money = [table.mutate(payable=table.payable.cast(EXACT), paid=table.paid.cast(EXACT)) for table in (owed, came)]
    theirs = money[0].union(money[1]).inner_join(workers.select(*KEYS, "judged_from"), KEYS)
    daily = theirs.group_by(*KEYS, day=ibis.greatest(theirs.on, theirs.judged_from)).aggregate(
        payable=ibis._.payable.sum(), paid=ibis._.paid.sum()
    )
    so_far = ibis.window(group_by=KEYS, order_by="day", rows=(None, 0))
    running = daily.mutate(payable=daily.payable.sum().over(so_far), paid=daily.paid.sum().over(so_far))
    is_short = (running.paid > no_money()) & (running.paid < running.payable)
    return held_since(running.select(*KEYS, "day", holds=is_short), keys=KEYS)


def holds(world: World, p: Bound) -> ir.Table:
    """A month of the last twelve with a worker paid in part; several payroll lines of a worker add up.

    `since` is the first day on which one of those who are paid in part now was so without a break: past the due
    date, something paid, and less than the payroll lines submitted by then; not before the month is past.
    """
    worker = part_paid(world)
    recent = worker.filter(worker.month >= world.first_month_back)
    short = recent.mutate(
        missing=recent.payable.cast(EXACT) - recent.paid.cast(EXACT),
        judged_from=ibis.greatest(
            plus_days(recent.due_on, p.first_step("ladder", recent.region_code)), recent.overdue_on
        ),
    )
    begun = short.inner_join(short_since(world, short), KEYS)
    months = begun.group_by("project_id", "month", "due_on", "region_code").aggregate(
        workers=begun.count().cast("int32"), missing=begun.missing.sum().cast(EXACT), since=begun.since.min()
    )
    overdue = months.mutate(overdue_days=days_from(months.due_on, world.today))
    judged = overdue.mutate(level=p.level("ladder", overdue.overdue_days, overdue.region_code))
    found = judged.filter(judged.level.notnull())
    return found.select(
        "project_id",
        "level",
        "since",
        "due_on",
        "overdue_days",
        "workers",
        "missing",
        period=found.month,
        settled_on=found.due_on,
    )


def workers_paid_in_part(world: World, _: Bound) -> ir.Table:
    """The workers paid in part, with what is missing."""
    worker = part_paid(world)
    return worker.select(
        "project_id",
        "worker_id",
        "valid_days",
        "payable",
        "paid",
        period=worker.month,
        missing=worker.payable.cast(EXACT) - worker.paid.cast(EXACT),
    )


RULE = Rule(
    id="wages/part-paid",
    title=Text("工资未足额支付", "Wages paid in part"),
    meaning=Text(
        "已过应付日，当月有有效考勤的工人中有人通过专户收到的工资少于工资支付表的应发数。",
        "Past the due date, somebody with a valid day in the month was paid less through the wage account than the "
        "payroll says.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(regulation("12"),),
    measures=(
        Measure("due_on", Text("应付日", "Due on"), Unit.DATE),
        Measure("overdue_days", Text("逾期天数", "Days overdue"), Unit.DAYS),
        Measure("workers", Text("未足额工人", "Workers paid in part"), Unit.PEOPLE),
        Measure("missing", Text("差额合计", "Missing in all"), Unit.YUAN),
    ),
    because=Text(
        "{period} 工资应于 {due_on} 前足额发放；逾期 {overdue_days} 天，{workers} 名工人只收到一部分，合计差 {missing} 元。",
        "Wages of {period} were due in full on {due_on}; {overdue_days} days later {workers} workers have been paid "
        "in part only, {missing} yuan short.",
    ),
    cure=Text(
        "通过专户向上述工人补足差额；应发数有误的，更正工资支付表。",
        "Pay each of them the rest through the wage account, or correct the payroll where it was wrong.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("未足额工人", "Workers paid in part"),
            workers_paid_in_part,
            {
                "worker_id": Text("工人", "Worker"),
                "valid_days": Text("有效考勤天数", "Valid days"),
                "payable": Text("应发工资", "Payable"),
                "paid": Text("已发工资", "Paid"),
                "missing": Text("差额", "Missing"),
            },
        ),
    ),
    levels=(Level.YELLOW, Level.ORANGE, Level.RED),
    needs=(Feed.BANK,),
)
