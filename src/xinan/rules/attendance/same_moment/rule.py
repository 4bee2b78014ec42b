"""attendance/same-moment: many workers with the same first and last punch to the second (P-ATT-03, not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.shown import clock_text
from xinan.rules.world import World

MOMENT = ("project_id", "day", "first_at", "last_at")


def bursts(world: World, p: Bound) -> ir.Table:
    """The days of the last 30 and the spans that so many workers share. All attendance counts, valid or not."""
    recent, project = world.table("recent_day"), world.table("project")
    shared = recent.group_by(*MOMENT).aggregate(workers=recent.count().cast("int32"))
    placed = shared.inner_join(project.select("project_id", "region_code"), "project_id")
    return placed.filter(placed.workers >= p.count("workers_from", placed.region_code))


def holds(world: World, p: Bound) -> ir.Table:
    """A day on which ten or more share a span. `since` is the earliest such day of the last 30."""
    shared = bursts(world, p)
    found = shared.group_by("project_id").aggregate(
        days=shared.day.nunique().cast("int32"), most_workers=shared.workers.max(), since=shared.day.min()
    )
    return found.mutate(level=ibis.literal(Level.ORANGE.value))


def people(world: World, p: Bound) -> ir.Table:
    """The workers of these spans."""
    recent = world.table("recent_day").select("project_id", "day", "first_at", "last_at", "worker_id")
    alike = recent.semi_join(bursts(world, p), MOMENT)
    return alike.select(
        "project_id", "worker_id", "day", first_at=clock_text(alike.first_at), last_at=clock_text(alike.last_at)
    )


RULE = Rule(
    id="attendance/same-moment",
    title=Text("多人打卡时间完全相同", "Punches at the same moment"),
    meaning=Text(
        "近 30 日内，某一天有 10 名以上工人的首次和末次打卡时间精确到秒完全相同。",
        "On a day of the last 30, ten or more workers have the same first and the same last punch to the second.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(practice("P-ATT-03"),),
    measures=(
        Measure("days", Text("涉及天数", "Days"), Unit.DAYS),
        Measure("most_workers", Text("同一时刻最多人数", "Most workers at one moment"), Unit.PEOPLE),
    ),
    because=Text(
        "截至 {as_of} 近 30 日内有 {days} 天出现多人首末打卡时间完全相同，最多 {most_workers} 人。",
        "In the 30 days to {as_of} there were {days} days on which many share first and last punch to the second, up to "
        "{most_workers} workers.",
    ),
    cure=Text(
        "补传考勤设备的原始记录并更正；相应日期满 30 日后不再计入。",
        "Send the devices' own records and correct; the days drop out once they are 30 days old.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("首末打卡时间完全相同的工人", "Workers with the same punches"),
            people,
            {
                "worker_id": Text("工人", "Worker"),
                "day": Text("日期", "Day"),
                "first_at": Text("首次打卡", "First punch"),
                "last_at": Text("末次打卡", "Last punch"),
            },
        ),
    ),
    levels=(Level.ORANGE,),
)
