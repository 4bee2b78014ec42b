"""Signals from money: what the next due date will lack, transfers that are late, transfers below the wages."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.account.balance_short.rule import latest_entries
from xinan.rules.concepts.wages import no_money
from xinan.rules.dates import days_from, plus_days
from xinan.rules.funding.forecast_shortfall.rule import forecast, transfers, workers
from xinan.rules.model import Evidence, Feed, Measure, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.risk.model import Signal
from xinan.rules.world import World

RHYTHM = 31  # days between transfers that come monthly
WORKED_WITHIN = 31  # days
MONTHS = 3
DAYS_OF_A_MONTH = 30


def cover(world: World, p: Bound) -> ir.Table:
    """What balance and expected inflow lack of the wages earned for the next due date, as a share of them.

    The figures are those of funding/forecast-shortfall: it holds exactly where the value is above 0.
    """
    known = forecast(world, p)
    zero = no_money().cast(EXACT)
    held = known.filter(known.accrued > zero)
    owed = held.mutate(inflow=(held.recent / held.months).cast(EXACT), balance=held.balance.cast(EXACT))
    lacking = (owed.accrued - owed.balance - owed.inflow).cast(EXACT)
    figures = owed.select(
        "project_id",
        "due_on",
        "accrued",
        "balance",
        "expected_on",
        "inflow",
        wage_month=owed.month,
        lacking=lacking,
        # An engine may reckon before it filters: what is left out must not divide by zero either.
        value=(lacking / owed.accrued.nullif(zero)).cast(EXACT),
    )
    joined = figures.left_join(_pace(world), "project_id", rname="_pace_{name}")
    # What has been earned since the end of the month that falls due is part of the next due date's wages.
    known_ahead = joined.select(
        *figures.columns,
        "last_transfer_on",
        pace=joined.pace.fill_null(zero),
        later=ibis.ifelse(joined.wage_month < world.this_month, joined.this_month.fill_null(zero), zero),
        monthly=joined.monthly.fill_null(zero),
    )
    return world.once("risk_cover", known_ahead)


def reserve(world: World, p: Bound) -> ir.Table:
    """What has been earned and not paid in all, less the balance, in months of wages; what is still to come left aside."""
    known = cover(world, p)
    zero = no_money().cast(EXACT)
    earned = (known.accrued + known.later).cast(EXACT)
    monthly = (known.pace * DAYS_OF_A_MONTH).cast(EXACT)
    placed = known.select("project_id", "balance", earned=earned, monthly=monthly)
    short = placed.filter((placed.earned > placed.balance) & (placed.monthly > zero))
    return short.mutate(value=((short.earned - short.balance) / short.monthly.nullif(zero)).cast(EXACT))


def _pace(world: World) -> ir.Table:
    """Wages earned a day lately, and in the running month; the owner's mean transfer and the day of the last.

    A valid day counts with the agreed rate, else the mean rate of the project's others.
    """
    days, rate = world.table("worker_month"), world.table("month_employment")
    recent = days.filter(days.month >= world.this_month - 1)
    keys = ["project_id", "worker_id", "month"]
    joined = recent.left_join(rate.select(*keys, "day_rate"), keys, rname="_rate_{name}")
    worth = (joined.valid_days.cast(EXACT) * joined.day_rate.cast(EXACT)).cast(EXACT)
    is_now = joined.month == world.this_month
    zero = no_money().cast(EXACT)
    elapsed = (world.today.day() + RHYTHM).cast(EXACT)
    earned = joined.group_by("project_id").aggregate(
        this_month=worth.sum(where=is_now).fill_null(zero).cast(EXACT), both=worth.sum().fill_null(zero).cast(EXACT)
    )
    paced = earned.select("project_id", "this_month", pace=(earned.both / elapsed).cast(EXACT))
    transfer = world.table("owner_transfer")
    in_span = (transfer.month < world.this_month) & (transfer.month >= world.this_month - MONTHS)
    total = transfer.group_by("project_id").aggregate(
        monthly=transfer.amount.sum(where=in_span).fill_null(no_money()).cast(EXACT),
        last_transfer_on=transfer.booked_on.max(),
    )
    mean = total.select("project_id", "last_transfer_on", monthly=(total.monthly / MONTHS).cast(EXACT))
    joined_mean = paced.left_join(mean, "project_id", rname="_mean_{name}")
    return joined_mean.select("project_id", "this_month", "pace", "last_transfer_on", "monthly")


def late_transfer(world: World, _: Bound) -> ir.Table:
    """By how many days the owner's next transfer is late against a monthly rhythm, on sites where people work."""
    active, transfer, days = world.table("active_since"), world.table("owner_transfer"), world.table("worker_month")
    last = transfer.group_by("project_id").aggregate(last_on=transfer.booked_on.max())
    seen = days.group_by("project_id").aggregate(seen_on=days.last_valid_on.max())
    working = seen.filter(seen.seen_on >= plus_days(world.today, -WORKED_WITHIN))
    joined = active.semi_join(working, "project_id").left_join(last, "project_id", rname="_last_{name}")
    since = ibis.greatest(joined.active_since, joined.last_on.fill_null(joined.active_since))
    late = (days_from(since, world.today) - RHYTHM).cast("int32")
    found = joined.select("project_id", "last_on", days=late)
    return found.filter(found.days > 0).mutate(value=found.days)


