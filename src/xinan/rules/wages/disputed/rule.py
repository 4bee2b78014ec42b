"""wages/disputed: a worker's objection to his payroll line left open for more than three working days (P-PAY-05)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import plus_days, with_working_deadline
from xinan.rules.laws import proposal, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def overdue_disputes(world: World, p: Bound) -> ir.Table:
    """Lines with an open dispute whose third working day is over."""
    line = world.table("worked_line")
    still_open = line.filter(line.disputed_on.notnull() & line.dispute_closed_on.isnull())
    dated = with_working_deadline(
        world, still_open, start="disputed_on", days=p.count("working_days", still_open.region_code)
    )
    return dated.filter(dated.deadline_on < world.today)


def holds(world: World, p: Bound) -> ir.Table:
    """A past month with such a dispute; red where many workers have one.

    Only the day a dispute was closed ends it: a worker's confirmation does not stand in for it. `since` is the day
    after the third working day of the earliest one, and not before the month is past.
    """
    line = overdue_disputes(world, p)
    months = line.group_by("project_id", "region_code", period=line.month).aggregate(
        workers=line.worker_id.nunique().cast("int32"),
        disputes=line.count().cast("int32"),
        first_disputed_on=line.disputed_on.min(),
        since=ibis.greatest(plus_days(line.deadline_on, 1), line.past_on).min(),
    )
    judged = months.mutate(level=p.level("ladder", months.workers, months.region_code))
    return judged.filter(judged.level.notnull()).drop("region_code")


def disputes(world: World, p: Bound) -> ir.Table:
    """The open disputes."""
    line = overdue_disputes(world, p)
    return line.select("project_id", "worker_id", "line_id", "payable", "disputed_on", "deadline_on", period=line.month)


RULE = Rule(
    id="wages/disputed",
    title=Text("工资异议未办结", "Wage disputes left open"),
    meaning=Text(
        "工人对当月工资支付表提出的异议，超过 3 个工作日未办结；涉及 10 名以上工人的为严重。",
        "A worker's dispute of a payroll line of the month is open for more than three working days; severe from ten "
        "workers on.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(proposal("P-PAY-05"), regulation("31")),
    measures=(
        Measure("workers", Text("异议未办结的工人", "Workers with an open dispute"), Unit.PEOPLE),
        Measure("disputes", Text("未办结异议", "Open disputes"), Unit.COUNT),
        Measure("first_disputed_on", Text("最早异议日", "Earliest dispute"), Unit.DATE),
    ),
    because=Text(
        "{period} 工资有 {workers} 名工人提出的 {disputes} 件异议超过 3 个工作日未办结，最早的于 {first_disputed_on} 提出。",
        "{disputes} disputes of {workers} workers about wages of {period} are open for more than three working days; "
        "the earliest dates from {first_disputed_on}.",
    ),
    cure=Text(
        "与工人核对考勤和计酬，更正或说明后登记异议办结日。",
        "Go through attendance and pay with the worker, correct or explain, and record the day the dispute was closed.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("未办结异议", "Open disputes"),
            disputes,
            {
                "worker_id": Text("工人", "Worker"),
                "line_id": Text("明细编号", "Line"),
                "payable": Text("应发工资", "Payable"),
                "disputed_on": Text("异议日", "Disputed on"),
                "deadline_on": Text("办结期限", "To be closed by"),
            },
        ),
    ),
    levels=(Level.YELLOW, Level.RED),
)
