"""roster/identity-invalid: somebody on the roster whose identity document failed its check (实名制办法 11)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.laws import REAL_NAME_MEASURES, practice
from xinan.rules.model import Addressee, Basis, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def invalid_people(world: World, _: Bound) -> ir.Table:
    """The people on the roster whose identity is not valid."""
    people = world.table("roster_worker")
    return people.filter(~people.identity_valid).select("project_id", "region_code", "worker_id", "entered_on")


def holds(world: World, p: Bound) -> ir.Table:
    """Somebody on the roster with an invalid identity. `since` is the earliest entry of those people's present stays."""
    people = invalid_people(world, p)
    found = people.group_by("project_id", "region_code").aggregate(
        since=people.entered_on.min(), workers=people.count().cast("int32")
    )
    enough = found.filter(found.workers >= p.count("workers_from", found.region_code))
    return enough.select("project_id", "since", "workers", level=ibis.literal(Level.BLUE.value))


RULE = Rule(
    id="roster/identity-invalid",
    title=Text("在册人员证件核验未通过", "Identity not valid"),
    meaning=Text(
        "在册人员中有人的身份证件核验未通过。",
        "Somebody on the roster has an identity document that did not pass its check.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR,),
    basis=(Basis(REAL_NAME_MEASURES, "11"), practice("P-RN-04")),
    measures=(Measure("workers", Text("核验未通过人数", "People not valid"), Unit.PEOPLE),),
    because=Text(
        "截至 {as_of}，在册人员中有 {workers} 名证件核验未通过。",
        "By {as_of}, the identity of {workers} people on the roster has not passed its check.",
    ),
    cure=Text(
        "核对并更正证件信息后重新核验；已离场的，登记退场日期。",
        "Correct the document's data and check again; where people have left, enter the day.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("证件核验未通过的在册人员", "People on the roster whose identity is not valid"),
            invalid_people,
            {"worker_id": Text("工人", "Worker"), "entered_on": Text("进场日", "Entered")},
        ),
    ),
    levels=(Level.BLUE,),
)
