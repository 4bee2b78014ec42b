"""filing/no-payment-guarantee: work has begun and the owner has given no payment guarantee (条例 24, 57)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Started and no guarantee given; a late one cures it on its day. Not after completion.

    `since` is the first day on the ladder, the day after the start.
    """
    project = world.table("project")
    without = project.filter(
        project.started_on.notnull() & project.payment_guarantee_on.isnull() & project.completed_on.isnull()
    )
    counted = without.mutate(days_since_start=days_from(without.started_on, world.today))
    judged = counted.mutate(level=p.level("ladder", counted.days_since_start, counted.region_code))
    found = judged.filter(judged.level.notnull())
    return found.select(
        "project_id",
        "level",
        "started_on",
        "days_since_start",
        "contract_price",
        since=plus_days(found.started_on, p.first_step("ladder", found.region_code)),
    )


def guarantee(world: World, _: Bound) -> ir.Table:
    """The owner, the price and the guarantee."""
    return world.table("project").select(
        "project_id", "owner_id", "government_invested", "contract_price", "started_on", "payment_guarantee_on"
    )


RULE = Rule(
    id="filing/no-payment-guarantee",
    title=Text("未提供工程款支付担保", "No payment guarantee"),
    meaning=Text(
        "项目已经开工，建设单位没有提供工程款支付担保；补充提供的，自提供之日起消除；竣工后不再预警。",
        "Work has started and the owner has given no guarantee of payment; a late one cures it from its day; not after "
        "completion.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.OWNER,),
    basis=(regulation("24, 57"),),
    levels=(Level.YELLOW, Level.ORANGE),
    measures=(
        Measure("started_on", Text("实际开工日", "Started on"), Unit.DATE),
        Measure("days_since_start", Text("开工天数", "Days since the start"), Unit.DAYS),
        Measure("contract_price", Text("合同价", "Contract price"), Unit.YUAN),
    ),
    because=Text(
        "项目于 {started_on} 开工，至今 {days_since_start} 天，建设单位未就合同价 {contract_price} 元提供工程款支付担保。",
        "Work started on {started_on}, {days_since_start} days ago, and the owner has given no guarantee of payment of "
        "the contract price of {contract_price} yuan.",
    ),
    cure=Text("由建设单位提供工程款支付担保，并填报提供日期。", "The owner gives the guarantee and enters its day."),
    holds=holds,
    evidence=(
        Evidence(
            Text("工程款支付担保", "Payment guarantee"),
            guarantee,
            {
                "owner_id": Text("建设单位", "Owner"),
                "government_invested": Text("政府投资", "Government-invested"),
                "contract_price": Text("合同价", "Contract price"),
                "started_on": Text("实际开工日", "Started"),
                "payment_guarantee_on": Text("担保提供日", "Guarantee given"),
            },
        ),
    ),
)
