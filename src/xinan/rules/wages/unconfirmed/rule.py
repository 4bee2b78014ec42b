"""wages/unconfirmed: payroll lines that workers neither confirmed nor disputed within a week (条例 31)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import share, share_of_lines
from xinan.rules.dates import plus_days
from xinan.rules.laws import practice, proposal, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def ripe_lines(world: World, p: Bound) -> ir.Table:
    """Lines submitted more than a week ago: from when they count, and when the worker answered."""
    line = world.table("worked_line")
    counted_on = plus_days(line.submitted_on, p.count("days", line.region_code) + 1)
    dated = line.mutate(
        counted_on=ibis.greatest(counted_on, line.past_on),
        # Both are null until it happened; the earlier one is the answer.
        answered_on=ibis.coalesce(
            ibis.ifelse(line.disputed_on < line.confirmed_on, line.disputed_on, line.confirmed_on),
            line.confirmed_on,
            line.disputed_on,
        ),
    )
    return dated.filter(dated.counted_on <= world.today)


def changes(lines: ir.Table) -> ir.Table:
    """Day by day how the lines that count, and the open ones among them, grew and shrank."""
    late_answer = lines.answered_on > lines.counted_on
    keys = ["project_id", "month", "region_code"]
    came = lines.select(
        *keys,
        day=lines.counted_on,
        part=ibis.ifelse(lines.answered_on.isnull() | late_answer, 1, 0).cast("int32"),
        whole=ibis.literal(1, "int32"),
    )
    answered = lines.filter(late_answer)
    went = answered.select(
        *keys, day=answered.answered_on, part=ibis.literal(-1, "int32"), whole=ibis.literal(0, "int32")
    )
    return came.union(went)


def holds(world: World, p: Bound) -> ir.Table:
    """A past month with a share of its lines unanswered, of those submitted more than seven days ago.

    A line once disputed is answered, also after its dispute was closed. `since` is the first day of the stretch on
    which the share reached the lowest step without a break, and not before the month is past.
    """
    found = share_of_lines(changes(ripe_lines(world, p)), p, ladder="ladder")
    return found.select(
        "project_id",
        "level",
        "since",
        period=found.month,
        lines=found.whole,
        open_lines=found.part,
        share=share(found.part, found.whole),
    )


def open_lines(world: World, p: Bound) -> ir.Table:
    """The lines without an answer."""
    line = ripe_lines(world, p)
    still = line.filter(line.answered_on.isnull())
    return still.select("project_id", "worker_id", "line_id", "payable", "submitted_on", period=still.month)


RULE = Rule(
    id="wages/unconfirmed",
    title=Text("工资未经工人确认", "Wages not confirmed by workers"),
    meaning=Text(
        "提交超过 7 天的当月工资支付表明细中，工人既未确认也未提出异议的占比达到 5%。",
        "Of the month's payroll lines submitted more than seven days ago, at least 5 % were neither confirmed nor "
        "disputed by the worker.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR,),
    basis=(regulation("31"), practice("W27–W29"), proposal("P-PAY-05")),
    measures=(
        Measure("lines", Text("提交超过 7 天的明细", "Lines submitted more than 7 days ago"), Unit.COUNT),
        Measure("open_lines", Text("其中未确认", "Of these unanswered"), Unit.COUNT),
        Measure("share", Text("未确认占比", "Share unanswered"), Unit.SHARE),
    ),
    because=Text(
        "{period} 工资支付表中提交超过 7 天的明细 {lines} 条，其中 {open_lines} 条（{share}）工人既未确认也未提出异议。",
        "Of {lines} payroll lines of {period} submitted more than seven days ago, {open_lines} ({share}) were neither "
        "confirmed nor disputed.",
    ),
    cure=Text(
        "请工人本人签字或在手机上确认，或提出异议；未确认占比低于 5% 时消除。",
        "Have the workers confirm or dispute their lines; cured once fewer than 5 % are open.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("未确认的明细", "Unanswered lines"),
            open_lines,
            {
                "worker_id": Text("工人", "Worker"),
                "line_id": Text("明细编号", "Line"),
                "payable": Text("应发工资", "Payable"),
                "submitted_on": Text("提交日", "Submitted on"),
            },
        ),
    ),
    levels=(Level.BLUE, Level.YELLOW, Level.ORANGE),
)
