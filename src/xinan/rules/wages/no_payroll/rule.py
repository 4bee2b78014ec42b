"""wages/no-payroll: no payroll for a month by the tenth of the next (条例 31: assessed and drawn up every month)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """A past working month of the last twelve without a payroll line of anybody who worked in it.

    The tenth does not move for a rest day. `since` is the day after it.
    """
    worked, line = world.table("worker_month"), world.table("payroll_line")
    lines = line.select("project_id", "worker_id", month=line.wage_month)
    with_payroll = worked.filter(worked.valid_days > 0).semi_join(lines, ["project_id", "worker_id", "month"])
    month = world.table("project_month")
    past = month.filter(month.is_past & (month.month >= world.first_month_back))
    without = past.anti_join(with_payroll, ["project_id", "month"])
    due = without.mutate(deadline_on=plus_days(without.last_on, p.count("submission_day", without.region_code)))
    overdue = due.mutate(overdue_days=days_from(due.deadline_on, world.today))
    judged = overdue.mutate(level=p.level("ladder", overdue.overdue_days, overdue.region_code))
    found = judged.filter(judged.level.notnull())
    return found.select(
        "project_id",
        "level",
        "deadline_on",
        "overdue_days",
        "workers",
        "valid_days",
        period=found.month,
        since=plus_days(found.deadline_on, p.first_step("ladder", found.region_code)),
    )


def workers_of_month(world: World, _: Bound) -> ir.Table:
    """Who worked in the month."""
    worked = world.table("worker_month")
    valid = worked.filter(worked.valid_days > 0)
    return valid.select("project_id", "worker_id", "valid_days", "first_valid_on", "last_valid_on", period=valid.month)


RULE = Rule(
    id="wages/no-payroll",
    title=Text("未提交工资支付表", "No payroll submitted"),
    meaning=Text(
        "有有效考勤的月份，次月 10 日前没有提交任何当月工人的工资支付表（10 日遇休息日不顺延）。",
        "A month with valid days for which no payroll of its workers was submitted by the 10th of the next month "
        "(the 10th does not move).",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR,),
    basis=(regulation("31"),),
    measures=(
        Measure("deadline_on", Text("提交期限", "To be submitted by"), Unit.DATE),
        Measure("overdue_days", Text("逾期天数", "Days overdue"), Unit.DAYS),
        Measure("workers", Text("当月有效考勤工人", "Workers of the month"), Unit.PEOPLE),
        Measure("valid_days", Text("有效考勤人日", "Valid person-days"), Unit.COUNT),
    ),
    because=Text(
        "{period} 有 {workers} 名工人、{valid_days} 个有效考勤人日，应于 {deadline_on} 前提交工资支付表，已逾期 {overdue_days} 天。",
        "In {period} {workers} workers had {valid_days} valid person-days; the payroll was due by {deadline_on}, "
        "{overdue_days} days ago.",
    ),
    cure=Text("提交当月工资支付表。", "Submit the payroll of the month."),
    holds=holds,
    evidence=(
        Evidence(
            Text("当月工人", "Workers of the month"),
            workers_of_month,
            {
                "worker_id": Text("工人", "Worker"),
                "valid_days": Text("有效考勤天数", "Valid days"),
                "first_valid_on": Text("首个有效日", "First valid day"),
                "last_valid_on": Text("末个有效日", "Last valid day"),
            },
        ),
    ),
    levels=(Level.YELLOW, Level.ORANGE),
)
