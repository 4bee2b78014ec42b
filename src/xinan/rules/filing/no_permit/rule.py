"""filing/no-permit: work has begun without the construction permit it needs (建筑法 7; 条例 23)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import CONSTRUCTION_LAW, regulation
from xinan.rules.model import Addressee, Basis, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """A permit is required, work has started, no permit is issued; a late one cures it. Not after completion.

    `since` is the first day on the ladder, the day after the start.
    """
    project = world.table("project")
    without = project.filter(
        project.permit_required
        & project.started_on.notnull()
        & project.permit_issued_on.isnull()
        & project.completed_on.isnull()
    )
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


def permit(world: World, _: Bound) -> ir.Table:
    """The project's start and permit."""
    return world.table("project").select(
        "project_id", "permit_required", "permit_issued_on", "contract_signed_on", "started_on", "owner_id"
    )


RULE = Rule(
    id="filing/no-permit",
    title=Text("无施工许可证开工", "Started without a permit"),
    meaning=Text(
        "须办理施工许可证的项目已经开工，但没有许可证核发日期；补办的，自核发之日起消除；竣工后不再预警。",
        "A project that needs a permit has started and none has been issued; a late permit cures it from the day of "
        "issue; not after completion.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.OWNER, Addressee.INDUSTRY_DEPARTMENT),
    basis=(Basis(CONSTRUCTION_LAW, "7"), regulation("23")),
    levels=(Level.ORANGE, Level.RED),
    measures=(
        Measure("started_on", Text("实际开工日", "Started on"), Unit.DATE),
        Measure("days_since_start", Text("开工天数", "Days since the start"), Unit.DAYS),
    ),
    because=Text(
        "项目须办理施工许可证，于 {started_on} 开工，至今 {days_since_start} 天，未取得许可证。",
        "The project needs a permit; work started on {started_on}, {days_since_start} days ago, and none has been issued.",
    ),
    cure=Text(
        "取得施工许可证并填报核发日期；依法不须办理的，由行业主管部门更正“须办许可”一项。",
        "Obtain the permit and enter the day of issue; where none is needed by law, have the industry department correct "
        "the entry.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("开工与许可", "Start and permit"),
            permit,
            {
                "permit_required": Text("须办许可", "Permit required"),
                "permit_issued_on": Text("许可核发日", "Permit issued"),
                "contract_signed_on": Text("合同签订日", "Contract signed"),
                "started_on": Text("实际开工日", "Started"),
                "owner_id": Text("建设单位", "Owner"),
            },
        ),
    ),
)
