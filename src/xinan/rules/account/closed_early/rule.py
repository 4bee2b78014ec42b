"""account/closed-early: a wage account closed before it might be (条例 27; 53号 9–10)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import month_text, with_deadline
from xinan.rules.laws import account_order, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Closed before completion, or before 30 days of notice had run, or with wages unpaid or a clue open at the time.

    The 30 days are a deadline like others: one that ends on a rest day ends on the next working day, and closing on
    its last day is in order. Unpaid months and clues are taken as they stood on the day of closing. `since` is the
    day of the first such closing; it does not pass, unless the facts are corrected. Clues are no measure and in no
    sentence: firms read those (monitoring.confidential); offices see the clues among the evidence.
    """
    closing = closings(world, p)
    early = closing.filter(
        closing.is_unfinished | closing.is_unannounced | (closing.unpaid_months > 0) | (closing.open_clues > 0)
    )
    found = early.group_by("project_id").aggregate(
        accounts=early.count().cast("int32"),
        unfinished=early.is_unfinished.sum().cast("int32"),
        unannounced=early.is_unannounced.sum().cast("int32"),
        unpaid_months=early.unpaid_months.max().cast("int32"),
        since=early.closed_on.min(),
    )
    return found.mutate(level=ibis.literal(Level.RED.value))


def closings(world: World, p: Bound) -> ir.Table:
    """Each closed account, and what stood against closing it that day."""
    account = world.table("wage_account")
    place = world.table("project").select("project_id", "region_code", "completed_on")
    closed = account.filter(account.closed_on.notnull()).inner_join(place, "project_id")
    days = p.count("notice_days", closed.region_code)
    dated = with_deadline(world, closed, start="closing_notice_on", days=days, to="notice_ends_on")
    terms = dated.select("account_id", "project_id", "closed_on")
    late = world.table("late_wage")
    unpaid = terms.inner_join(
        late,
        [
            terms.project_id == late.project_id,
            late.unpaid_from <= terms.closed_on,
            late.first_paid_on.isnull() | (late.first_paid_on > terms.closed_on),
        ],
    )
    months = unpaid.group_by("account_id").aggregate(unpaid_months=unpaid.month.nunique())
    pending = pending_clues(world, p)
    clues = pending.group_by("account_id").aggregate(open_clues=pending.count())
    joined = dated.left_join(months, "account_id").drop("account_id_right")
    joined = joined.left_join(clues, "account_id").drop("account_id_right")
    return joined.select(
        "project_id",
        "account_id",
        "completed_on",
        "closing_notice_on",
        "notice_ends_on",
        "closed_on",
        is_unfinished=joined.completed_on.isnull() | (joined.closed_on < joined.completed_on),
        is_unannounced=joined.closing_notice_on.isnull() | (joined.closed_on < joined.notice_ends_on),
        unpaid_months=joined.unpaid_months.fill_null(0),
        open_clues=joined.open_clues.fill_null(0),
    )


def pending_clues(world: World, _: Bound) -> ir.Table:
    """Clues of the project that were open on the day an account of it was closed."""
    account, clue = world.table("wage_account"), world.table("clue")
    closed = account.filter(account.closed_on.notnull()).select("account_id", "project_id", "closed_on")
    asked = clue.select("project_id", "clue_id", "received_on", answered_on=clue.closed_on)
    pending = closed.inner_join(
        asked,
        [
            closed.project_id == asked.project_id,
            asked.received_on <= closed.closed_on,
            asked.answered_on.isnull() | (asked.answered_on > closed.closed_on),
        ],
    )
    return pending.select("project_id", "account_id", "clue_id", "received_on", "answered_on")


def late_wages(world: World, _: Bound) -> ir.Table:
    """Wages that were unpaid for some days past their due date."""
    late = world.table("late_wage")
    return late.mutate(month=month_text(late.month))


RULE = Rule(
    id="account/closed-early",
    title=Text("违规销户", "Account closed early"),
    meaning=Text(
        "工资专户在项目竣工前销户，或者未公示、公示不满 30 日（期满日为休息日的顺延）即销户，"
        "或者销户当日仍有未付工资的月份、未办结的欠薪线索。",
        "A wage account was closed before completion, or without 30 days of notice (moved on from a rest day), or while "
        "wages of a month were unpaid or a clue was open.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.BANK, Addressee.LABOUR_OFFICE),
    basis=(regulation("27"), account_order("9–10")),
    levels=(Level.RED,),
    measures=(
        Measure("accounts", Text("违规销户的专户数", "Accounts closed early"), Unit.COUNT),
        Measure("unfinished", Text("其中竣工前销户", "Closed before completion"), Unit.COUNT),
        Measure("unannounced", Text("其中公示不足", "Closed without full notice"), Unit.COUNT),
        Measure("unpaid_months", Text("销户时未付工资的月数", "Months unpaid at the closing"), Unit.COUNT),
    ),
    because=Text(
        "有 {accounts} 个专户违规销户：竣工前销户 {unfinished} 个，公示不足 {unannounced} 个；"
        "销户时未付工资 {unpaid_months} 个月。",
        "{accounts} account(s) were closed early: {unfinished} before completion, {unannounced} without full notice; "
        "{unpaid_months} month(s) were unpaid.",
    ),
    cure=Text(
        "违规销户的事实不因以后补办而改变：由人社部门查处，结清工资；误报的，由银行或总包单位更正销户、公示或竣工日期。",
        "What was done is not undone by later steps: the labour office deals with it and wages are settled; where a date "
        "was entered wrongly, bank or contractor correct it.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("销户情况", "The closings"),
            closings,
            {
                "account_id": Text("专户", "Account"),
                "completed_on": Text("竣工日", "Completed"),
                "closing_notice_on": Text("公示日", "Announced"),
                "notice_ends_on": Text("公示期满日", "Notice ends"),
                "closed_on": Text("销户日", "Closed"),
                "unpaid_months": Text("未付工资月数", "Months unpaid"),
            },
        ),
        Evidence(
            Text("逾期工资", "Wages paid late or not at all"),
            late_wages,
            {
                "worker_id": Text("工人", "Worker"),
                "month": Text("工资月份", "Wage month"),
                "payable": Text("应发工资", "Payable"),
                "unpaid_from": Text("逾期起始日", "Unpaid from"),
                "first_paid_on": Text("首次发放日", "First paid"),
            },
        ),
        Evidence(
            Text("销户时未办结的线索", "Clues open at the closing"),
            pending_clues,
            {
                "clue_id": Text("线索编号", "Clue"),
                "account_id": Text("专户", "Account"),
                "received_on": Text("收到日", "Received"),
                "answered_on": Text("办结日", "Closed"),
            },
        ),
    ),
)
