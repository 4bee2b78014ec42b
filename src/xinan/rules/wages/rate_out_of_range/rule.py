"""wages/rate-out-of-range: wages far from days times the agreed pay for a day (P-PAY-03)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import share, share_of_lines
from xinan.rules.laws import proposal, regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World


def rated(world: World, p: Bound) -> ir.Table:
    """The month's lines of workers with an agreed day rate, with whether the wages lie out of range.

    Compared as products: a line with no days but with wages lies above every range.
    """
    line, employment = world.table("worked_line"), world.table("month_employment")
    joined = line.inner_join(employment, ["project_id", "worker_id", "month"])
    with_rate = joined.filter(joined.day_rate.notnull())
    agreed = with_rate.mutate(agreed=(with_rate.days.cast(EXACT) * with_rate.day_rate.cast(EXACT)).cast(EXACT))
    payable = agreed.payable.cast(EXACT)
    too_low = payable < agreed.agreed * p.share("least", agreed.region_code)
    too_high = payable > agreed.agreed * p.share("greatest", agreed.region_code)
    return agreed.mutate(is_out=too_low | too_high)


def holds(world: World, p: Bound) -> ir.Table:
    """A past month in which a share of the lines with a rate lies out of range.

    The rate is that of the last entered employment on roster in the month; where it names none, the line does not
    count. `since` is the first day of the stretch on which the share reached the step, from the submission of the
    lines on, and not before the month is past.
    """
    line = rated(world, p)
    changes = line.select(
        "project_id",
        "month",
        "region_code",
        day=ibis.greatest(line.submitted_on, line.past_on),
        part=line.is_out.cast("int32"),
        whole=ibis.literal(1, "int32"),
    )
    found = share_of_lines(changes, p, ladder="ladder")
    return found.select(
        "project_id",
        "level",
        "since",
        period=found.month,
        lines=found.whole,
        lines_out=found.part,
        share=share(found.part, found.whole),
    )


def lines_out(world: World, p: Bound) -> ir.Table:
    """The lines out of range."""
    line = rated(world, p)
    out = line.filter(line.is_out)
    return out.select("project_id", "worker_id", "line_id", "days", "day_rate", "agreed", "payable", period=out.month)


RULE = Rule(
    id="wages/rate-out-of-range",
    title=Text("应发工资偏离约定日工资", "Wages far from the agreed rate"),
    meaning=Text(
        "有约定日工资的当月明细中，应发工资不足“计薪天数×日工资”的 0.5 倍或超过 2 倍的占比达到 10%。",
        "Of the month's lines with an agreed day rate, at least 10 % carry wages below 0.5 times or above twice the "
        "days times the rate.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR,),
    basis=(proposal("P-PAY-03"), regulation("6, 31")),
    measures=(
        Measure("lines", Text("有约定日工资的明细", "Lines with a rate"), Unit.COUNT),
        Measure("lines_out", Text("偏离的明细", "Lines out of range"), Unit.COUNT),
        Measure("share", Text("占比", "Share"), Unit.SHARE),
    ),
    because=Text(
        "{period} 有约定日工资的 {lines} 条明细中有 {lines_out} 条（{share}）应发工资偏离约定日工资。",
        "{lines_out} of {lines} lines with a day rate in {period} ({share}) carry wages far from it.",
    ),
    cure=Text(
        "更正工资支付表，或补录变更后的日工资约定；占比低于 10% 时消除。",
        "Correct the payroll, or record the changed rate; cured below 10 %.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("偏离的明细", "Lines out of range"),
            lines_out,
            {
                "worker_id": Text("工人", "Worker"),
                "line_id": Text("明细编号", "Line"),
                "days": Text("计薪天数", "Days paid for"),
                "day_rate": Text("约定日工资", "Day rate"),
                "agreed": Text("天数×日工资", "Days × rate"),
                "payable": Text("应发工资", "Payable"),
            },
        ),
    ),
    levels=(Level.YELLOW,),
)
