"""account/balance-short: the wage accounts hold less than the last payroll still asks for (P-ACC-03, not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.account.balance_short.series import last_entries, shortfall_days
from xinan.rules.concepts.attendance import with_due_date
from xinan.rules.concepts.stretches import held_since
from xinan.rules.concepts.wages import no_money
from xinan.rules.dates import days_from
from xinan.rules.laws import proposal
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Active, with an open account, and the open accounts together hold less than is owed for the last payroll month.

    The last payroll month is the latest wage month of any line submitted so far. Owed: each worker's payable of that
    month less what was paid for it, never below zero. Severe below half, with 3 days or fewer to the due date or
    past it. A project without an open account is left to account/not-opened and closed-early. `since` is the first
    day of the shortfall against the wages of that month, or the day from which the project has been active.
    """
    compared = balances(world, p)
    place = compared.region_code
    share = (compared.balance.cast(EXACT), compared.owed.cast(EXACT))
    is_low = share[0] < share[1] * p.share("red_share", place)
    is_near = compared.days_to_due <= p.count("red_days", place)
    judged = compared.mutate(
        level=ibis.ifelse(is_low & is_near, Level.RED.value, p.level_of_share("ladder", *share, place))
    )
    short = judged.filter(judged.level.notnull())
    lasting = held_since(shortfall_days(world, short.select("project_id", "month")))
    dated = short.inner_join(lasting, "project_id")
    return dated.select(
        "project_id",
        "level",
        "due_on",
        "days_to_due",
        "balance",
        "owed",
        wage_month=dated.month,
        lacking=dated.owed - dated.balance,
        # An overdrawn account is short where nothing is owed any more; it is no share of nothing.
        share=dated.balance.cast(EXACT) / dated.owed.nullif(no_money()).cast(EXACT),
        since=ibis.greatest(dated.since, dated.active_since),
    )


def balances(world: World, _: Bound) -> ir.Table:
    """Each active project with an open account and a payroll: balance, wages owed for its last month, due date."""
    account, line = world.table("wage_account"), world.table("payroll_line")
    still_open = account.filter(account.closed_on.isnull())
    entry = last_entries(world, by=("account_id",))
    held = still_open.select("account_id", "project_id").left_join(
        entry.select("account_id", "balance_after"), "account_id"
    )
    balance = held.group_by("project_id").aggregate(
        balance=held.balance_after.sum().fill_null(no_money()).cast("decimal(38,2)")
    )
    last = line.group_by("project_id").aggregate(month=line.wage_month.max())
    terms = world.table("project").select("project_id", "pay_day", "pay_next_month")
    joined = world.table("active_since").inner_join(terms, "project_id")
    joined = joined.inner_join(balance, "project_id").inner_join(last, "project_id")
    placed = joined.mutate(due_month=(joined.month + joined.pay_next_month.cast("int32")).cast("int32"))
    due = with_due_date(world, placed).inner_join(wages_owed(world), ["project_id", "month"])
    return due.select(
        "project_id",
        "region_code",
        "active_since",
        "month",
        "due_on",
        "balance",
        "owed",
        days_to_due=-days_from(due.due_on, world.today),
    )


def wages_owed(world: World) -> ir.Table:
    """What the payrolls of a month still ask for."""
    each = worker_owed(world)
    return each.group_by("project_id", "month").aggregate(owed=each.owed.sum().cast("decimal(38,2)"))


def worker_owed(world: World) -> ir.Table:
    """What the payrolls of a month still ask for by worker, never below zero."""
    keys = ["project_id", "worker_id", "month"]
    joined = world.table("wages_payable").left_join(world.table("wages_paid"), keys, rname="_{name}")
    paid = joined.paid.fill_null(no_money())
    left = (joined.payable - paid).cast("decimal(38,2)")
    return joined.select(*keys, "payable", paid=paid, owed=ibis.ifelse(left > no_money(), left, no_money()))


def workers_owed(world: World, _: Bound) -> ir.Table:
    """The workers to whom the last payroll month still owes something."""
    each, line = worker_owed(world), world.table("payroll_line")
    last = line.group_by("project_id").aggregate(month=line.wage_month.max())
    owed = each.inner_join(last, ["project_id", "month"])
    return owed.filter(owed.owed > no_money()).select("project_id", "worker_id", "payable", "paid", "owed")


def latest_entries(world: World, _: Bound) -> ir.Table:
    """The latest entry of each open account."""
    account = world.table("wage_account")
    still_open = account.filter(account.closed_on.isnull()).select("account_id", "project_id")
    return still_open.inner_join(last_entries(world, by=("account_id",)), "account_id").select(
        "project_id", "account_id", "entry_id", "booked_on", "direction", "amount", "balance_after"
    )


RULE = Rule(
    id="account/balance-short",
    title=Text("专户余额不足", "Balance short"),
    meaning=Text(
        "在建且未停工的项目，各未销户专户的最新余额合计，低于最近一期工资支付表中尚未发放的应发工资。",
        "The open wage accounts of an active project together hold less than the last payroll still asks for.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.OWNER, Addressee.CONTRACTOR),
    basis=(proposal("P-ACC-03"),),
    levels=(Level.YELLOW, Level.ORANGE, Level.RED),
    measures=(
        Measure("wage_month", Text("工资月份", "Wage month"), Unit.MONTH),
        Measure("due_on", Text("应付日", "Due on"), Unit.DATE),
        Measure("days_to_due", Text("距应付日天数（负数为已过）", "Days to the due date (negative: past)"), Unit.DAYS),
        Measure("balance", Text("专户余额", "Balance"), Unit.YUAN),
        Measure("owed", Text("待发工资", "Wages still owed"), Unit.YUAN),
        Measure("lacking", Text("缺口", "Lacking"), Unit.YUAN),
        Measure("share", Text("余额占待发工资", "Balance as a share of it"), Unit.SHARE),
    ),
    because=Text(
        "{wage_month} 工资待发 {owed} 元，应付日 {due_on}；截至 {as_of} 专户余额 {balance} 元，缺口 {lacking} 元。",
        "{owed} yuan of the wages of {wage_month} are still to be paid, due on {due_on}; on {as_of} the accounts hold "
        "{balance}, {lacking} too little.",
    ),
    cure=Text(
        "由建设单位补拨人工费用，使专户余额不低于待发工资。",
        "The owner transfers labour cost until the balance reaches the wages still owed.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("待发工资", "Wages still owed"),
            workers_owed,
            {
                "worker_id": Text("工人", "Worker"),
                "payable": Text("应发工资", "Payable"),
                "paid": Text("已发", "Paid"),
                "owed": Text("待发", "Still owed"),
            },
        ),
        Evidence(
            Text("各专户最新流水", "Latest entry of each account"),
            latest_entries,
            {
                "account_id": Text("专户", "Account"),
                "entry_id": Text("流水号", "Entry"),
                "booked_on": Text("记账日", "Booked"),
                "direction": Text("方向", "Direction"),
                "amount": Text("金额", "Amount"),
                "balance_after": Text("余额", "Balance"),
            },
        ),
    ),
    needs=(Feed.BANK,),
)
