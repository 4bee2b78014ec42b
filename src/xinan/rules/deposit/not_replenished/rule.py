"""deposit/not-replenished: a deposit was drawn on and not made good within 10 working days (65号 20)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days, with_working_deadline
from xinan.rules.laws import deposit_order
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """A draw not made good past its deadline; after completion too. One finding a project, by its oldest such draw.

    `since` is the day after the earliest deadline that is still missed.
    """
    late = open_draws(world, p)
    level = p.level("ladder", late.overdue_days, late.region_code)
    missed = late.mutate(draw_level=level).filter(level.notnull())
    oldest = missed.group_by("project_id", "region_code").aggregate(
        draws=missed.count().cast("int32"),
        amount=missed.amount.sum(),
        drawn_on=missed.drawn_on.min(),
        deadline_on=missed.deadline_on.min(),
    )
    found = oldest.mutate(overdue_days=days_from(oldest.deadline_on, world.today))
    return found.select(
        "project_id",
        "draws",
        "amount",
        "drawn_on",
        "deadline_on",
        "overdue_days",
        level=p.level("ladder", found.overdue_days, found.region_code),
        since=plus_days(found.deadline_on, p.first_step("ladder", found.region_code)),
    )


def open_draws(world: World, p: Bound) -> ir.Table:
    """The draws not made good, with their deadlines."""
    draw, deposit, project = world.table("deposit_draw"), world.table("deposit"), world.table("project")
    still = draw.filter(draw.replenished_on.isnull())
    owned = still.inner_join(deposit.select("deposit_id", "project_id"), "deposit_id")
    placed = owned.inner_join(project.select("project_id", "region_code"), "project_id")
    days = p.count("replenishing_days", placed.region_code)
    dated = with_working_deadline(world, placed, start="drawn_on", days=days)
    return dated.select(
        "project_id",
        "region_code",
        "deposit_id",
        "drawn_on",
        "amount",
        "deadline_on",
        overdue_days=days_from(dated.deadline_on, world.today),
    )


RULE = Rule(
    id="deposit/not-replenished",
    title=Text("保证金动用后未补足", "Deposit not made good"),
    meaning=Text(
        "工资保证金被动用后 10 个工作日内没有补足（以保函替代的，没有提交同等范围、同等金额的新保函）。",
        "A draw on the deposit was not made good (where a guarantee was used: not replaced by one of the same scope and "
        "amount) within 10 working days.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(deposit_order("20"),),
    levels=(Level.RED,),
    measures=(
        Measure("draws", Text("逾期未补足笔数", "Draws not made good"), Unit.COUNT),
        Measure("amount", Text("未补足金额", "Their amount"), Unit.YUAN),
        Measure("drawn_on", Text("最早动用日", "Earliest drawn on"), Unit.DATE),
        Measure("deadline_on", Text("补足期限", "To be made good by"), Unit.DATE),
        Measure("overdue_days", Text("逾期天数", "Days overdue"), Unit.DAYS),
    ),
    because=Text(
        "保证金于 {drawn_on} 起被动用 {draws} 笔、合计 {amount} 元，应于 {deadline_on} 前补足，已逾期 {overdue_days} 天。",
        "{draws} draw(s) of {amount} yuan, the earliest on {drawn_on}, were to be made good by {deadline_on}, "
        "{overdue_days} days ago.",
    ),
    cure=Text(
        "补足被动用的金额，或提交同等范围、同等金额的新保函，并填报补足日期。",
        "Pay in what was drawn, or hand in a new guarantee of the same scope and amount, and enter the day.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("未补足的动用", "Draws not made good"),
            open_draws,
            {
                "deposit_id": Text("保证金编号", "Deposit"),
                "drawn_on": Text("动用日", "Drawn"),
                "amount": Text("金额", "Amount"),
                "deadline_on": Text("补足期限", "Due by"),
                "overdue_days": Text("逾期天数", "Days overdue"),
            },
        ),
    ),
)
