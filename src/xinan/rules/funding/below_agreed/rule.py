"""funding/below-agreed: the owner transferred less in a month than the contract says (53号 5, 12)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import no_money
from xinan.rules.dates import plus_days
from xinan.rules.laws import account_order
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Suppressor, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """A past working month whose transfers fall short of the monthly labour cost agreed.

    A month without any transfer is a detail of funding/no-transfer where that holds. `since` is the first day of
    the month after.
    """
    month, project = world.table("project_month"), world.table("project")
    agreed = project.filter(project.labour_cost_monthly.notnull()).select("project_id", "labour_cost_monthly")
    past = month.filter(month.is_past & (month.month >= world.first_month_back))
    owed = past.inner_join(agreed, "project_id")
    received = owed.left_join(world.table("owner_transfer_month"), ["project_id", "month"])
    counted = received.mutate(transferred=received.transferred.fill_null(no_money()))
    judged = counted.mutate(
        level=p.level_of_share("ladder", counted.transferred, counted.labour_cost_monthly, counted.region_code)
    )
    found = judged.filter(judged.level.notnull())
    return found.select(
        "project_id",
        "level",
        "transferred",
        period=found.month,
        since=plus_days(found.last_on, 1),
        settled_on=found.last_on,
        agreed=found.labour_cost_monthly,
        shortfall=found.labour_cost_monthly.cast(EXACT) - found.transferred.cast(EXACT),
    )


def agreement(world: World, _: Bound) -> ir.Table:
    """What the contract says of labour cost."""
    return world.table("project").select("project_id", "owner_id", "contract_signed_on", "labour_cost_monthly")


def transfers(world: World, _: Bound) -> ir.Table:
    """The transfers of the owner in the month."""
    transfer = world.table("owner_transfer")
    return transfer.select("project_id", "booked_on", "amount", period=transfer.month)


RULE = Rule(
    id="funding/below-agreed",
    title=Text("拨付低于合同约定", "Transfers below the agreed amount"),
    meaning=Text(
        "合同约定了每月人工费用的，过往工作月份内建设单位拨入专户的金额低于约定。",
        "Where a monthly labour cost is agreed, the owner transferred less than it in a past working month.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.OWNER,),
    basis=(account_order("5, 12"),),
    measures=(
        Measure("agreed", Text("约定每月人工费用", "Agreed for a month"), Unit.YUAN),
        Measure("transferred", Text("当月已拨付", "Transferred in the month"), Unit.YUAN),
        Measure("shortfall", Text("差额", "Shortfall"), Unit.YUAN),
    ),
    because=Text(
        "{period} 约定人工费用 {agreed} 元，实际拨付 {transferred} 元，差 {shortfall} 元。",
        "For {period} {agreed} yuan were agreed and {transferred} transferred, {shortfall} short.",
    ),
    cure=Text(
        "补录该月已到账的银行流水，或变更合同约定的人工费用；十二个月后不再列出。",
        "Report bank entries of that month that are missing, or amend the agreed amount; not listed after twelve months.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("合同约定", "What the contract says"),
            agreement,
            {
                "owner_id": Text("建设单位", "Owner"),
                "contract_signed_on": Text("合同签订日", "Contract signed"),
                "labour_cost_monthly": Text("每月人工费用", "Labour cost a month"),
            },
        ),
        Evidence(
            Text("当月拨付", "Transfers of the month"),
            transfers,
            {"booked_on": Text("到账日", "Booked on"), "amount": Text("金额", "Amount")},
        ),
    ),
    levels=(Level.YELLOW, Level.ORANGE),
    needs=(Feed.BANK,),
    suppressed_by=(Suppressor("funding/no-transfer", same_period=True),),
)
