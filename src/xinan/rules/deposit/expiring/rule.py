"""deposit/expiring: the last guarantee ends within 30 days and the project is not completed (65号 17)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.stretches import held_since
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import deposit_order
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Of the guarantees not released the one that lasts longest ends in 0 to 30 days; cash does not count.

    A guarantee without an end never expires. `since` is the first day of the stretch on which this has held: 30 days
    before the end, or the day a longer guarantee was released.
    """
    project = world.table("project")
    unfinished = project.filter(project.completed_on.isnull()).select("project_id", "region_code")
    kept = guarantees(world, p).filter(ibis._.released_on.isnull())
    last = kept.group_by("project_id").aggregate(
        last_on=kept.expires_on.max(), endless=kept.expires_on.isnull().sum(), guarantees=kept.count().cast("int32")
    )
    joined = unfinished.inner_join(last, "project_id")
    days_left = days_from(world.today, joined.last_on)
    ending = joined.filter(
        (joined.endless == 0) & (days_left >= 0) & (days_left <= p.count("warning_days", joined.region_code))
    )
    lasting = held_since(ending_days(world, p, ending.select("project_id", "region_code")))
    found = ending.inner_join(lasting, "project_id")
    return found.select(
        "project_id",
        "since",
        "last_on",
        "guarantees",
        level=ibis.literal(Level.BLUE.value),
        days_left=days_from(world.today, found.last_on),
    )


def guarantees(world: World, _: Bound) -> ir.Table:
    """The guarantees of all kinds."""
    deposit = world.table("deposit")
    return deposit.filter(deposit.kind != "cash").select(
        "project_id", "deposit_id", "kind", "amount", "effective_on", "expires_on", "released_on"
    )


def ending_days(world: World, p: Bound, projects: ir.Table) -> ir.Table:
    """The days on which the longest guarantee may have changed or come close to its end."""
    given = guarantees(world, p).inner_join(projects, "project_id")
    near_on = plus_days(given.expires_on, -p.count("warning_days", given.region_code))
    changes = ibis.union(
        given.select("project_id", "region_code", day=given.effective_on),
        given.select("project_id", "region_code", day=given.released_on),
        given.select("project_id", "region_code", day=near_on),
        given.select("project_id", "region_code", day=plus_days(given.expires_on, 1)),
        distinct=True,
    )
    days = changes.filter(changes.day.notnull() & (changes.day <= world.today))
    each = given.select("project_id", "effective_on", "expires_on", "released_on")
    joined = days.inner_join(each, "project_id")
    is_kept = (joined.effective_on <= joined.day) & (joined.released_on.isnull() | (joined.released_on > joined.day))
    state = joined.group_by("project_id", "region_code", "day").aggregate(
        last_on=joined.expires_on.max(where=is_kept), endless=(is_kept & joined.expires_on.isnull()).sum()
    )
    left = days_from(state.day, state.last_on)
    is_near = (left >= 0) & (left <= p.count("warning_days", state.region_code))
    return state.select("project_id", "day", holds=(state.endless == 0) & is_near.fill_null(False))


RULE = Rule(
    id="deposit/expiring",
    title=Text("保证金保函即将到期", "Guarantee about to expire"),
    meaning=Text(
        "项目尚未竣工，未返还的保函、保险等替代形式中最晚到期的一份，将在 30 天内到期。",
        "The project is not completed and the last of its guarantees ends within 30 days.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(deposit_order("17"),),
    levels=(Level.BLUE,),
    measures=(
        Measure("last_on", Text("最晚到期日", "Last day of effect"), Unit.DATE),
        Measure("days_left", Text("剩余天数", "Days left"), Unit.DAYS),
        Measure("guarantees", Text("未返还的保函份数", "Guarantees not released"), Unit.COUNT),
    ),
    because=Text(
        "项目未竣工，最晚到期的保函将于 {last_on} 到期，还有 {days_left} 天。",
        "The project is not completed and its last guarantee ends on {last_on}, in {days_left} days.",
    ),
    cure=Text(
        "在到期前续保，或提交期限不短于剩余工期的新保函。",
        "Renew it before it ends, or hand in a new one that lasts for the rest of the work.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("保函", "Guarantees"),
            guarantees,
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
