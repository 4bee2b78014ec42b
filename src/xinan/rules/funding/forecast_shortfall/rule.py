"""funding/forecast-shortfall: what will be there on the next due date does not cover what is being earned (not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.account.balance_short.rule import latest_entries
from xinan.rules.account.balance_short.series import balance_changes
from xinan.rules.concepts.attendance import valid_days_of
from xinan.rules.concepts.stretches import held_since
from xinan.rules.concepts.wages import no_money
from xinan.rules.dates import plus_days
from xinan.rules.funding.forecast_shortfall.accrual import WORKER, accrued, balance, day_pay, inflow, next_due
from xinan.rules.laws import proposal
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World


def forecast(world: World, p: Bound) -> ir.Table:
    """For each project with a near due date: earned so far, balance, the inflow that counts.

    Amounts are compared times the number of months of the mean, which may not divide evenly.
    """
    due = world.once("forecast_due", next_due(world, p))
    owed = accrued(world, due)
    wages = owed.group_by("project_id").aggregate(
        accrued=owed.accrued.sum().cast(EXACT), workers=owed.count().cast("int32")
    )
    held = due.inner_join(wages, "project_id").inner_join(balance(world), "project_id")
    joined = held.left_join(inflow(world, p), "project_id").drop("project_id_right")
    comes = (joined.expected_on <= joined.due_on).fill_null(False)
    return joined.mutate(
        months=p.count("inflow_months", joined.region_code),
        recent=ibis.ifelse(comes, joined.recent, no_money().cast(EXACT)),
        expected_on=ibis.ifelse(comes, joined.expected_on, ibis.null("date")),
    )


def holds(world: World, p: Bound) -> ir.Table:
    """Active, an open account, the next due date near: balance and expected inflow below the wages earned so far.

    The next due date may be today. Past months of the means are those before the month that falls due; who was paid
    nothing in them is taken at the project's mean. The inflow is the owner's, its mean that of three calendar months.
    `since` is the first day, since the due date before and within the thirty days ahead, from which what had been
    earned exceeded the balance of the day and the inflow expected today.
    """
    known = forecast(world, p)
    short = known.filter(
        known.balance.cast(EXACT) * known.months + known.recent < known.accrued.cast(EXACT) * known.months
    )
    horizon_on = plus_days(short.due_on, -p.count("horizon_days", short.region_code))
    judged = world.once(
        "forecast_short",
        short.mutate(judged_from=ibis.greatest(short.active_since, horizon_on, plus_days(short.last_due_on, 1))),
    )
    dated = judged.inner_join(held_since(shortfall_days(world, judged)), "project_id")
    mean = (dated.recent / dated.months).cast(EXACT)
    return dated.select(
        "project_id",
        "since",
        "due_on",
        "workers",
        "accrued",
        "balance",
        "expected_on",
        level=ibis.literal(Level.BLUE.value),
        wage_month=dated.month,
        inflow=mean,
        lacking=dated.accrued - dated.balance.cast(EXACT) - mean,
    )


def shortfall_days(world: World, judged: ir.Table) -> ir.Table:
    """The days on which earnings or balance of `judged` projects changed, and whether they were short from then on."""
    place = judged.select("project_id", "judged_from", "months", "recent")
    money = balance_changes(world, judged)
    changes = money.select(
        "project_id", "day", balance=money.balance.cast(EXACT), accrued=no_money().cast(EXACT)
    ).union(accrued_changes(world, judged))
    # The day from which it is judged is a change too, of nothing.
    start = judged.select(
        "project_id", day=judged.judged_from, balance=no_money().cast(EXACT), accrued=no_money().cast(EXACT)
    )
    placed = changes.union(start).inner_join(place, "project_id")
    daily = placed.group_by(
        "project_id", "months", "recent", on=ibis.greatest(placed.day, placed.judged_from)
    ).aggregate(balance=placed.balance.sum().cast(EXACT), accrued=placed.accrued.sum().cast(EXACT))
    so_far = ibis.cumulative_window(group_by="project_id", order_by="on")
    run = daily.select(
        "project_id",
        "months",
        "recent",
        day=daily.on,
        balance=daily.balance.sum().over(so_far).cast(EXACT),
        accrued=daily.accrued.sum().over(so_far).cast(EXACT),
    )
    return run.select("project_id", "day", holds=run.balance * run.months + run.recent < run.accrued * run.months)


def accrued_changes(world: World, judged: ir.Table) -> ir.Table:
    """By how much the wages earned and not yet paid moved on a day, worker by worker never below zero."""
    worth = day_pay(world, judged).select(*WORKER, "month", "day_pay")
    attended, payment = world.table("worker_month"), world.table("wage_payment")
    people = attended.inner_join(worth, [*WORKER, "month"])
    valid = valid_days_of(world, people.select(*WORKER, "month", "valid_bits", "day_pay"))
    earned = valid.select(*WORKER, "day", change=valid.day_pay.cast(EXACT))
    made = payment.filter((payment.status == "paid") & payment.account_id.notnull())
    paid = made.mutate(month=made.wage_month).inner_join(worth, [*WORKER, "month"])
    moves = earned.union(paid.select(*WORKER, day=paid.paid_on, change=(-paid.amount).cast(EXACT)))
    daily = moves.group_by(*WORKER, "day").aggregate(change=moves.change.sum().cast(EXACT))
    by_worker = ibis.cumulative_window(group_by=WORKER, order_by="day")
    run = daily.mutate(left=daily.change.sum().over(by_worker).cast(EXACT))
    nothing = no_money().cast(EXACT)
    owed = run.mutate(owed=ibis.ifelse(run.left > nothing, run.left, nothing))
    before = owed.owed.lag().over(ibis.window(group_by=WORKER, order_by="day"))
    return owed.select(
        "project_id", "day", balance=nothing, accrued=(owed.owed - before.fill_null(nothing)).cast(EXACT)
    )


def workers(world: World, p: Bound) -> ir.Table:
    """What each worker has earned and not been paid."""
    owed = accrued(world, next_due(world, p))
    return owed.select("project_id", "worker_id", "valid_days", "day_rate", "day_pay", "accrued")


def transfers(world: World, _: Bound) -> ir.Table:
    """The owner's transfers."""
    return world.table("owner_transfer").select("project_id", "booked_on", "amount")


