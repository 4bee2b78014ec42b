"""attendance/never-started: work has begun and attendance never has (platforms W40, not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.roster import active_days_after
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """An active project without any attendance, valid or not, by the days since its start.

    Paused days are not counted, holidays are. Not after completion. `since` is the day that reached the lowest step,
    or the first after a later pause.
    """
    active = world.table("active_project").select("project_id", "started_on")
    lasting = active.inner_join(world.table("active_since"), "project_id")
    silent = lasting.anti_join(world.table("last_attendance"), "project_id")
    days = active_days_after(world, silent, after="started_on")
    in_turn = ibis.window(group_by="project_id", order_by="day")
    counted = days.mutate(number=(ibis.row_number().over(in_turn) + 1).cast("int32"))
    reached = counted.number == p.first_step("ladder", counted.region_code)
    found = counted.group_by("project_id", "region_code", "started_on", "active_since").aggregate(
        days_open=counted.number.max(), reached_on=counted.day.min(where=reached)
    )
    judged = found.mutate(level=p.level("ladder", found.days_open, found.region_code))
    late = judged.filter(judged.level.notnull())
    return late.select(
        "project_id", "level", "started_on", "days_open", since=ibis.greatest(late.reached_on, late.active_since)
    )


def starts(world: World, _: Bound) -> ir.Table:
    """The project's dates and the people registered so far."""
    project, employment = world.table("project"), world.table("employment")
    people = employment.group_by("project_id").aggregate(registered=employment.worker_id.nunique())
    joined = project.left_join(people, "project_id")
    return joined.select("project_id", "started_on", "filed_on", registered=joined.registered.fill_null(0))


RULE = Rule(
    id="attendance/never-started",
    title=Text("开工后从未考勤", "Attendance never started"),
    meaning=Text(
        "在建且未停工的项目，开工满 10 日（停工日不计）仍没有任何考勤记录。",
        "An active project has no attendance at all 10 days after its start, paused days not counted.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.INDUSTRY_DEPARTMENT),
    basis=(practice("W40"),),
    levels=(Level.YELLOW, Level.RED),
    measures=(
        Measure("started_on", Text("实际开工日", "Started on"), Unit.DATE),
        Measure("days_open", Text("开工天数（不含停工）", "Days since the start, pauses left out"), Unit.DAYS),
    ),
    because=Text(
        "项目于 {started_on} 开工，至 {as_of} 已 {days_open} 天（不含停工），没有任何考勤记录。",
        "Work started on {started_on}; by {as_of}, {days_open} days later (pauses left out), no attendance was recorded.",
    ),
    cure=Text(
        "启用考勤设备并上传考勤；尚未开工或已停工的，更正开工日期或申报停工并经批准。",
        "Put attendance devices to work and send attendance; where work has not begun or has stopped, correct the start "
        "or report the pause and have it approved.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("项目日期与已登记人数", "Dates of the project and people registered"),
            starts,
            {
                "started_on": Text("实际开工日", "Started"),
                "filed_on": Text("开工备案日", "Filed"),
                "registered": Text("已登记人数", "People registered"),
            },
        ),
    ),
    needs=(Feed.ATTENDANCE,),
)
