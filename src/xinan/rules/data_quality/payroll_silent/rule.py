"""data_quality/payroll-silent: nothing was heard of payrolls since a due date passed (P-DQ-01)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import proposal
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, _: Bound) -> ir.Table:
    """Missing data is not a violation: grey, to whoever owes the feed.

    `since` is the first day beyond the earliest such due date and its tolerance, and not before its month is past.
    """
    state, month = world.table("feed_state"), world.table("project_month")
    due = month.filter(month.is_past & month.is_due & (month.month >= world.first_month_back))
    owed = state.filter(state.is_payroll_expected)
    heard = owed.select("project_id", "payroll_heard_on", "payroll_tolerance_days")
    late = due.inner_join(heard, "project_id")
    is_beyond = days_from(late.due_on, world.today) > late.payroll_tolerance_days
    silent = late.filter((late.payroll_heard_on < late.due_on) & is_beyond)
    late_on = ibis.greatest(plus_days(silent.due_on, silent.payroll_tolerance_days + 1), plus_days(silent.last_on, 1))
    found = silent.group_by("project_id", "payroll_heard_on").aggregate(since=late_on.min())
    return found.select(
        "project_id",
        last_heard_on=found.payroll_heard_on,
        silent_days=days_from(found.payroll_heard_on, world.today),
        level=ibis.literal(Level.GREY.value),
        since=found.since,
    )


def feeds(world: World, _: Bound) -> ir.Table:
    """When each feed of the project was last heard."""
    return world.table("feed").select("project_id", "source", "last_received_on")


RULE = Rule(
    id="data_quality/payroll-silent",
    title=Text("工资支付表数据中断", "Payroll data silent"),
    meaning=Text(
        "有有效考勤的过往月份，应付日已过，而工资支付表数据最近一次收到早于该应付日（从未接入的不在此列）。",
        "The due date of a past working month has passed and the payroll feed was last heard before it; a feed never heard is not silent.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR,),
    basis=(proposal("P-DQ-01"),),
    measures=(
        Measure("last_heard_on", Text("最近收到", "Last heard on"), Unit.DATE),
        Measure("silent_days", Text("距今天数", "Days since"), Unit.DAYS),
    ),
    because=Text(
        "最近一次收到数据：{last_heard_on}，距今 {silent_days} 天。",
        "Last heard on {last_heard_on}, {silent_days} days ago.",
    ),
    cure=Text("提交或重新上传工资支付表。", "Submit payrolls, or upload them again."),
    holds=holds,
    evidence=(
        Evidence(
            Text("各数据来源最近收到日", "Feeds of the project"),
            feeds,
            {"source": Text("来源", "Source"), "last_received_on": Text("最近收到日", "Last heard on")},
        ),
    ),
    levels=(Level.GREY,),
)
