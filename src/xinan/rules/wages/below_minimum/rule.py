"""wages/below-minimum: a month nearly full of work, paid below the monthly minimum wage (条例 34; 吉政函〔2024〕66号)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import no_money
from xinan.rules.laws import minimum_wage_order, regulation
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """A worker of the last twelve months with enough valid days whose wages stay below the minimum of the place.

    Counted is what was paid through the account and what failed or was returned and is not yet repaid: that money
    was meant for him. The minimum is that of the project's region on the month's last day. Somebody with nothing
    paid is a detail of wages/unpaid. A failed payment counts in full until it is repaid in full. `since` is the day
    after the due date, and not before the month is past.
    """
    wage = world.table("worker_wage")
    full = wage.filter(
        wage.is_due
        & (wage.month >= world.first_month_back)
        & (wage.valid_days >= p.count("valid_days", wage.region_code))
    )
    keys = ["project_id", "worker_id", "month"]
    with_failed = full.left_join(world.table("wages_not_repaid"), keys, rname="_failed_{name}")
    owed = with_failed.mutate(
        counted=with_failed.paid.cast(EXACT) + with_failed.not_repaid.fill_null(no_money()).cast(EXACT)
    )
    least = owed.inner_join(world.minimum_wage, ["region_code", "month"])
    below = least.filter(least.counted < least.monthly_wage.cast(EXACT))
    return below.select(
        "project_id",
        "valid_days",
        "counted",
        "due_on",
        subject_id=below.worker_id,
        period=below.month,
        level=ibis.literal(Level.RED.value),
        since=below.overdue_on,
        settled_on=below.due_on,
        minimum=below.monthly_wage,
        detail_of=ibis.ifelse(below.paid == no_money(), "wages/unpaid", ibis.null("string")),
    )


def worked_month(world: World, _: Bound) -> ir.Table:
    """The worker's month: days, what the payroll says, what was paid."""
    wage = world.table("worker_wage")
    return wage.select(
        "project_id", "valid_days", "payable", "paid", "due_on", subject_id=wage.worker_id, period=wage.month
    )


def payments(world: World, _: Bound) -> ir.Table:
    """The payments to the worker for the month."""
    payment = world.table("wage_payment")
    return payment.select(
        "project_id", "paid_on", "amount", "status", subject_id=payment.worker_id, period=payment.wage_month
    )


RULE = Rule(
    id="wages/below-minimum",
    title=Text("工资低于最低工资标准", "Paid below the minimum wage"),
    meaning=Text(
        "工人当月有效考勤不少于 21 天，过应付日后通过专户发放的工资（含失败、退回而未补发的）低于项目所在地当月末的月最低工资标准。",
        "A worker with at least 21 valid days in the month whose wages, past the due date, stay below the monthly "
        "minimum wage of the project's place on the month's last day; payments that failed and were not repaid count.",
    ),
    subject=Subject.WORKER,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(regulation("34"), minimum_wage_order()),
    measures=(
        Measure("valid_days", Text("有效考勤天数", "Valid days"), Unit.DAYS),
        Measure("counted", Text("计入的工资", "Wages counted"), Unit.YUAN),
        Measure("minimum", Text("月最低工资标准", "Monthly minimum wage"), Unit.YUAN),
        Measure("due_on", Text("应付日", "Due on"), Unit.DATE),
    ),
    because=Text(
        "{period} 有效考勤 {valid_days} 天，计入工资 {counted} 元，低于当地月最低工资标准 {minimum} 元。",
        "{valid_days} valid days in {period}, wages of {counted} yuan, below the local minimum of {minimum}.",
    ),
    cure=Text(
        "通过专户补足至不低于最低工资标准。", "Pay the rest through the wage account, up to the minimum at least."
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("工人当月", "The worker's month"),
            worked_month,
            {
                "valid_days": Text("有效考勤天数", "Valid days"),
                "payable": Text("应发工资", "Payable"),
                "paid": Text("已发", "Paid"),
                "due_on": Text("应付日", "Due on"),
            },
        ),
        Evidence(
            Text("当月发放记录", "Payments for the month"),
            payments,
            {
                "paid_on": Text("发放日", "Paid on"),
                "amount": Text("金额", "Amount"),
                "status": Text("结果", "Result"),
            },
        ),
    ),
    levels=(Level.RED,),
    needs=(Feed.BANK,),
)
