"""Signals from wages: months that were late, payrolls made up late, other sites of the contractor."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import no_money
from xinan.rules.dates import days_from, month_text, plus_days
from xinan.rules.model import Evidence, Feed, Measure, Unit
from xinan.rules.parameters import Bound
from xinan.rules.risk.model import Signal
from xinan.rules.world import World

LATE_WITHIN = 183  # days since the due date: half a year
ELSEWHERE_WITHIN = 92  # days: a quarter
PAYROLL_MONTHS = 2
_MONTH = ["project_id", "month"]


def late_month(world: World) -> ir.Table:
    """Months due in the last half year whose wages came late or are still owed: due date, and whether still owed."""
    wage, payment = world.table("worker_wage"), world.table("wage_payment")
    due = wage.filter(wage.is_due & (wage.due_on >= plus_days(world.today, -LATE_WITHIN)))
    is_owed = (due.paid == no_money()) | (due.paid < due.payable.fill_null(no_money()))
    owed = due.filter(is_owed).select(*_MONTH, "due_on", standing=ibis.literal(1, "int32"))
    made = payment.filter((payment.status == "paid") & payment.account_id.notnull())
    of_month = made.select("project_id", "worker_id", "paid_on", month=made.wage_month)
    paid = of_month.inner_join(
        due.select("project_id", "worker_id", "month", "due_on", "overdue_on"), ["project_id", "worker_id", "month"]
    )
    late = paid.filter(paid.paid_on >= paid.overdue_on).select(*_MONTH, "due_on", standing=ibis.literal(0, "int32"))
    both = owed.union(late)
    return world.once(
        "risk_late_month", both.group_by(*_MONTH, "due_on").aggregate(standing=both.standing.max().cast("int32"))
    )


def late_months(world: World, _: Bound) -> ir.Table:
    """How many months of the last half year were late."""
    late = late_month(world)
    return late.group_by("project_id").aggregate(
        value=late.count().cast("int32"), late=late.count().cast("int32"), standing=late.standing.sum().cast("int32")
    )


def late_month_rows(world: World, _: Bound) -> ir.Table:
    """Those months."""
    late = late_month(world)
    return late.select("project_id", "due_on", wage_month=month_text(late.month), owed=late.standing == 1)


def elsewhere(world: World, _: Bound) -> ir.Table:
    """On how many other sites of the contractor wages are owed, or were late in the last quarter."""
    joined = _other_sites(world)
    return joined.group_by("project_id").aggregate(
        value=joined.other_id.nunique().cast("int32"), sites=joined.other_id.nunique().cast("int32")
    )


def elsewhere_rows(world: World, _: Bound) -> ir.Table:
    """Those sites and months."""
    joined = _other_sites(world)
    return joined.select(
        "project_id", "other_id", "due_on", wage_month=month_text(joined.month), owed=joined.standing == 1
    )


def _other_sites(world: World) -> ir.Table:
    late, project = late_month(world), world.table("project")
    fresh = late.filter((late.standing == 1) | (late.due_on >= plus_days(world.today, -ELSEWHERE_WITHIN)))
    firm = project.select("project_id", "contractor_id")
    there = fresh.inner_join(firm, "project_id").select(
        "contractor_id", "month", "due_on", "standing", other_id=fresh.project_id
    )
    open_projects = project.filter(project.completed_on.isnull()).select("project_id", "contractor_id")
    pairs = open_projects.inner_join(there, "contractor_id")
    return pairs.filter(pairs.other_id != pairs.project_id)


def payroll_delay(world: World, _: Bound) -> ir.Table:
    """The longest time, over the last two months with work, from the end of the month to its payroll (or to today)."""
    month, line = world.table("project_month"), world.table("payroll_line")
    span = world.table("month_span").select("month", month_ends_on="last_on")
    recent = month.filter(month.is_past & (month.month >= world.this_month - PAYROLL_MONTHS)).select(*_MONTH)
    first = line.group_by("project_id", month=line.wage_month).aggregate(submitted_on=line.submitted_on.min())
    joined = recent.inner_join(span, "month").left_join(first, _MONTH, rname="_line_{name}")
    days = days_from(joined.month_ends_on, joined.submitted_on.fill_null(world.today))
    delayed = joined.select("project_id", days=days)
    found = delayed.group_by("project_id").aggregate(days=delayed.days.max().cast("int32"))
    return found.filter(found.days > 0).mutate(value=found.days)


def payroll_rows(world: World, _: Bound) -> ir.Table:
    """The last payrolls: when the month ended, when the first line was submitted."""
    line = world.table("payroll_line")
    recent = line.filter(line.wage_month >= world.this_month - 3)
    months = recent.group_by("project_id", "wage_month").aggregate(
        lines=recent.count().cast("int32"), submitted_on=recent.submitted_on.min()
    )
    return months.mutate(wage_month=month_text(months.wage_month))


_SITES = {
    "wage_month": Text("工资月份", "Wage month"),
    "due_on": Text("应付日", "Due date"),
    "owed": Text("仍有拖欠", "Still owed"),
}
LATE = Signal(
    late_months,
    (
        Measure("late", Text("延迟发放的月份", "Late months"), Unit.COUNT),
        Measure("standing", Text("仍有拖欠的月份", "Months still owed"), Unit.COUNT),
    ),
    Text(
        "近半年到期的工资中，{late} 个月迟发或仍欠，其中 {standing} 个月至今未清。",
        "Of the months due in the last half year {late} came late or are owed, {standing} of them still.",
    ),
    Unit.COUNT,
    (Feed.BANK,),
    (Evidence(Text("迟发或仍欠的月份", "Late or owed months"), late_month_rows, _SITES),),
)
ELSEWHERE = Signal(
    elsewhere,
    (Measure("sites", Text("同一总包的其他项目", "Other sites of the contractor"), Unit.COUNT),),
    Text(
        "同一总包单位另有 {sites} 个项目正在欠薪或近一季度迟发工资。",
        "On {sites} other sites of the contractor wages are owed or were late in the last quarter.",
    ),
    Unit.COUNT,
    (),
    (
        Evidence(
            Text("其他项目的月份", "Months of other sites"),
            elsewhere_rows,
            {"other_id": Text("项目编号", "Project"), **_SITES},
        ),
    ),
)
PAYROLL = Signal(
    payroll_delay,
    (Measure("days", Text("月末至报送工资表的天数", "Days from month end to payroll"), Unit.DAYS),),
    Text(
        "近两个有考勤的月份，工资表最迟在月末后 {days} 天报送（未报的算到今天）。",
        "Of the last two working months the later payroll came {days} days after the month's end (or has not come).",
    ),
    Unit.DAYS,
    (Feed.PAYROLL,),
    (
        Evidence(
            Text("近几个月工资表", "Recent payrolls"),
            payroll_rows,
            {
                "wage_month": Text("工资月份", "Wage month"),
                "submitted_on": Text("最早报送", "First submitted"),
                "lines": Text("行数", "Lines"),
            },
        ),
    ),
)
