"""roster/card-mismatch: the wage card of somebody on the roster is held in another name (条例 31; P-RN-03)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.laws import practice, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def mismatched_people(world: World, _: Bound) -> ir.Table:
    """The people on the roster whose card is known to be another's; an unchecked card is not."""
    people = world.table("roster_worker")
    mismatched = people.filter(people.card_holder_matches == ibis.literal(False))
    return mismatched.select("project_id", "region_code", "worker_id", "entered_on", "wage_card")


def holds(world: World, p: Bound) -> ir.Table:
    """Somebody on the roster with another's card. `since` is the earliest entry of those people's present stays."""
    people = mismatched_people(world, p)
    found = people.group_by("project_id", "region_code").aggregate(
        since=people.entered_on.min(), workers=people.count().cast("int32")
    )
    enough = found.filter(found.workers >= p.count("workers_from", found.region_code))
    return enough.select("project_id", "since", "workers", level=ibis.literal(Level.YELLOW.value))


RULE = Rule(
    id="roster/card-mismatch",
    title=Text("工资卡户名与本人不符", "Wage card in another name"),
    meaning=Text(
        "在册人员中有人登记的工资卡户名与本人不一致。",
        "The wage card of somebody on the roster is held in a name that is not the worker's own.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.BANK),
    basis=(regulation("31"), practice("P-RN-03")),
    measures=(Measure("workers", Text("户名不符人数", "People concerned"), Unit.PEOPLE),),
    because=Text(
        "截至 {as_of}，在册人员中有 {workers} 名的工资卡户名与本人不符。",
        "By {as_of}, the wage cards of {workers} people on the roster are held in another name.",
    ),
    cure=Text(
        "改登记本人名下的工资卡，由银行核对户名一致。",
        "Enter a card in the worker's own name and have the bank confirm the holder.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("工资卡户名不符的在册人员", "People on the roster with another's card"),
            mismatched_people,
            {
                "worker_id": Text("工人", "Worker"),
                "wage_card": Text("工资卡标识", "Key of the card"),
                "entered_on": Text("进场日", "Entered"),
            },
            personal=frozenset({"worker_id", "wage_card"}),
        ),
    ),
    levels=(Level.YELLOW,),
)
