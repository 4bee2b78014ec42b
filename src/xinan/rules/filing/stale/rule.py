"""filing/stale: nobody has updated an active project's data for more than 90 days (P-REG-02, not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import proposal
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Active, and last updated (never updated: filed) more than 90 days ago.

    A project neither updated nor filed has no day to count from: filing/not-filed speaks of it. `since` is the first
    day on the ladder, or the day from which the project has been active where that is later.
    """
    dates = world.table("project").select("project_id", touched_on=ibis.coalesce(ibis._.updated_on, ibis._.filed_on))
    joined = world.table("active_since").inner_join(dates, "project_id")
    counted = joined.mutate(age_days=days_from(joined.touched_on, world.today))
    judged = counted.mutate(level=p.level("ladder", counted.age_days, counted.region_code))
    found = judged.filter(judged.level.notnull())
    stale_on = plus_days(found.touched_on, p.first_step("ladder", found.region_code))
    return found.select(
        "project_id",
        "level",
        "touched_on",
        "age_days",
        since=ibis.greatest(stale_on, found.active_since),
    )


def updates(world: World, _: Bound) -> ir.Table:
    """When the project's data were filed and updated."""
    return world.table("project").select("project_id", "started_on", "filed_on", "updated_on")


RULE = Rule(
    id="filing/stale",
    title=Text("项目信息长期未更新", "Project data out of date"),
    meaning=Text(
        "在建且未停工的项目，项目信息（从未更新的，自备案之日起）超过 90 天没有更新。",
        "The data of an active project have not been updated (never updated: since the filing) for more than 90 days.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR,),
    basis=(proposal("P-REG-02"),),
    levels=(Level.BLUE,),
    measures=(
        Measure("touched_on", Text("最近更新或备案日", "Last updated or filed"), Unit.DATE),
        Measure("age_days", Text("未更新天数", "Days without an update"), Unit.DAYS),
    ),
    because=Text(
        "项目信息最近一次更新（或备案）在 {touched_on}，至今 {age_days} 天。",
        "The project's data were last updated (or filed) on {touched_on}, {age_days} days ago.",
    ),
    cure=Text(
        "核对并更新项目信息；无变化的，确认一次即可。", "Check and update the data; where nothing changed, confirm."
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("项目日期", "Dates of the project"),
            updates,
            {
                "started_on": Text("实际开工日", "Started"),
                "filed_on": Text("开工备案日", "Filed"),
                "updated_on": Text("最近更新日", "Last updated"),
            },
        ),
    ),
)
