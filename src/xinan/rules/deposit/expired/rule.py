"""deposit/expired: the project had a deposit and none is in force any more (65号 17)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import deposit_order
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Not completed, at least one deposit so far, and every one of them expired or released.

    In force on the last day itself. What is owed plays no part: the rulebook asks only whether all that was given has
    ended. `since` is the day after the last one ended, or the day of its release.
    """
    project = world.table("project")
    unfinished = project.filter(project.completed_on.isnull()).select("project_id")
    given = deposits(world, p)
    protecting = given.ended_on > given.effective_on
    ended = given.group_by("project_id").aggregate(
        deposits=given.count().cast("int32"),
        lasting=(given.ended_on.isnull() | (given.ended_on > world.today)).sum(),
        last_ended_on=given.ended_on.max(where=protecting),
        first_on=given.effective_on.min(),
    )
    joined = unfinished.inner_join(ended, "project_id")
    found = joined.filter(joined.lasting == 0)
    # A deposit released before it took effect never protected anybody: then the first of them is the day.
    since = ibis.greatest(ibis.coalesce(found.last_ended_on, found.first_on), found.first_on)
    return found.select(
        "project_id",
        "deposits",
        level=ibis.literal(Level.RED.value),
        since=since,
        ended_on=since,
        days_without=days_from(since, world.today),
    )


def deposits(world: World, _: Bound) -> ir.Table:
    """The deposits, with the first day on which each no longer was in force (null: no end)."""
    deposit = world.table("deposit")
    return deposit.select(
        "project_id",
        "deposit_id",
        "kind",
        "amount",
        "effective_on",
        "expires_on",
        "released_on",
        ended_on=ibis.least(
            ibis.coalesce(plus_days(deposit.expires_on, 1), deposit.released_on),
            ibis.coalesce(deposit.released_on, plus_days(deposit.expires_on, 1)),
        ),
    )


RULE = Rule(
    id="deposit/expired",
    title=Text("工资保证金已失效", "Deposit expired"),
    meaning=Text(
        "项目尚未竣工，曾经存储的保证金、提交的保函等已全部到期或返还，没有一份有效。",
        "The project is not completed, and every deposit it ever had has expired or been released.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(deposit_order("17"),),
    levels=(Level.RED,),
    measures=(
        Measure("deposits", Text("曾有的保证金份数", "Deposits so far"), Unit.COUNT),
        Measure("ended_on", Text("失效之日", "None in force from"), Unit.DATE),
        Measure("days_without", Text("无保证金天数", "Days without a deposit"), Unit.DAYS),
    ),
    because=Text(
        "项目未竣工，{deposits} 份保证金全部到期或返还，自 {ended_on} 起没有有效的保证金。",
        "The project is not completed; all of its {deposits} deposit(s) have expired or been released, and none has been "
        "in force since {ended_on}.",
    ),
    cure=Text(
        "重新存储保证金，或提交新的保函，自其生效之日起消除；提前返还有误的，更正返还日期。",
        "Place a new deposit or guarantee; cured on the day it takes effect. Correct a release entered by mistake.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("项目的保证金", "Deposits of the project"),
            deposits,
            {
                "deposit_id": Text("保证金编号", "Deposit"),
                "kind": Text("形式", "Form"),
                "amount": Text("金额", "Amount"),
                "effective_on": Text("生效日", "Effective"),
                "expires_on": Text("到期日", "Expires"),
                "released_on": Text("返还日", "Released"),
            },
        ),
    ),
)
