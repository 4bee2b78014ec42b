"""attendance/low-rate: far fewer days worked in a month than the roster would give (P-ATT-02, not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.roster import disjoint_stays
from xinan.rules.dates import plus_days
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.ratio import Ratio
from xinan.rules.world import World


def judged_months(world: World) -> ir.Table:
    """The past working months that are looked back on."""
    months = world.table("project_month")
    return months.filter(months.is_past & (months.month >= world.first_month_back))


def roster_days(world: World, _: Bound) -> ir.Table:
    """The person-days of the roster on the working days of the active project, by person and month.

    Two look-ups of a running count for each stay and month: writing out every person-day would be 30 times as much.
    """
    months = judged_months(world)
    stays = disjoint_stays(world, world.table("employment"))
    spans = months.select("project_id", "month", month_from=months.first_on, month_until=months.last_on)
    within = ["project_id", stays.from_on <= spans.month_until, stays.until_on >= spans.month_from]
    met = stays.inner_join(spans, within).select(*stays.columns, "month", "month_from", "month_until")
    clipped = met.select(
        "project_id",
        "worker_id",
        "month",
        first_on=ibis.greatest(met.from_on, met.month_from),
        last_on=ibis.least(met.until_on, met.month_until),
    )
    days = world.table("open_working_day")
    begun = days.select("project_id", first_on=days.day, before=days.so_far - days.counts)
    ended = days.select("project_id", last_on=days.day, until=days.so_far)
    counted = clipped.inner_join(begun, ["project_id", "first_on"]).inner_join(ended, ["project_id", "last_on"])
    present = counted.mutate(roster_days=(counted.until - counted.before).cast("int32"))
    return present.group_by("project_id", "worker_id", "month").aggregate(
        roster_days=present.roster_days.sum().cast("int32")
    )


def holds(world: World, p: Bound) -> ir.Table:
    """A past month with a valid day in which valid person-days are a small share of the roster's.

    All valid days count, weekends too. `since` is the first day after the month.
    """
    by_person, months = roster_days(world, p), judged_months(world)
    roster = by_person.group_by("project_id", "month").aggregate(roster_days=by_person.roster_days.sum().cast("int32"))
    joined = months.inner_join(roster, ["project_id", "month"])
    rate = Ratio(joined.valid_days, joined.roster_days)
    judged = joined.mutate(level=p.level("ladder", rate, joined.region_code))
    found = judged.filter(judged.level.notnull())
    return found.select(
        "project_id",
        "level",
        "valid_days",
        "roster_days",
        period=found.month,
        since=plus_days(found.last_on, 1),
        rate=Ratio(found.valid_days, found.roster_days).value,
    )


def people(world: World, p: Bound) -> ir.Table:
    """The people on the roster in the month: days expected, and valid days."""
    expected, months = roster_days(world, p), world.table("worker_month")
    worked = months.select("project_id", "worker_id", "month", "valid_days")
    joined = expected.left_join(worked, ["project_id", "worker_id", "month"])
    return joined.select(
        "project_id", "worker_id", "roster_days", period=joined.month, valid_days=joined.valid_days.fill_null(0)
    )


RULE = Rule(
    id="attendance/low-rate",
    title=Text("考勤率偏低", "Low attendance"),
    meaning=Text(
        "过去某月有有效考勤，而有效考勤人日与在册应到人日（在建未停工的工作日）之比低于 60%。",
        "In a past month with a valid day, valid person-days are less than 60 % of the roster's person-days on working "
        "days on which the project was active.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR,),
    basis=(practice("P-ATT-02"),),
    levels=(Level.BLUE, Level.YELLOW),
    measures=(
        Measure("valid_days", Text("有效考勤人日", "Valid person-days"), Unit.DAYS),
        Measure("roster_days", Text("在册应到人日", "Person-days of the roster"), Unit.DAYS),
        Measure("rate", Text("考勤率", "Rate of attendance"), Unit.SHARE),
    ),
    because=Text(
        "{period} 有效考勤 {valid_days} 人日，在册应到 {roster_days} 人日。",
        "In {period} there were {valid_days} valid person-days, and {roster_days} person-days of the roster.",
    ),
    cure=Text(
        "补传漏报的考勤；已离开的人员登记退场日期；该月停工的，补办停工批准。",
        "Send attendance that is missing; enter the day on which people left; where work had stopped, have the pause "
        "approved.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("当月在册人员", "People on the roster in the month"),
            people,
            {
                "worker_id": Text("工人", "Worker"),
                "roster_days": Text("应到天数", "Days expected"),
                "valid_days": Text("有效考勤天数", "Valid days"),
            },
        ),
    ),
)
