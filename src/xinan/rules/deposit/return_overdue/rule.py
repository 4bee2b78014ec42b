"""deposit/return-overdue: the work is done and paid, and the deposit has not been given back (65号 22)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days, with_deadline, with_working_deadline
from xinan.rules.laws import deposit_order
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Completed, no unpaid month, no open clue, and a deposit not released 30 D and then 8 WD after completion.

    The 30 days of notice end on the next working day where they end on a rest day; then 5 working days to review and
    3 to confirm. A guarantee that has run out is also to be given back, so it counts until it is released. `since`
    is the day after the deadline, or the later day on which the last late wages were paid or the last clue closed.
    """
    kept = unreleased(world, p)
    held = kept.group_by("project_id").aggregate(
        deposits=kept.count().cast("int32"), amount=kept.amount.sum(), effective_on=kept.effective_on.min()
    )
    project = world.table("project")
    done = project.filter(project.completed_on.notnull()).select("project_id", "region_code", "completed_on")
    free = _without_claims(world, done.inner_join(held, "project_id"))
    notice = p.count("notice_days", free.region_code)
    announced = with_deadline(world, free, start="completed_on", days=notice, to="notice_ends_on")
    review = p.count("review_days", announced.region_code)
    dated = with_working_deadline(world, announced, start="notice_ends_on", days=review)
    overdue = dated.mutate(overdue_days=days_from(dated.deadline_on, world.today))
    judged = overdue.mutate(level=p.level("ladder", overdue.overdue_days, overdue.region_code))
    found = judged.filter(judged.level.notnull())
    missed_on = plus_days(found.deadline_on, p.first_step("ladder", found.region_code))
    return found.select(
        "project_id",
        "level",
        "completed_on",
        "deadline_on",
        "overdue_days",
        "deposits",
        "amount",
        since=ibis.greatest(
            missed_on,
            found.effective_on,
            ibis.coalesce(found.paid_up_on, missed_on),
            ibis.coalesce(found.answered_on, missed_on),
        ),
    )


def _without_claims(world: World, done: ir.Table) -> ir.Table:
    """Those with no unpaid month and no open clue, with the days on which the last of each was settled."""
    clue, late = world.table("clue"), world.table("late_wage")
    open_clues = clue.filter(clue.closed_on.isnull() & clue.project_id.notnull())
    free = done.anti_join(open_clues.select("project_id"), "project_id")
    free = free.anti_join(late.filter(late.first_paid_on.isnull()).select("project_id"), "project_id")
    # A clue closed before it came in (a slip of the pen) was never open.
    pending = clue.filter(clue.closed_on > clue.received_on)
    answered = pending.group_by("project_id").aggregate(answered_on=pending.closed_on.max())
    paid_up = late.group_by("project_id").aggregate(paid_up_on=late.first_paid_on.max())
    joined = free.left_join(answered, "project_id").drop("project_id_right")
    return joined.left_join(paid_up, "project_id").drop("project_id_right")


def unreleased(world: World, _: Bound) -> ir.Table:
    """The deposits not given back."""
    deposit = world.table("deposit")
    return deposit.filter(deposit.released_on.isnull()).select(
        "project_id", "deposit_id", "kind", "amount", "effective_on", "expires_on"
    )


RULE = Rule(
    id="deposit/return-overdue",
    title=Text("保证金逾期未返还", "Deposit not given back in time"),
    meaning=Text(
        "项目已竣工，没有未付工资的月份，也没有未办结的线索，自竣工之日起公示 30 日（期满日为休息日的顺延）、"
        "再经 8 个工作日，保证金仍未返还。",
        "The project is completed, no month is unpaid and no clue open, and 30 days of notice (moved on from a rest day) "
        "and 8 working days after completion the deposit has not been given back.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.LABOUR_OFFICE,),
    basis=(deposit_order("22"),),
    levels=(Level.BLUE, Level.YELLOW),
    measures=(
        Measure("completed_on", Text("竣工日", "Completed on"), Unit.DATE),
        Measure("deadline_on", Text("返还期限", "To be given back by"), Unit.DATE),
        Measure("overdue_days", Text("逾期天数", "Days overdue"), Unit.DAYS),
        Measure("deposits", Text("未返还份数", "Deposits not given back"), Unit.COUNT),
        Measure("amount", Text("未返还金额", "Their amount"), Unit.YUAN),
    ),
    because=Text(
        "项目于 {completed_on} 竣工，无未付工资和未结线索，{deposits} 份、合计 {amount} 元保证金应于 {deadline_on} 前返还，"
        "已逾期 {overdue_days} 天。",
        "The project was completed on {completed_on} with no unpaid wages and no open clue; {deposits} deposit(s) of "
        "{amount} yuan were to be given back by {deadline_on}, {overdue_days} days ago.",
    ),
    cure=Text(
        "审核并出具返还确认，返还现金或退还保函原件，填报返还日期；仍有欠薪的，登记线索或案件。",
        "Review, confirm and give back cash or the original guarantee, and enter the day; where wages are still owed, "
        "register the clue.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("未返还的保证金", "Deposits not given back"),
            unreleased,
            {
                "deposit_id": Text("保证金编号", "Deposit"),
                "kind": Text("形式", "Form"),
                "amount": Text("金额", "Amount"),
                "effective_on": Text("生效日", "Effective"),
                "expires_on": Text("到期日", "Expires"),
            },
        ),
    ),
)
