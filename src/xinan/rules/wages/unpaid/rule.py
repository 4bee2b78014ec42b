"""wages/unpaid: past the due date, somebody who worked in the month has nothing paid (条例 11–14, 31)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import no_money, share
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import practice, regulation
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """An unpaid month of the last twelve; red from a share of the month's workers once 31 days overdue.

    `since` is the day after the due date, and not before the month is past where the pay day lies within it.
    """
    shared = world.table("unpaid_month")
    recent = shared.filter(shared.month >= world.first_month_back)
    overdue = recent.mutate(overdue_days=days_from(recent.due_on, world.today))
    by_days = p.level("ladder", overdue.overdue_days, overdue.region_code)
    # Compared as products: a division could round the boundary away.
    is_many = overdue.unpaid_workers.cast(EXACT) >= overdue.workers.cast(EXACT) * p.share(
        "red_share", overdue.region_code
    )
    is_long = overdue.overdue_days >= p.count("red_share_after_days", overdue.region_code)
    judged = overdue.mutate(level=ibis.ifelse(is_many & is_long, Level.RED.value, by_days))
    found = judged.filter(judged.level.notnull())
    return found.select(
        "project_id",
        "level",
        "due_on",
        "overdue_days",
        "workers",
        "unpaid_workers",
        "unpaid_amount",
        period=found.month,
        unpaid_share=share(found.unpaid_workers, found.workers),
        since=ibis.greatest(plus_days(found.due_on, p.first_step("ladder", found.region_code)), found.past_on),
        settled_on=found.due_on,
    )


def unpaid_workers(world: World, _: Bound) -> ir.Table:
    """The workers who have nothing paid for the month."""
    wage = world.table("worker_wage")
    unpaid = wage.filter(wage.is_due & (wage.paid == no_money()))
    return unpaid.select("project_id", "worker_id", "valid_days", "payable", "paid", "due_on", period=unpaid.month)


RULE = Rule(
    id="wages/unpaid",
    title=Text("工资逾期未付", "Wages unpaid"),
    meaning=Text(
        "已过应付日，当月有有效考勤的工人中有人未收到通过专户发放的任何工资。应付日遇节假日或休息日提前至最近的工作日。",
        "Past the due date, somebody with a valid day in the month has been paid nothing through the wage account. "
        "A due date on a holiday or rest day moves to the last working day before it.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(regulation("11–14, 31"), practice("W01, W07, W13–W15")),
    measures=(
        Measure("due_on", Text("应付日", "Due on"), Unit.DATE),
        Measure("overdue_days", Text("逾期天数", "Days overdue"), Unit.DAYS),
        Measure("workers", Text("当月有效考勤工人", "Workers of the month"), Unit.PEOPLE),
        Measure("unpaid_workers", Text("未付工人", "Unpaid workers"), Unit.PEOPLE),
        Measure("unpaid_share", Text("未付人数占比", "Share unpaid"), Unit.SHARE),
        Measure("unpaid_amount", Text("其应发工资", "Wages payable to them"), Unit.YUAN),
    ),
    because=Text(
        "{period} 工资应于 {due_on} 前发放；截至 {as_of} 逾期 {overdue_days} 天，"
        "当月 {workers} 名工人中有 {unpaid_workers} 名未收到任何工资，应发合计 {unpaid_amount} 元。",
        "Wages of {period} were due on {due_on}; by {as_of}, {overdue_days} days later, {unpaid_workers} of "
        "{workers} workers have been paid nothing, {unpaid_amount} yuan by the payroll.",
    ),
    cure=Text(
        "通过工资专户向每名未付工人发放当月工资，银行反馈“发放成功”后自动消除。",
        "Pay each of them through the wage account; cured when the bank reports the payments as made.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("未付工人", "Unpaid workers"),
            unpaid_workers,
            {
                "worker_id": Text("工人", "Worker"),
                "valid_days": Text("有效考勤天数", "Valid days"),
                "payable": Text("应发工资", "Payable"),
                "paid": Text("已发工资", "Paid"),
                "due_on": Text("应付日", "Due on"),
            },
        ),
    ),
    levels=(Level.YELLOW, Level.ORANGE, Level.RED),
    needs=(Feed.BANK,),
)
