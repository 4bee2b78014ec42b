"""wages/days-mismatch: payroll lines with more days than attendance shows (P-PAY-03)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import share, share_of_lines
from xinan.rules.laws import proposal
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World


def compared(world: World, p: Bound) -> ir.Table:
    """The month's lines with whether they pay for more days than were worked."""
    line = world.table("worked_line")
    surplus = line.days.cast(EXACT) - line.valid_days.cast(EXACT)
    return line.mutate(surplus=surplus, is_apart=surplus > p.count("days", line.region_code))


def holds(world: World, p: Bound) -> ir.Table:
    """A past month in which a share of the lines pays for more days than attendance shows, each line by itself.

    Fewer days on the payroll than in attendance are not this rule's. `since` is the first day of the stretch on which
    the share reached the lowest step, from the submission of the lines on, and not before the month is past.
    """
    line = compared(world, p)
    changes = line.select(
        "project_id",
        "month",
        "region_code",
        day=ibis.greatest(line.submitted_on, line.past_on),
        part=line.is_apart.cast("int32"),
        whole=ibis.literal(1, "int32"),
    )
    found = share_of_lines(changes, p, ladder="ladder")
    return found.select(
        "project_id",
        "level",
        "since",
        period=found.month,
        lines=found.whole,
        lines_apart=found.part,
        share=share(found.part, found.whole),
    )


def lines_apart(world: World, p: Bound) -> ir.Table:
    """The lines that pay for too many days."""
    line = compared(world, p)
    apart = line.filter(line.is_apart)
    return apart.select(
        "project_id", "worker_id", "line_id", "days", "valid_days", "surplus", "payable", period=apart.month
    )


RULE = Rule(
    id="wages/days-mismatch",
    title=Text("计薪天数多于有效考勤", "More days paid than worked"),
    meaning=Text(
        "当月工资支付表明细中，计薪天数比有效考勤天数多出 3 天以上（不含 3 天）的占比达到 10%。",
        "At least 10 % of the month's payroll lines pay for over three days more than the worker's valid attendance.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR,),
    basis=(proposal("P-PAY-03"),),
    measures=(
        Measure("lines", Text("当月明细", "Lines of the month"), Unit.COUNT),
        Measure("lines_apart", Text("天数不符的明细", "Lines with too many days"), Unit.COUNT),
        Measure("share", Text("占比", "Share"), Unit.SHARE),
    ),
    because=Text(
        "{period} 工资支付表 {lines} 条明细中有 {lines_apart} 条（{share}）的计薪天数比有效考勤多出 3 天以上。",
        "{lines_apart} of {lines} payroll lines of {period} ({share}) pay for over three days more than attendance "
        "shows.",
    ),
    cure=Text(
        "补正考勤（附依据），或更正工资支付表的计薪天数；占比低于 10% 时消除。",
        "Correct the attendance with evidence, or the days on the payroll; cured below 10 %.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("天数不符的明细", "Lines with too many days"),
            lines_apart,
            {
                "worker_id": Text("工人", "Worker"),
                "line_id": Text("明细编号", "Line"),
                "days": Text("计薪天数", "Days paid for"),
                "valid_days": Text("有效考勤天数", "Valid days"),
                "surplus": Text("多出天数", "Surplus"),
                "payable": Text("应发工资", "Payable"),
            },
        ),
    ),
    levels=(Level.BLUE, Level.YELLOW),
)
