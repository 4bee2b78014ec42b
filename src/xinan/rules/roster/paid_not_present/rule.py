"""roster/paid-not-present: wages were paid for a month in which nobody saw the worker (P-ATT-03, not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import no_money
from xinan.rules.dates import plus_days
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.shown import month_text
from xinan.rules.world import World

POST = "worker"


def absent_payees(world: World, _: Bound) -> ir.Table:
    """Workers and past months paid for through a wage account without a single row of attendance, valid or not.

    Only people ever employed on the project in the post of worker: managers need not pass the gate.
    """
    project, employment, span = world.table("project"), world.table("employment"), world.table("month_span")
    hands = employment.filter(employment.post == POST).select("project_id", "worker_id")
    payment = world.table("wage_payment")
    counted = payment.filter(
        (payment.status == "paid") & payment.account_id.notnull() & (payment.wage_month < world.this_month)
    )
    sums = counted.group_by("project_id", "worker_id", month=counted.wage_month).aggregate(
        paid=counted.amount.sum(), first_paid_on=counted.paid_on.min()
    )
    paid = sums.filter(sums.paid > no_money())
    known = paid.semi_join(hands, ["project_id", "worker_id"])
    absent = known.anti_join(world.table("worker_month"), ["project_id", "worker_id", "month"])
    placed = absent.inner_join(project.select("project_id", "region_code"), "project_id")
    dated = placed.inner_join(span.select("month", "last_on"), "month")
    return dated.select(
        "project_id",
        "region_code",
        "worker_id",
        "month",
        "paid",
        "first_paid_on",
        held_from=ibis.greatest(dated.first_paid_on, plus_days(dated.last_on, 1)),
    )


def holds(world: World, p: Bound) -> ir.Table:
    """Somebody paid for a past month without attendance, all past months together; red from ten workers.

    `since` is the first day on which one of these months was past and paid for.
    """
    payees = absent_payees(world, p)
    found = payees.group_by("project_id", "region_code").aggregate(
        workers=payees.worker_id.nunique().cast("int32"),
        worker_months=payees.count().cast("int32"),
        paid=payees.paid.sum(),
        since=payees.held_from.min(),
    )
    is_many = found.workers >= p.count("red_workers", found.region_code)
    return found.select(
        "project_id",
        "workers",
        "worker_months",
        "paid",
        "since",
        level=ibis.ifelse(is_many, Level.RED.value, Level.ORANGE.value),
    )


def evidence_months(world: World, p: Bound) -> ir.Table:
    """Those workers and months, the month written out."""
    payees = absent_payees(world, p)
    return payees.select("project_id", "worker_id", "paid", "first_paid_on", wage_month=month_text(payees.month))


RULE = Rule(
    id="roster/paid-not-present",
    title=Text("有工资发放而无考勤", "Paid without attendance"),
    meaning=Text(
        "岗位为工人的人员，在某个过去的月份通过专户领取了工资，而当月没有任何考勤记录；达到 10 人的，定为严重。",
        "Somebody employed as a worker was paid through the wage account for a past month without a single row of "
        "attendance in it; severe from 10 workers.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(practice("P-ATT-03"),),
    measures=(
        Measure("workers", Text("涉及工人", "Workers concerned"), Unit.PEOPLE),
        Measure("worker_months", Text("涉及人月", "Worker-months"), Unit.COUNT),
        Measure("paid", Text("已发金额", "Paid"), Unit.YUAN),
    ),
    because=Text(
        "有 {workers} 名工人（{worker_months} 人月）领取工资共 {paid} 元，而相应月份没有任何考勤。",
        "{workers} workers ({worker_months} worker-months) were paid {paid} yuan for months without any attendance.",
    ),
    cure=Text(
        "补传漏报的考勤；工资月份填错的，更正发放记录；冒领、虚列的，追回并更正工资表。",
        "Send attendance that is missing; correct payments entered for the wrong month; recover what was claimed "
        "without work.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("有发放而无考勤的工人与月份", "Workers and months paid without attendance"),
            evidence_months,
            {
                "worker_id": Text("工人", "Worker"),
                "wage_month": Text("工资月份", "Wage month"),
                "paid": Text("已发工资", "Paid"),
                "first_paid_on": Text("首次发放日", "First paid on"),
            },
        ),
    ),
    levels=(Level.ORANGE, Level.RED),
)
