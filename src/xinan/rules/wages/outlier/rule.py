"""wages/outlier: one worker paid far more than wages can be, in a month or a calendar year (W04)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import no_money
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World

MONTHS_OF_YEAR = 12


def paid_for(world: World) -> ir.Table:
    """Each payment through a wage account for a past month, to somebody with a valid day in it, and when it counts.

    One row for the month and one for the calendar year; years are those that the months looked back on touch, each
    with all of its months.
    """
    wage, payment = world.table("worker_wage"), world.table("wage_payment")
    people = wage.select("project_id", "worker_id", "month", "region_code", "past_on")
    made = payment.filter((payment.status == "paid") & payment.account_id.notnull())
    named = made.select("project_id", "worker_id", "payment_id", "amount", "paid_on", month=made.wage_month)
    paid = named.inner_join(people, ["project_id", "worker_id", "month"])
    dated = paid.mutate(
        day=ibis.greatest(paid.paid_on, paid.past_on), year=(paid.month // MONTHS_OF_YEAR).cast("int32")
    )
    columns = ("project_id", "worker_id", "region_code", "payment_id", "amount", "paid_on", "day")
    of_month = dated.filter(dated.month >= world.first_month_back)
    of_year = dated.filter(dated.year >= world.first_month_back // MONTHS_OF_YEAR)
    return of_month.select(*columns, period=of_month.month, is_year=ibis.literal(False)).union(
        of_year.select(*columns, period=of_year.year, is_year=ibis.literal(True))
    )


def holds(world: World, p: Bound) -> ir.Table:
    """A worker who was paid more than the limit of a month for a past month, or of a year for the year's past months.

    Each project by itself. `since` is the day on which the payments first exceeded the limit, and not before the
    month of the last of them is past.
    """
    keys = ["project_id", "worker_id", "region_code", "period", "is_year"]
    paid = _perhaps_above(paid_for(world), p, keys=keys)
    daily = paid.group_by(*keys, "day").aggregate(amount=paid.amount.sum())
    so_far = ibis.window(group_by=keys, order_by="day", rows=(None, 0))
    running = daily.mutate(paid=daily.amount.sum().over(so_far).cast(EXACT))
    limited = running.mutate(amount_limit=limit_of(running, p))
    above = limited.filter(limited.paid > limited.amount_limit)
    return above.group_by("project_id", "amount_limit", "period", subject_id=above.worker_id).aggregate(
        level=ibis.literal(Level.RED.value), since=above.day.min(), paid=above.paid.max()
    )


def limit_of(paid: ir.Table, p: Bound) -> ir.DecimalValue:
    """The limit of a month, or of a year."""
    return ibis.ifelse(paid.is_year, p.share("year_limit", paid.region_code), p.share("month_limit", paid.region_code))


def _perhaps_above(paid: ir.Table, p: Bound, *, keys: list[str]) -> ir.Table:
    """The payments of those whose payments together exceed the limit: few, so that only theirs are followed by day."""
    totals = paid.group_by(*keys).aggregate(most=paid.amount.sum(where=paid.amount > no_money()).cast(EXACT))
    return paid.semi_join(totals.filter(totals.most > limit_of(totals, p)), keys)


def payments(world: World, _: Bound) -> ir.Table:
    """The payments that add up."""
    paid = paid_for(world)
    return paid.select("project_id", "period", "paid_on", "amount", "payment_id", subject_id=paid.worker_id)


RULE = Rule(
    id="wages/outlier",
    title=Text("个人工资异常偏高", "Wages of one worker out of range"),
    meaning=Text(
        "一名工人在一个项目上通过专户收到的一个月工资超过 5 万元，或一个自然年度的工资超过 30 万元，可能是以工资名义套取资金。",
        "One worker of a project was paid more than 50,000 yuan through the account for a past month, or more than "
        "300,000 for the past months of a calendar year: money may be leaving under the name of wages.",
    ),
    subject=Subject.WORKER,
    period=Period.MONTH,
    addressees=(Addressee.LABOUR_OFFICE,),
    basis=(practice("W04"),),
    measures=(
        Measure("paid", Text("已发工资", "Paid"), Unit.YUAN),
        Measure("amount_limit", Text("界限", "Limit"), Unit.YUAN),
    ),
    because=Text(
        "{period} 通过专户向该工人发放 {paid} 元，超过 {amount_limit} 元。",
        "For {period} {paid} yuan were paid to the worker through the account, more than {amount_limit}.",
    ),
    cure=Text(
        "由总包说明并提供考勤、计酬依据；记录有误的，更正发放记录后消除，十二个月后不再列出。",
        "The general contractor explains it from attendance and terms of pay; wrong records are corrected. Not listed "
        "after twelve months.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("发放记录", "Payments"),
            payments,
            {
                "paid_on": Text("发放日", "Paid on"),
                "amount": Text("金额", "Amount"),
                "payment_id": Text("发放编号", "Payment"),
            },
        ),
    ),
    levels=(Level.RED,),
)
