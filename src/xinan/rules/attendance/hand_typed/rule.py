"""attendance/hand-typed: a large part of a month's punches was typed in by hand (P-ATT-03, not law)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import plus_days
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.ratio import Ratio
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """A past month by supplements among its punches, all attendance rows taken together, valid or not.

    `since` is the first day after the month.
    """
    months, project, span = world.table("worker_month"), world.table("project"), world.table("month_span")
    past = months.filter((months.month < world.this_month) & (months.month >= world.first_month_back))
    sums = past.group_by("project_id", "month").aggregate(
        punches=past.punches.sum().cast("int32"), supplements=past.supplements.sum().cast("int32")
    )
    placed = sums.inner_join(project.select("project_id", "region_code"), "project_id")
    dated = placed.inner_join(span.select("month", "last_on"), "month")
    share = Ratio(dated.supplements, dated.punches)
    judged = dated.mutate(level=p.level("ladder", share, dated.region_code))
    found = judged.filter(judged.level.notnull() & (judged.punches > 0))
    return found.select(
        "project_id",
        "level",
        "punches",
        "supplements",
        period=found.month,
        since=plus_days(found.last_on, 1),
        share=Ratio(found.supplements, found.punches).value,
    )


def people(world: World, _: Bound) -> ir.Table:
    """The people with punches typed in, by month."""
    months = world.table("worker_month")
    typed = months.filter(months.supplements > 0)
    return typed.select("project_id", "worker_id", "present_days", "punches", "supplements", period=typed.month)


RULE = Rule(
    id="attendance/hand-typed",
    title=Text("考勤人工补录过多", "Attendance typed in by hand"),
    meaning=Text(
        "过去某月全部考勤的打卡次数中，人工补录超过 20% 的为一般，超过 80% 的为较重。",
        "In a past month more than 20 % of all punches were typed in by hand (moderate), or more than 80 % (serious).",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(practice("P-ATT-03"),),
    levels=(Level.YELLOW, Level.ORANGE),
    measures=(
        Measure("punches", Text("打卡次数", "Punches"), Unit.COUNT),
        Measure("supplements", Text("其中人工补录", "Typed in by hand"), Unit.COUNT),
        Measure("share", Text("补录占比", "Share typed in"), Unit.SHARE),
    ),
    because=Text(
        "{period} 共打卡 {punches} 次，其中人工补录 {supplements} 次。",
        "Of {punches} punches in {period}, {supplements} were typed in by hand.",
    ),
    cure=Text(
        "补传考勤设备的原始记录以替换人工补录；设备故障的，修复设备并留存说明。",
        "Send the devices' own records in place of those typed in; where a device failed, repair it and keep the account "
        "of it.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("有人工补录的人员", "People with punches typed in"),
            people,
            {
                "worker_id": Text("工人", "Worker"),
                "present_days": Text("考勤天数", "Days of attendance"),
                "punches": Text("打卡次数", "Punches"),
                "supplements": Text("人工补录", "Typed in"),
            },
        ),
    ),
)
