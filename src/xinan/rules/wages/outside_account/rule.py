"""wages/outside-account: wages paid past the wage account, although there is one (条例 31)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import by_order
from xinan.rules.dates import month_of
from xinan.rules.laws import practice, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def paid_outside(world: World) -> ir.Table:
    """Payments made without a wage account for past months from the month of its opening on, to people of the month.

    Those by order of the labour office, out of the deposit or the fund, are lawful (65号 19; 条例 63).
    """
    wage, payment, account = world.table("worker_wage"), world.table("wage_payment"), world.table("wage_account")
    opened = account.group_by("project_id").aggregate(opened_on=account.opened_on.min())
    months = wage.filter(wage.month >= world.first_month_back).inner_join(opened, "project_id")
    covered = months.filter(months.month >= month_of(months.opened_on))
    people = covered.select("project_id", "worker_id", "month", "past_on", "opened_on")
    outside = payment.filter((payment.status == "paid") & payment.account_id.isnull() & ~by_order(payment))
    named = outside.select("project_id", "worker_id", "payment_id", "amount", "paid_on", month=outside.wage_month)
    return named.inner_join(people, ["project_id", "worker_id", "month"])


def holds(world: World, _: Bound) -> ir.Table:
    """A past month with a payment outside the account.

    A closed account counts: wages of the months after its closing are no less bound to one. `since` is the day of
    the first such payment, and not before the month is past.
    """
    paid = paid_outside(world)
    return paid.group_by("project_id", period=paid.month).aggregate(
        level=ibis.literal(Level.ORANGE.value),
        since=ibis.greatest(paid.paid_on, paid.past_on).min(),
        opened_on=paid.opened_on.min(),
        payments=paid.count().cast("int32"),
        workers=paid.worker_id.nunique().cast("int32"),
        amount=paid.amount.sum(),
    )


def payments(world: World, _: Bound) -> ir.Table:
    """The payments outside the account."""
    paid = paid_outside(world)
    return paid.select("project_id", "worker_id", "paid_on", "amount", "payment_id", period=paid.month)


RULE = Rule(
    id="wages/outside-account",
    title=Text("未经专户发放工资", "Wages paid outside the account"),
    meaning=Text(
        "自工资专户开设当月起，过往月份仍有工资不经专户发放（工人当月有有效考勤）。",
        "From the month in which the wage account was opened on, wages of a past month were paid otherwise than through "
        "it, to somebody with a valid day in the month.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(regulation("31"), practice("W45–W46")),
    measures=(
        Measure("opened_on", Text("专户开设日", "Account opened on"), Unit.DATE),
        Measure("payments", Text("未经专户的发放笔数", "Payments outside it"), Unit.COUNT),
        Measure("workers", Text("涉及工人", "Workers"), Unit.PEOPLE),
        Measure("amount", Text("金额合计", "Amount"), Unit.YUAN),
    ),
    because=Text(
        "专户于 {opened_on} 开设；{period} 工资仍有 {payments} 笔、涉及 {workers} 名工人、合计 {amount} 元未经专户发放。",
        "The account was opened on {opened_on}; of the wages of {period}, {payments} payments to {workers} workers, "
        "{amount} yuan in all, bypassed it.",
    ),
    cure=Text(
        "发放已成事实，不因以后改正而消除；记录有误的，由银行或总包更正付款专户后消除，十二个月后不再列出。",
        "A payment made stays made. Where the record was wrong, naming the paying account clears it; not listed after "
        "twelve months.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("未经专户的发放", "Payments outside the account"),
            payments,
            {
                "worker_id": Text("工人", "Worker"),
                "paid_on": Text("发放日", "Paid on"),
                "amount": Text("金额", "Amount"),
                "payment_id": Text("发放编号", "Payment"),
            },
        ),
    ),
    levels=(Level.ORANGE,),
)
