"""deposit/too-small: a deposit in force, but less than is owed (65号 11, 15)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.stretches import held_since
from xinan.rules.concepts.wages import no_money
from xinan.rules.dates import plus_days
from xinan.rules.laws import deposit_order
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Past the deadline, what is in force comes to less than is owed; also after completion, while anything is in force.

    In force: effective, not released, not expired (the last day still counts). A draw does not lessen the amount:
    deposit/not-replenished speaks of it. `since` is the first day of the shortfall that still lasts.
    """
    due, deposit = world.table("required_deposit"), world.table("deposit")
    passed = due.filter(due.deadline_on < world.today)
    in_force = deposit.filter(is_in_force(deposit, world.today))
    held = in_force.group_by("project_id").aggregate(held=in_force.amount.sum().cast("decimal(38,2)"))
    compared = passed.inner_join(held, "project_id")
    share = (compared.held.cast(EXACT), compared.required.cast(EXACT))
    judged = compared.mutate(level=p.level_of_share("ladder", *share, compared.region_code))
    short = judged.filter(judged.level.notnull())
    found = short.inner_join(held_since(shortfall_days(world, short)), "project_id")
    return found.select(
        "project_id",
        "level",
        "since",
        "deadline_on",
        "contract_price",
        "rate",
        "required",
        "held",
        lacking=found.required - found.held,
        share=found.held.cast(EXACT) / found.required.cast(EXACT),
    )


def is_in_force(deposit: ir.Table, day: ir.DateValue) -> ir.BooleanValue:
    """Whether a deposit protects the workers on a day."""
    return (
        (deposit.effective_on <= day)
        & (deposit.expires_on.isnull() | (deposit.expires_on >= day))
        & (deposit.released_on.isnull() | (deposit.released_on > day))
    )


def shortfall_days(world: World, short: ir.Table) -> ir.Table:
    """The days on which the sum in force may have changed, and whether it fell short."""
    deposit = world.table("deposit")
    changes = ibis.union(
        deposit.select("project_id", day=deposit.effective_on),
        deposit.select("project_id", day=plus_days(deposit.expires_on, 1)),
        deposit.select("project_id", day=deposit.released_on),
        short.select("project_id", day=plus_days(short.deadline_on, 1)),
        distinct=True,
    )
    terms = short.select("project_id", "deadline_on", "required")
    known = changes.filter(changes.day.notnull() & (changes.day <= world.today)).inner_join(terms, "project_id")
    days = known.filter(known.day > known.deadline_on)
    kept = deposit.select("project_id", "amount", "effective_on", "expires_on", "released_on")
    joined = days.inner_join(kept, "project_id")
    counts = is_in_force(joined, joined.day)
    summed = joined.group_by("project_id", "day", "required").aggregate(
        deposits=counts.sum(), held=joined.amount.sum(where=counts).fill_null(no_money()).cast("decimal(38,2)")
    )
    return summed.select("project_id", "day", holds=(summed.deposits > 0) & (summed.held < summed.required))


def deposits(world: World, _: Bound) -> ir.Table:
    """The project's deposits."""
    return world.table("deposit").select(
        "project_id", "deposit_id", "kind", "amount", "effective_on", "expires_on", "released_on"
    )


RULE = Rule(
    id="deposit/too-small",
    title=Text("工资保证金不足额", "Deposit too small"),
    meaning=Text(
        "存储期限已过，有效的保证金（未到期、未返还）合计低于应存金额；竣工后仍有保证金有效的，同样适用。",
        "Past the deadline, the deposits in force (not expired, not released) come to less than is owed; after "
        "completion too, while any is in force.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(deposit_order("11, 15"),),
    levels=(Level.YELLOW, Level.ORANGE),
    measures=(
        Measure("deadline_on", Text("存储期限", "Due by"), Unit.DATE),
        Measure("contract_price", Text("合同价", "Contract price"), Unit.YUAN),
        Measure("rate", Text("适用比例", "Rate"), Unit.SHARE),
        Measure("required", Text("应存金额", "Amount owed"), Unit.YUAN),
        Measure("held", Text("有效金额", "Amount in force"), Unit.YUAN),
        Measure("lacking", Text("差额", "Lacking"), Unit.YUAN),
        Measure("share", Text("有效金额占应存金额", "In force as a share of what is owed"), Unit.SHARE),
    ),
    because=Text(
        "应存工资保证金 {required} 元（合同价 {contract_price} 元，比例 {rate}），有效 {held} 元，差 {lacking} 元。",
        "{required} yuan are owed ({rate} of the contract price of {contract_price}); {held} are in force, {lacking} too "
        "little.",
    ),
    cure=Text(
        "补足差额：增存现金，或提交补充保函，使有效金额合计不低于应存金额。",
        "Make up the difference, in cash or by a further guarantee, so that the sum in force reaches what is owed.",
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
