"""funding/below-payable: all the owner ever transferred is less than the wages of all past months (P-FND-02)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import no_money
from xinan.rules.laws import proposal, regulation
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World


def holds(world: World, _: Bound) -> ir.Table:
    """Transfers since the start fall short of what the payrolls of past months make payable; red with an unpaid month.

    `since` is the first day of the stretch that lasts until now: the day on which a month's payroll (from its
    submission, and not before the month is past) first outran the transfers.
    """
    gap = world.table("transfer_gap")
    order = ibis.window(group_by="project_id", order_by="day", rows=(None, 0))
    running = gap.mutate(short=gap.change.sum().over(order))
    earlier = running.short.lag().over(ibis.window(group_by="project_id", order_by="day"))
    steps = running.mutate(begins=(running.short > no_money()) & ~(earlier.fill_null(no_money()) > no_money()))
    totals = steps.group_by("project_id").aggregate(
        since=steps.day.max(where=steps.begins),
        payable=steps.payable.sum(),
        transferred=steps.transferred.sum(),
    )
    short = totals.filter(totals.payable > totals.transferred)
    existing = short.semi_join(world.table("project"), "project_id")
    unpaid = world.table("unpaid_month").select("project_id").distinct().mutate(has_unpaid=True)
    judged = existing.left_join(unpaid, "project_id")
    return judged.select(
        "project_id",
        "since",
        "payable",
        "transferred",
        level=ibis.ifelse(judged.has_unpaid.fill_null(False), Level.RED.value, Level.ORANGE.value),
        shortfall=judged.payable.cast(EXACT) - judged.transferred.cast(EXACT),
    )


def by_day(world: World, _: Bound) -> ir.Table:
    """Day by day: wages that became payable, and transfers."""
    return world.table("transfer_gap").select("project_id", "day", "payable", "transferred")


RULE = Rule(
    id="funding/below-payable",
    title=Text("累计拨付低于累计应发工资", "Transfers below wages payable"),
    meaning=Text(
        "自开工以来建设单位拨入专户的人工费用合计，低于所有过往月份的应发工资合计；存在未付月份的为严重。",
        "All the owner transferred since the start is less than the wages payable for all past months; "
        "severe where a month is unpaid.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.OWNER, Addressee.CONTRACTOR),
    basis=(regulation("24, 29"), proposal("P-FND-02")),
    measures=(
        Measure("payable", Text("累计应发工资", "Wages payable so far"), Unit.YUAN),
        Measure("transferred", Text("累计拨付", "Transferred so far"), Unit.YUAN),
        Measure("shortfall", Text("差额", "Shortfall"), Unit.YUAN),
    ),
    because=Text(
        "过往月份应发工资合计 {payable} 元，建设单位累计拨付 {transferred} 元，差 {shortfall} 元。",
        "Wages payable for past months come to {payable} yuan; the owner transferred {transferred}, {shortfall} short.",
    ),
    cure=Text(
        "建设单位向专户补足差额，银行报送到账流水后自动消除。",
        "The owner makes up the shortfall; cured when the bank reports the transfer.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("逐日累计", "Day by day"),
            by_day,
            {
                "day": Text("日期", "Day"),
                "payable": Text("计入应发工资", "Became payable"),
                "transferred": Text("拨付", "Transferred"),
            },
        ),
    ),
    levels=(Level.ORANGE, Level.RED),
    needs=(Feed.BANK,),
)
