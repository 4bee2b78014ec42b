"""attendance/single-punch: many days of a month were recorded but are not valid (Jilin W35)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import plus_days
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.ratio import Ratio
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """A past month by the person-days that are not valid among all person-days with attendance.

    `since` is the first day after the month.
    """
    months, project, span = world.table("worker_month"), world.table("project"), world.table("month_span")
    past = months.filter((months.month < world.this_month) & (months.month >= world.first_month_back))
    sums = past.group_by("project_id", "month").aggregate(
        present_days=past.present_days.sum().cast("int32"),
        invalid_days=(past.present_days - past.valid_days).sum().cast("int32"),
    )
    placed = sums.inner_join(project.select("project_id", "region_code"), "project_id")
    dated = placed.inner_join(span.select("month", "last_on"), "month")
    share = Ratio(dated.invalid_days, dated.present_days)
    judged = dated.mutate(level=p.level("ladder", share, dated.region_code))
    found = judged.filter(judged.level.notnull())
    return found.select(
        "project_id",
        "level",
        "present_days",
        "invalid_days",
        period=found.month,
        since=plus_days(found.last_on, 1),
        share=Ratio(found.invalid_days, found.present_days).value,
    )


def people(world: World, _: Bound) -> ir.Table:
    """The people with days that are not valid, by month."""
    months = world.table("worker_month")
    lacking = months.filter(months.valid_days < months.present_days)
    return lacking.select("project_id", "worker_id", "present_days", "valid_days", period=lacking.month)


RULE = Rule(
    id="attendance/single-punch",
    title=Text("无效考勤过多", "Many days not valid"),
    meaning=Text(
        "过去某月，有考勤的人日中无效考勤（打卡不足两次或首末间隔不足 4 小时）超过 30%。",
        "In a past month more than 30 % of the person-days with attendance are not valid: fewer than two punches, or "
        "less than 4 hours between first and last.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR,),
    basis=(practice("W35"),),
    levels=(Level.BLUE,),
    measures=(
        Measure("present_days", Text("有考勤人日", "Person-days with attendance"), Unit.DAYS),
        Measure("invalid_days", Text("其中无效人日", "Not valid"), Unit.DAYS),
        Measure("share", Text("无效占比", "Share not valid"), Unit.SHARE),
    ),
    because=Text(
        "{period} 有考勤 {present_days} 人日，其中 {invalid_days} 人日无效。",
        "Of {present_days} person-days with attendance in {period}, {invalid_days} are not valid.",
    ),
    cure=Text(
        "补传漏报的打卡记录；督促工人上下班均打卡。",
        "Send punches that are missing; see that workers punch when they come and when they go.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("有无效考勤的人员", "People with days that are not valid"),
            people,
            {
                "worker_id": Text("工人", "Worker"),
                "present_days": Text("考勤天数", "Days of attendance"),
                "valid_days": Text("有效考勤天数", "Valid days"),
            },
        ),
    ),
)
