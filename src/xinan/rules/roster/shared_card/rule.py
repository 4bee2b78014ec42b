"""roster/shared-card: one wage card stands for two or more workers of a project (条例 31)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.laws import practice, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def shared_cards(world: World, p: Bound) -> ir.Table:
    """Everyone ever employed on a project whose wage card is also another's, in the order in which they came."""
    employment, project = world.table("employment"), world.table("project")
    came = employment.group_by("project_id", "worker_id").aggregate(entered_on=employment.entered_on.min())
    placed = came.inner_join(project.select("project_id", "region_code"), "project_id")
    worker = world.table("worker").select("worker_id", "wage_card")
    carded = placed.inner_join(worker.filter(worker.wage_card.notnull()), "worker_id")
    holders = ibis.window(group_by=["project_id", "wage_card"])
    in_turn = ibis.window(group_by=["project_id", "wage_card"], order_by=["entered_on", "worker_id"])
    counted = carded.mutate(
        holders=carded.worker_id.count().over(holders).cast("int32"),
        turn=(ibis.row_number().over(in_turn) + 1).cast("int32"),
        allowed=p.count("workers_from", carded.region_code),
    )
    return counted.filter(counted.holders >= counted.allowed)


def holds(world: World, p: Bound) -> ir.Table:
    """A card of two or more workers. `since` is the day on which the second of them entered the site."""
    shared = shared_cards(world, p)
    found = shared.group_by("project_id").aggregate(
        since=shared.entered_on.min(where=shared.turn == shared.allowed),
        cards=shared.wage_card.nunique().cast("int32"),
        workers=shared.count().cast("int32"),
    )
    return found.mutate(level=ibis.literal(Level.RED.value))


RULE = Rule(
    id="roster/shared-card",
    title=Text("多人共用一张工资卡", "One wage card for several workers"),
    meaning=Text(
        "在本项目登记过的人员中，有两人以上使用同一张工资卡。",
        "Two or more of the people ever employed on the project have the same wage card.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE, Addressee.BANK),
    basis=(regulation("31"), practice("P-RN-03")),
    measures=(
        Measure("cards", Text("共用的工资卡", "Shared cards"), Unit.COUNT),
        Measure("workers", Text("涉及工人", "Workers concerned"), Unit.PEOPLE),
    ),
    because=Text(
        "有 {cards} 张工资卡被 {workers} 名工人共用，工资未能直接支付到本人账户。",
        "{cards} wage cards stand for {workers} workers: wages do not reach each worker's own account.",
    ),
    cure=Text(
        "为每名工人登记其本人的工资卡。",
        "Enter for each worker the wage card of his own.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("共用工资卡的工人", "Workers who share a card"),
            shared_cards,
            {
                "worker_id": Text("工人", "Worker"),
                "wage_card": Text("工资卡标识", "Key of the card"),
                "holders": Text("共用人数", "Holders"),
                "entered_on": Text("首次进场日", "First entered"),
            },
            personal=frozenset({"worker_id", "wage_card"}),
        ),
    ),
    levels=(Level.RED,),
)
