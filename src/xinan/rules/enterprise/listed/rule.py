"""enterprise/listed: the contract was signed with a contractor on the joint-punishment list (条例 48)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.laws import regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, _: Bound) -> ir.Table:
    """One listing of the contractor covers the day of signing and has not been lifted since; after completion too.

    A listing ends on the day of removal. `since` is the day of signing.
    """
    listed = listings(world, _)
    standing = listed.filter((listed.listed_on <= listed.contract_signed_on) & listed.removed_on.isnull())
    found = standing.group_by("project_id").aggregate(
        contractor_id=standing.contractor_id.max(),
        listed_on=standing.listed_on.min(),
        contract_signed_on=standing.contract_signed_on.max(),
    )
    return found.mutate(level=ibis.literal(Level.RED.value), since=found.contract_signed_on)


def listings(world: World, _: Bound) -> ir.Table:
    """All listings of the project's contractor."""
    project, listing = world.table("project"), world.table("joint_list")
    joined = project.inner_join(listing, project.contractor_id == listing.enterprise_id)
    return joined.select("project_id", "contractor_id", "contract_signed_on", "listed_on", "removed_on")


RULE = Rule(
    id="enterprise/listed",
    title=Text("总包单位在失信联合惩戒名单上", "Contractor on the joint-punishment list"),
    meaning=Text(
        "施工合同签订当日，施工总承包单位在拖欠农民工工资失信联合惩戒名单上，至今未移出。",
        "On the day the contract was signed the general contractor was on the joint-punishment list, and still is.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.INDUSTRY_DEPARTMENT, Addressee.LABOUR_OFFICE),
    basis=(regulation("48"),),
    levels=(Level.RED,),
    measures=(
        Measure("contractor_id", Text("施工总承包单位", "General contractor"), Unit.TEXT),
        Measure("listed_on", Text("列入日", "Listed on"), Unit.DATE),
        Measure("contract_signed_on", Text("施工合同签订日", "Contract signed on"), Unit.DATE),
    ),
    because=Text(
        "施工总承包单位 {contractor_id} 于 {listed_on} 列入失信联合惩戒名单，施工合同于 {contract_signed_on} 签订，至今未移出。",
        "The contractor {contractor_id} was put on the list on {listed_on}; the contract was signed on "
        "{contract_signed_on}, and it is still on the list.",
    ),
    cure=Text(
        "由行业主管部门查处违规发包；单位依法移出名单的，自移出之日起消除。",
        "The industry department deals with the letting; cured from the day the contractor is taken off the list.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("列入与移出", "Listings"),
            listings,
            {
                "contractor_id": Text("施工总承包单位", "General contractor"),
                "listed_on": Text("列入日", "Listed"),
                "removed_on": Text("移出日", "Removed"),
                "contract_signed_on": Text("施工合同签订日", "Contract signed"),
            },
        ),
    ),
)