RULE = Rule(
    id="funding/forecast-shortfall",
    title=Text("专户资金预计不足", "Shortfall ahead"),
    meaning=Text(
        "项目在施且专户在用，30 天内的下一个应付日前，专户余额加预计拨入，少于已经挣得而未发的工资。",
        "The project is active with an open account, and before the next due date, at most 30 days ahead, balance and "
        "expected inflow stay below the wages already earned and not paid.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.OWNER, Addressee.CONTRACTOR),
    basis=(proposal("P-ACC-03"),),
    measures=(
        Measure("due_on", Text("下一个应付日", "Next due date"), Unit.DATE),
        Measure("wage_month", Text("工资月份", "Wage month"), Unit.MONTH),
        Measure("workers", Text("当月有效考勤工人", "Workers of the month"), Unit.PEOPLE),
        Measure("accrued", Text("已挣得未发的工资", "Earned and not paid"), Unit.YUAN),
        Measure("balance", Text("专户余额", "Balance"), Unit.YUAN),
        Measure("inflow", Text("预计拨入", "Expected inflow"), Unit.YUAN),
        Measure("expected_on", Text("预计拨入日", "Inflow expected by"), Unit.DATE),
        Measure("lacking", Text("缺口", "Lacking"), Unit.YUAN),
    ),
    because=Text(
        "{wage_month} 工资应于 {due_on} 发放，{workers} 名工人已挣得未发 {accrued} 元；专户余额 {balance} 元，"
        "预计拨入 {inflow} 元，缺口 {lacking} 元。",
        "Wages of {wage_month} fall due on {due_on}; {workers} workers have earned {accrued} yuan not paid yet, the "
        "accounts hold {balance}, {inflow} are expected, {lacking} are lacking.",
    ),
    cure=Text(
        "建设单位在应付日前拨付人工费用，银行报送到账后自动消除。",
        "The owner transfers labour cost before the due date; cured when the bank reports it.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("已挣得未发的工资", "Earned and not paid"),
            workers,
            {
                "worker_id": Text("工人", "Worker"),
                "valid_days": Text("有效考勤天数", "Valid days"),
                "day_rate": Text("约定日工资", "Day rate"),
                "day_pay": Text("采用的日工资", "Pay for a day, as taken"),
                "accrued": Text("已挣得未发", "Earned and not paid"),
            },
        ),
        Evidence(
            Text("建设单位历次拨付", "Transfers of the owner"),
            transfers,
            {"booked_on": Text("到账日", "Booked on"), "amount": Text("金额", "Amount")},
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
    levels=(Level.BLUE,),
    needs=(Feed.BANK,),
)
