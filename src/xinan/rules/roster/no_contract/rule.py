"""roster/no-contract: somebody on the roster works without a labour contract (条例 28; 实名制办法 8)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.laws import REAL_NAME_MEASURES, regulation
from xinan.rules.model import Addressee, Basis, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.ratio import Ratio
from xinan.rules.world import World


def judged_workers(world: World, _: Bound) -> ir.Table:
    """The people on the roster with a valid day in the last 30, and whether a contract was signed by the first of them.

    Any employment of theirs on the project may carry the contract, one that has ended too.
    """
    employment = world.table("employment")
    contracts = employment.group_by("project_id", "worker_id").aggregate(
        contract_signed_on=employment.contract_signed_on.min()
    )
    staying = world.table("on_roster").select("project_id", "worker_id", "entered_on")
    people = world.table("recent_worker").inner_join(staying, ["project_id", "worker_id"])
    signed = people.inner_join(contracts, ["project_id", "worker_id"])
    return signed.mutate(
        lacks_contract=signed.contract_signed_on.isnull() | (signed.contract_signed_on > signed.first_valid_on)
    )


def holds(world: World, p: Bound) -> ir.Table:
    """Somebody of the roster worked before any contract was signed; orange from a fifth of those who worked.

    `since` is the earliest of their first valid days in the last 30, or the entry of the present stay where that came later.
    """
    people = judged_workers(world, p)
    lacking = people.lacks_contract
    held_from = ibis.greatest(people.first_valid_on, people.entered_on)
    counted = people.group_by("project_id", "region_code").aggregate(
        workers=people.count().cast("int32"),
        workers_without=lacking.sum().cast("int32"),
        since=held_from.min(where=lacking),
    )
    found = counted.filter(counted.workers_without > 0)
    share = Ratio(found.workers_without, found.workers)
    is_many = share >= p.share("orange_share", found.region_code)
    return found.select(
        "project_id",
        "since",
        "workers",
        "workers_without",
        level=ibis.ifelse(is_many, Level.ORANGE.value, Level.YELLOW.value),
        share_without=share.value,
    )


def workers_without(world: World, p: Bound) -> ir.Table:
    """The people who worked before a contract was signed."""
    people = judged_workers(world, p)
    return people.filter(people.lacks_contract)


RULE = Rule(
    id="roster/no-contract",
    title=Text("未签订劳动合同即进场施工", "Working without a labour contract"),
    meaning=Text(
        "在册人员近 30 日内有有效考勤，而在其中第一个有效考勤日前未签订劳动合同（或用工书面协议）；"
        "人数达到近 30 日有有效考勤在册人员的 20% 的，定为较重。",
        "Somebody on the roster has valid days in the last 30 and no labour contract (or written work agreement) signed by "
        "the first of them; serious from 20 % of those on the roster who worked.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR,),
    basis=(regulation("28"), Basis(REAL_NAME_MEASURES, "8")),
    measures=(
        Measure("workers", Text("近 30 日有考勤的在册人员", "On roster and at work in the last 30 days"), Unit.PEOPLE),
        Measure("workers_without", Text("未签合同人员", "Without a contract"), Unit.PEOPLE),
        Measure("share_without", Text("未签合同人数占比", "Share without"), Unit.SHARE),
    ),
    because=Text(
        "截至 {as_of}，近 30 日有有效考勤的 {workers} 名在册人员中，"
        "有 {workers_without} 名在首个有效考勤日前未签订劳动合同。",
        "By {as_of}, of {workers} people on the roster with valid days in the last 30, {workers_without} had signed no "
        "labour contract by the first of them.",
    ),
    cure=Text(
        "签订劳动合同或用工书面协议并登记签订日期；签订前的考勤日满 30 日后不再计入。",
        "Sign a labour contract or written work agreement and enter its date; days worked before it drop out once they "
        "are 30 days old.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("未签订合同即上岗的人员", "People at work before a contract was signed"),
            workers_without,
            {
                "worker_id": Text("工人", "Worker"),
                "first_valid_on": Text("近 30 日首个有效考勤日", "First valid day of the last 30"),
                "contract_signed_on": Text("合同签订日", "Contract signed"),
                "valid_days": Text("近 30 日有效考勤天数", "Valid days of the last 30"),
            },
        ),
    ),
    levels=(Level.YELLOW, Level.ORANGE),
)
