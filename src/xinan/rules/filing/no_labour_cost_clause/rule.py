"""filing/no-labour-cost-clause: the contract says neither how much nor what share is labour cost (条例 24; 53号 5)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import account_order, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Signed, with neither ratio nor monthly amount on record; not after completion.

    The 30 days are those left to enter the clause. `since` is the first day on the ladder.
    """
    project = world.table("project")
    without = project.filter(
        project.labour_cost_ratio.isnull() & project.labour_cost_monthly.isnull() & project.completed_on.isnull()
    )
    counted = without.mutate(days_since_signing=days_from(without.contract_signed_on, world.today))
    judged = counted.mutate(level=p.level("ladder", counted.days_since_signing, counted.region_code))
    found = judged.filter(judged.level.notnull())
    return found.select(
        "project_id",
        "level",
        "contract_signed_on",
        "days_since_signing",
        since=plus_days(found.contract_signed_on, p.first_step("ladder", found.region_code)),
    )


def terms(world: World, _: Bound) -> ir.Table:
    """What the contract says of labour cost."""
    return world.table("project").select(
        "project_id",
        "contract_signed_on",
        "contract_price",
        "labour_cost_ratio",
        "labour_cost_monthly",
        "owner_id",
        "contractor_id",
    )


RULE = Rule(
    id="filing/no-labour-cost-clause",
    title=Text("合同未约定人工费用", "No labour-cost clause"),
    meaning=Text(
        "施工合同签订满 30 天，仍未填报人工费用占比，也未填报每月人工费用数额；竣工后不再预警。",
        "Thirty days after the contract was signed neither the share nor the monthly amount of labour cost is on record; "
        "not after completion.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.OWNER, Addressee.CONTRACTOR),
    basis=(regulation("24"), account_order("5")),
    levels=(Level.YELLOW,),
    measures=(
        Measure("contract_signed_on", Text("施工合同签订日", "Contract signed on"), Unit.DATE),
        Measure("days_since_signing", Text("签订天数", "Days since the signing"), Unit.DAYS),
    ),
    because=Text(
        "施工合同于 {contract_signed_on} 签订，至今 {days_since_signing} 天，未约定人工费用的占比或每月数额。",
        "The contract was signed on {contract_signed_on}, {days_since_signing} days ago, and fixes neither the share nor "
        "the monthly amount of labour cost.",
    ),
    cure=Text(
        "在施工合同或补充协议中约定人工费用的占比或每月数额，并填报。",
        "Fix the share or the monthly amount in the contract or a supplement, and enter it.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("施工合同", "Construction contract"),
            terms,
            {
                "contract_signed_on": Text("签订日", "Signed"),
                "contract_price": Text("合同价", "Contract price"),
                "labour_cost_ratio": Text("人工费用占比", "Labour cost as a share"),
                "labour_cost_monthly": Text("每月人工费用", "Labour cost a month"),
                "owner_id": Text("建设单位", "Owner"),
                "contractor_id": Text("施工总承包单位", "General contractor"),
            },
        ),
    ),
)
