"""data_quality/attendance-silent: the gate has not been heard of while the project is active (P-DQ-01)."""

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

    `since` is the first day beyond the tolerance on which the project was active without a break.
    """
    state = world.table("feed_state")
    silent = state.filter(state.is_attendance_silent)
    paused = world.table("paused_day")
    resumed = paused.group_by("project_id").aggregate(last_paused_on=paused.day.max())
    joined = silent.left_join(resumed, "project_id")
    begun = ibis.greatest(
        plus_days(joined.attendance_heard_on, joined.tolerance_days + 1),
        joined.started_on,
        plus_days(joined.last_paused_on, 1).fill_null(joined.started_on),
    )
    return joined.select(
        "project_id",
        last_heard_on=joined.attendance_heard_on,
        silent_days=days_from(joined.attendance_heard_on, world.today),
        level=ibis.literal(Level.GREY.value),
        since=begun,
    )


def feeds(world: World, _: Bound) -> ir.Table:
    """When each feed of the project was last heard."""
    return world.table("feed").select("project_id", "source", "last_received_on")


RULE = Rule(
    id="data_quality/attendance-silent",
    title=Text("考勤数据中断", "Attendance data silent"),
    meaning=Text(
        "项目在施，而考勤数据中断超过 2 天（从未接入的不在此列）。",
        "The project is active and its attendance feed was last heard more than two days ago; a feed never heard is not silent.",
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
    cure=Text(
        "考勤设备或平台恢复上传；停工的，办理停工批准。",
        "The gate uploads again; a stopped site has its stop approved.",
    ),
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