def short_transfers(world: World, _: Bound) -> ir.Table:
    """Which share of the wages of the last three past months the owner's transfers of these months leave uncovered."""
    wage, rate, transfer = world.table("worker_wage"), world.table("month_employment"), world.table("owner_transfer")
    keys = ["project_id", "worker_id", "month"]
    recent = wage.filter(wage.month >= world.this_month - MONTHS)
    joined = recent.left_join(rate.select(*keys, "day_rate"), keys, rname="_rate_{name}")
    zero = no_money().cast(EXACT)
    by_rate = (joined.valid_days.cast(EXACT) * joined.day_rate.cast(EXACT)).cast(EXACT)
    worth = ibis.coalesce(joined.payable.cast(EXACT), by_rate, zero)
    earned = joined.group_by("project_id").aggregate(wages=worth.sum().cast(EXACT))
    span = transfer.filter((transfer.month < world.this_month) & (transfer.month >= world.this_month - MONTHS))
    came = span.group_by("project_id").aggregate(came=span.amount.sum().cast(EXACT))
    both = earned.left_join(came, "project_id", rname="_came_{name}")
    known = both.select("project_id", "wages", came=both.came.fill_null(zero))
    short = known.filter((known.wages > zero) & (known.came < known.wages))
    return short.mutate(value=((short.wages - short.came) / short.wages.nullif(zero)).cast(EXACT))


_TRANSFERS = Evidence(
    Text("建设单位历次拨付", "Transfers of the owner"),
    transfers,
    {"booked_on": Text("到账日", "Booked on"), "amount": Text("金额", "Amount")},
)
COVER = Signal(
    cover,
    (
        Measure("due_on", Text("下一个应付日", "Next due date"), Unit.DATE),
        Measure("wage_month", Text("工资月份", "Wage month"), Unit.MONTH),
        Measure("accrued", Text("已挣得未发的工资", "Earned and not paid"), Unit.YUAN),
        Measure("balance", Text("专户余额", "Balance"), Unit.YUAN),
        Measure("inflow", Text("预计拨入", "Expected inflow"), Unit.YUAN),
        Measure("expected_on", Text("预计拨入日", "Inflow expected by"), Unit.DATE),
        Measure("lacking", Text("缺口（负数为结余）", "Lacking (negative: left over)"), Unit.YUAN),
        Measure("pace", Text("近期每日挣得", "Earned a day lately"), Unit.YUAN),
        Measure("later", Text("其后月份已挣得", "Earned for later months"), Unit.YUAN),
        Measure("monthly", Text("月均拨入", "Mean monthly transfer"), Unit.YUAN),
        Measure("last_transfer_on", Text("最近一次拨付", "Last transfer"), Unit.DATE),
    ),
    Text(
        "{due_on} 应付 {wage_month} 工资，已挣得未发 {accrued} 元；专户余额 {balance} 元，预计拨入 {inflow} 元。",
        "Wages of {wage_month} fall due on {due_on}: {accrued} earned and not paid; balance {balance}, expected {inflow}.",
    ),
    Unit.SHARE,
    (Feed.BANK,),
    (
        Evidence(
            Text("已挣得未发的工资", "Earned and not paid"),
            workers,
            {
                "worker_id": Text("工人", "Worker"),
                "valid_days": Text("有效考勤天数", "Valid days"),
                "day_pay": Text("采用的日工资", "Pay for a day, as taken"),
                "accrued": Text("已挣得未发", "Earned and not paid"),
            },
        ),
        Evidence(
            Text("各专户最新流水", "Latest entry of each account"),
            latest_entries,
            {
                "account_id": Text("专户", "Account"),
                "booked_on": Text("记账日", "Booked on"),
                "balance_after": Text("余额", "Balance"),
            },
        ),
    ),
    owner="funding/forecast-shortfall",
)
RESERVE = Signal(
    reserve,
    (
        Measure("earned", Text("已挣得未发的全部工资", "All wages earned and not paid"), Unit.YUAN),
        Measure("balance", Text("专户余额", "Balance"), Unit.YUAN),
        Measure("monthly", Text("近期每月挣得", "Earned a month lately"), Unit.YUAN),
    ),
    Text(
        "已挣得未发的工资共 {earned} 元，专户余额 {balance} 元；近期每月约挣得 {monthly} 元。",
        "{earned} earned and not paid in all, the accounts hold {balance}; about {monthly} is earned a month.",
    ),
    Unit.SHARE,
    (Feed.BANK,),
    (
        Evidence(
            Text("各专户最新流水", "Latest entry of each account"),
            latest_entries,
            {
                "account_id": Text("专户", "Account"),
                "booked_on": Text("记账日", "Booked on"),
                "balance_after": Text("余额", "Balance"),
            },
        ),
        _TRANSFERS,
    ),
    owner="funding/forecast-shortfall",
)
LATE_TRANSFER = Signal(
    late_transfer,
    (
        Measure("last_on", Text("最近一次拨付", "Last transfer"), Unit.DATE),
        Measure("days", Text("超过按月拨付的天数", "Days beyond a month"), Unit.DAYS),
    ),
    Text(
        "最近一次拨付在 {last_on}，按月拨付已晚 {days} 天，工地仍在用工。",
        "The last transfer came on {last_on}: {days} days late for a monthly one, while people work.",
    ),
    Unit.DAYS,
    (Feed.BANK,),
    (_TRANSFERS,),
)
SHORT_TRANSFERS = Signal(
    short_transfers,
    (
        Measure("wages", Text("近三个月工资", "Wages of three months"), Unit.YUAN),
        Measure("came", Text("同期建设单位拨付", "Transferred in them"), Unit.YUAN),
    ),
    Text(
        "近三个整月工资合计 {wages} 元，建设单位同期拨付 {came} 元。",
        "Wages of the last three whole months come to {wages}; the owner transferred {came} in them.",
    ),
    Unit.SHARE,
    (Feed.BANK,),
    (_TRANSFERS,),
)
