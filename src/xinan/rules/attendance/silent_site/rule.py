"""attendance/silent-site: people on the roster, and no attendance for days on end (P-ATT-01, not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.roster import active_days_after
from xinan.rules.concepts.stretches import held_since
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def silent_days(world: World) -> ir.Table:
    """The active days after the last attendance of a project with people on the roster, counted through.

    Days off of public holidays keep the count where it is; paused days are not there at all.
    """
    active = world.table("active_project").select("project_id", "started_on")
    lasting = active.inner_join(world.table("active_since"), "project_id")
    staffed = lasting.semi_join(world.table("on_roster"), "project_id")
    heard = staffed.inner_join(world.table("last_attendance"), "project_id")
    days = active_days_after(world, heard, after="last_present_on")
    so_far = ibis.window(group_by="project_id", order_by="day", preceding=None, following=0)
    return days.mutate(silent_days=(~days.is_day_off).cast("int32").sum().over(so_far).cast("int32"))


def holds(world: World, p: Bound) -> ir.Table:
    """An active project with somebody on the roster, by the days since its last attendance.

    Paused days and the days off of public holidays are not counted; ordinary weekends are. A project that never had
    attendance is the matter of never-started. `since` is the first day of the stretch that still lasts, on which the
    silence had reached the lowest step, the project was active and somebody was on the roster.
    """
    days = silent_days(world)
    found = days.group_by("project_id", "region_code", "last_present_on").aggregate(silent_days=days.silent_days.max())
    judged = found.mutate(level=p.level("ladder", found.silent_days, found.region_code))
    late = judged.filter(judged.level.notnull())
    return (
        late.inner_join(_held_since(world, p), "project_id")
        .inner_join(_roster_size(world), "project_id")
        .drop("region_code")
    )


def _held_since(world: World, p: Bound) -> ir.Table:
    days = silent_days(world)
    reached = days.filter(
        (days.silent_days >= p.first_step("ladder", days.region_code)) & (days.day >= days.active_since)
    )
    employment = world.table("employment").select("project_id", "entered_on", "left_on")
    is_staffed = [
        reached.project_id == employment.project_id,
        employment.entered_on <= reached.day,
        employment.left_on.isnull() | (employment.left_on >= reached.day),
    ]
    staffed = reached.semi_join(employment, is_staffed).select("project_id", "day", holds=ibis.literal(True))
    empty = reached.anti_join(employment, is_staffed).select("project_id", "day", holds=ibis.literal(False))
    return held_since(staffed.union(empty))


def _roster_size(world: World) -> ir.Table:
    people = world.table("on_roster")
    return people.group_by("project_id").aggregate(workers=people.count().cast("int32"))


def last_days(world: World, _: Bound) -> ir.Table:
    """The people on the roster and the last day of attendance of each."""
    months = world.table("worker_month")
    last = months.group_by("project_id", "worker_id").aggregate(last_present_on=months.last_present_on.max())
    people = world.table("on_roster").drop("region_code")
    joined = people.left_join(last, ["project_id", "worker_id"])
    return joined.drop("project_id_right", "worker_id_right")


RULE = Rule(
    id="attendance/silent-site",
    title=Text("在建工地连续无考勤", "A site gone silent"),
    meaning=Text(
        "在建且未停工、有在册人员的项目，自最后一次考勤之后连续没有任何考勤；停工日和法定节假日放假日不计，普通周末计入。",
        "An active project with people on the roster has had no attendance since its last; paused days and days off of "
        "public holidays are not counted, ordinary weekends are.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(practice("P-ATT-01"),),
    levels=(Level.BLUE, Level.YELLOW, Level.RED),
    measures=(
        Measure("last_present_on", Text("最后考勤日", "Last attendance on"), Unit.DATE),
        Measure("silent_days", Text("无考勤天数", "Days of silence"), Unit.DAYS),
        Measure("workers", Text("在册人数", "People on the roster"), Unit.PEOPLE),
    ),
    because=Text(
        "最后一次考勤在 {last_present_on}；至 {as_of} 已 {silent_days} 天（不含停工和节假日）没有考勤，"
        "而在册人员有 {workers} 名。",
        "The last attendance was on {last_present_on}; up to {as_of} there were {silent_days} days (pauses and holidays "
        "not counted) without any, with {workers} people on the roster.",
    ),
    cure=Text(
        "恢复考勤；确已停工的，申报停工并经批准；人员已撤离的，登记退场。",
        "Resume attendance; where work has stopped, report the pause and have it approved; where people have left, "
        "enter the day they left.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("在册人员的最后考勤日", "Last attendance of the people on the roster"),
            last_days,
            {
                "worker_id": Text("工人", "Worker"),
                "entered_on": Text("进场日", "Entered"),
                "last_present_on": Text("最后考勤日", "Last attendance"),
            },
        ),
    ),
    needs=(Feed.ATTENDANCE,),
)
