"""roster/no-labour-manager: nobody on the roster as labour manager, the 劳资专管员 (条例 28)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World

POST = "labour_manager"


def holds(world: World, p: Bound) -> ir.Table:
    """Active, and nobody in the post on roster, from day 15 after the start. Not after completion.

    `since` is the first day of the stretch that still lasts: day 15, the day after the last manager left, or the first
    day after the last pause, whichever came latest.
    """
    started = world.table("active_project").select("project_id", "started_on")
    active = started.inner_join(world.table("active_since"), "project_id")
    employment = world.table("employment")
    posted = employment.filter(employment.post == POST)
    staying = posted.filter(posted.left_on.isnull() | (posted.left_on >= world.today))
    without = active.anti_join(staying, "project_id")
    # A stay that ends before it begins is a slip of the pen: nobody was there.
    stayed = posted.filter(posted.left_on >= posted.entered_on)
    former = stayed.group_by("project_id").aggregate(last_left_on=stayed.left_on.max())
    known = without.left_join(former, "project_id").drop("project_id_right")
    counted = known.mutate(days_since_start=days_from(known.started_on, world.today))
    judged = counted.mutate(level=p.level("ladder", counted.days_since_start, counted.region_code))
    found = judged.filter(judged.level.notnull())
    first = plus_days(found.started_on, p.first_step("ladder", found.region_code))
    alone = ibis.coalesce(plus_days(found.last_left_on, 1), first)
    return found.select(
        "project_id",
        "level",
        "started_on",
        "days_since_start",
        "last_left_on",
        since=ibis.greatest(first, alone, found.active_since),
    )


def site(world: World, _: Bound) -> ir.Table:
    """The project's start, and how many people are on its roster."""
    people = world.table("on_roster")
    counted = people.group_by("project_id").aggregate(on_roster=people.count().cast("int32"))
    project = world.table("project").select("project_id", "started_on", "contractor_id")
    joined = project.left_join(counted, "project_id").drop("project_id_right")
    return joined.mutate(on_roster=joined.on_roster.fill_null(0))


def managers(world: World, _: Bound) -> ir.Table:
    """Those who were or are labour manager of the project."""
    employment = world.table("employment")
    return employment.filter(employment.post == POST).select(
        "project_id", "worker_id", "entered_on", "left_on", "registered_on"
    )


RULE = Rule(
    id="roster/no-labour-manager",
    title=Text("未配备劳资专管员", "No labour manager"),
    meaning=Text(
        "在建且未停工的项目，自开工满 15 日起，没有岗位为劳资专管员的在册人员。",
        "The project is active, 15 days or more have passed since the start, and nobody on the roster is labour manager.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR,),
    basis=(regulation("28"),),
    levels=(Level.YELLOW,),
    measures=(
        Measure("started_on", Text("实际开工日", "Started on"), Unit.DATE),
        Measure("days_since_start", Text("开工天数", "Days since the start"), Unit.DAYS),
        Measure("last_left_on", Text("上一任退场日", "Last labour manager left on"), Unit.DATE),
    ),
    because=Text(
        "项目于 {started_on} 开工，至 {as_of} 已 {days_since_start} 天，没有在册的劳资专管员。",
        "Work started on {started_on}, {days_since_start} days before {as_of}, and no labour manager is on the roster.",
    ),
    cure=Text("登记一名在册的劳资专管员。", "Register a labour manager who is on the roster."),
    holds=holds,
    evidence=(
        Evidence(
            Text("项目", "Project"),
            site,
            {
                "started_on": Text("实际开工日", "Started"),
                "contractor_id": Text("施工总承包单位", "General contractor"),
                "on_roster": Text("在册人数", "People on the roster"),
            },
        ),
        Evidence(
            Text("历任劳资专管员", "Labour managers so far"),
            managers,
            {
                "worker_id": Text("人员", "Person"),
                "entered_on": Text("进场日", "Entered"),
                "left_on": Text("退场日", "Left"),
                "registered_on": Text("实名登记日", "Registered"),
            },
        ),
    ),
)
