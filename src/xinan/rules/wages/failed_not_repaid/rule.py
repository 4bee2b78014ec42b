"""wages/failed-not-repaid: a failed or returned payment not made good within three working days (P-PAY-04)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days, with_working_deadline
from xinan.rules.laws import proposal, regulation
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def overdue_failures(world: World, p: Bound) -> ir.Table:
    """Payments of past months that did not arrive and were not made good, whose third working day is over."""
    wage, lost = world.table("worker_wage"), world.table("payment_not_repaid")
    recent = wage.filter(wage.month >= world.first_month_back)
    people = recent.select("project_id", "worker_id", "region_code", "past_on", wage_month=recent.month)
    named = lost.inner_join(people, ["project_id", "worker_id", "wage_month"])
    dated = with_working_deadline(world, named, start="paid_on", days=p.count("working_days", named.region_code))
    return dated.filter(dated.deadline_on < world.today)


def holds(world: World, p: Bound) -> ir.Table:
    """A past month with such a payment, by the days since the earliest deadline.

    A payment is made good by paid payments to that worker for that month on the same day or later that come to its
    amount together; less than that makes nothing good. `since` is the day after the third working day of the
    earliest one, and not before the month is past.
    """
    lost = overdue_failures(world, p)
    months = lost.group_by("project_id", "region_code", "past_on", period=lost.wage_month).aggregate(
        payments=lost.count().cast("int32"),
        workers=lost.worker_id.nunique().cast("int32"),
        amount=lost.amount.sum(),
        deadline_on=lost.deadline_on.min(),
    )
    overdue = months.mutate(overdue_days=days_from(months.deadline_on, world.today))
    judged = overdue.mutate(level=p.level("ladder", overdue.overdue_days, overdue.region_code))
    found = judged.filter(judged.level.notnull())
    step = p.first_step("ladder", found.region_code)
    return found.mutate(
        since=ibis.greatest(plus_days(found.deadline_on, step), found.past_on), settled_on=found.deadline_on
    ).drop("region_code", "past_on")


def failures(world: World, p: Bound) -> ir.Table:
    """The payments not made good."""
    lost = overdue_failures(world, p)
    return lost.select(
        "project_id",
        "worker_id",
        "payment_id",
        "paid_on",
        "amount",
        "repaid",
        "deadline_on",
        period=lost.wage_month,
    )


RULE = Rule(
    id="wages/failed-not-repaid",
    title=Text("发放失败未补发", "Failed payments not made good"),
    meaning=Text(
        "当月工资发放失败或被退回，3 个工作日内没有足额补发。",
        "A payment of the month's wages failed or was returned and was not made good within three working days.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR, Addressee.BANK),
    basis=(proposal("P-PAY-04"), regulation("31")),
    measures=(
        Measure("payments", Text("未补发的发放笔数", "Payments not made good"), Unit.COUNT),
        Measure("workers", Text("涉及工人", "Workers"), Unit.PEOPLE),
        Measure("amount", Text("金额合计", "Amount"), Unit.YUAN),
        Measure("deadline_on", Text("最早补发期限", "Earliest deadline"), Unit.DATE),
        Measure("overdue_days", Text("逾期天数", "Days overdue"), Unit.DAYS),
    ),
    because=Text(
        "{period} 工资有 {payments} 笔发放失败或被退回而未补发，涉及 {workers} 名工人、{amount} 元；"
        "最早的应于 {deadline_on} 前补发，已逾期 {overdue_days} 天。",
        "{payments} payments for {period} to {workers} workers, {amount} yuan, failed or came back and were not made "
        "good; the earliest was due by {deadline_on}, {overdue_days} days ago.",
    ),
    cure=Text(
        "核对工人银行卡信息后重新发放，成功金额不少于失败金额时消除。",
        "Check the worker's card and pay again; cured once at least the failed amount was paid.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("未补发的发放", "Payments not made good"),
            failures,
            {
                "worker_id": Text("工人", "Worker"),
                "payment_id": Text("发放编号", "Payment"),
                "paid_on": Text("发放日", "Tried on"),
                "amount": Text("金额", "Amount"),
                "repaid": Text("此后已发", "Paid since"),
                "deadline_on": Text("补发期限", "To be repaid by"),
            },
        ),
    ),
    levels=(Level.BLUE, Level.YELLOW),
    needs=(Feed.BANK,),
)
