"""filing/not-filed: work has begun and the start was never filed (53号 24)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import account_order, practice, proposal
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Started and not filed; a start filed late cures it on the day of filing. Not after completion."""
    project = world.table("project")
    open_start = project.filter(
        project.started_on.notnull() & project.filed_on.isnull() & project.completed_on.isnull()
    )
    counted = open_start.mutate(days_since_start=days_from(open_start.started_on, world.today))
    judged = counted.mutate(level=p.level("ladder", counted.days_since_start, counted.region_code))
    # A ladder's first step is the first day on which the rule holds.
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
    return world.table("project").select("project_id", "contract_signed_on", "started_on", "filed_on", "updated_on")


RULE = Rule(
    id="filing/not-filed",
    title=Text("开工未备案", "Start not filed"),
    meaning=Text(
        "项目已经开工，但没有开工备案日期；补办备案的，自备案之日起消除。",
        "Work has started and there is no filing of the start; a late filing cures it from that day.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(account_order("24"), practice("W49"), proposal("P-REG-01")),
    levels=(Level.BLUE, Level.YELLOW, Level.RED),
    measures=(
        Measure("started_on", Text("实际开工日", "Started on"), Unit.DATE),
        Measure("days_since_start", Text("开工天数", "Days since the start"), Unit.DAYS),
    ),
    because=Text(
        "项目于 {started_on} 开工，至今 {days_since_start} 天，未办理开工备案。",
        "Work started on {started_on}, {days_since_start} days ago, and the start has not been filed.",
    ),
    cure=Text("在平台补办开工备案（填写开工备案日期）。", "File the start in the platform (enter the day of filing)."),
    holds=holds,
    evidence=(
        Evidence(
            Text("项目日期", "Dates of the project"),
            starts,
            {
                "contract_signed_on": Text("施工合同签订日", "Contract signed"),
                "started_on": Text("实际开工日", "Started"),
                "filed_on": Text("开工备案日", "Filed"),
                "updated_on": Text("最近更新日", "Last updated"),
            },
        ),
    ),
)
