"""board/missing: work has begun and no rights notice board is up (条例 34, 56)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Started, and no board was ever posted; a late one cures it. Not after completion.

    `since` is the first day on the ladder, the day after the start.
    """
    project = world.table("project")
    at_work = project.filter(project.started_on.notnull() & project.completed_on.isnull())
    without = at_work.anti_join(world.table("notice_board").select("project_id"), "project_id")
    counted = without.mutate(days_since_start=days_from(without.started_on, world.today))
    judged = counted.mutate(level=p.level("ladder", counted.days_since_start, counted.region_code))
    found = judged.filter(judged.level.notnull())
    return found.select(
        "project_id",
        "level",
        "started_on",
        "days_since_start",
        since=plus_days(found.started_on, p.first_step("ladder", found.region_code)),
    )


def starts(world: World, _: Bound) -> ir.Table:
    """The project's dates."""
    return world.table("project").select("project_id", "contract_signed_on", "started_on")


RULE = Rule(
    id="board/missing",
    title=Text("未设置维权信息告示牌", "No notice board"),
    meaning=Text(
        "项目已经开工，施工现场没有维权信息告示牌；补设的，自设置之日起消除；竣工后不再预警。",
        "Work has started and no rights notice board is up; a late one cures it from that day; not after completion.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR,),
    basis=(regulation("34, 56"),),
    levels=(Level.BLUE, Level.YELLOW),
    measures=(
        Measure("started_on", Text("实际开工日", "Started on"), Unit.DATE),
        Measure("days_since_start", Text("开工天数", "Days since the start"), Unit.DAYS),
    ),
    because=Text(
        "项目于 {started_on} 开工，至今 {days_since_start} 天，未设置维权信息告示牌。",
        "Work started on {started_on}, {days_since_start} days ago, and there is no notice board.",
    ),
    cure=Text(
        "在施工现场醒目位置设置维权信息告示牌，并填报设置日期。",
        "Put up the board at a visible place on site and enter the day of posting.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("项目日期", "Dates of the project"),
            starts,
            {
                "contract_signed_on": Text("施工合同签订日", "Contract signed"),
                "started_on": Text("实际开工日", "Started"),
            },
        ),
    ),
)
