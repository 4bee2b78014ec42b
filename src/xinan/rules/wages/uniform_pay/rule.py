"""wages/uniform-pay: a whole team with the same wages although their days differ (P-PAY-03)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.laws import proposal
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import World

GROUP = ["project_id", "month", "region_code", "team_id", "payable"]


def team_lines(world: World) -> ir.Table:
    """The lines of workers who belong to a team, and the day from which each counts."""
    line, employment = world.table("worked_line"), world.table("month_employment")
    joined = line.inner_join(employment, ["project_id", "worker_id", "month"])
    in_team = joined.filter(joined.team_id.notnull())
    return in_team.mutate(day=ibis.greatest(in_team.submitted_on, in_team.past_on))


def uniform_groups(world: World, p: Bound) -> ir.Table:
    """Lines of one team with equal payable, enough of them and far enough apart in days; from when on.

    Lines are only ever added, so that a group once uniform stays so.
    """
    line = _perhaps_uniform(team_lines(world), p)
    daily = line.group_by(*GROUP, "day").aggregate(
        lines=line.count().cast("int32"), least=line.days.min(), most=line.days.max()
    )
    so_far = ibis.window(group_by=GROUP, order_by="day", rows=(None, 0))
    running = daily.mutate(
        lines=daily.lines.sum().over(so_far),
        least=daily.least.min().over(so_far),
        most=daily.most.max().over(so_far),
    )
    spread = running.most.cast(EXACT) - running.least.cast(EXACT)
    enough = running.lines >= p.count("lines", running.region_code)
    uniform = running.filter(enough & (spread > p.count("days", running.region_code)))
    return uniform.group_by(*GROUP).aggregate(
        since=uniform.day.min(),
        lines=uniform.lines.max().cast("int32"),
        least=uniform.least.min(),
        most=uniform.most.max(),
    )


def _perhaps_uniform(line: ir.Table, p: Bound) -> ir.Table:
    """The lines of groups that are uniform by now, or were: few, so that only theirs are followed by day."""
    totals = line.group_by(*GROUP).aggregate(
        lines=line.count().cast("int32"), spread=line.days.max().cast(EXACT) - line.days.min().cast(EXACT)
    )
    enough = totals.lines >= p.count("lines", totals.region_code)
    return line.semi_join(totals.filter(enough & (totals.spread > p.count("days", totals.region_code))), GROUP)


def holds(world: World, p: Bound) -> ir.Table:
    """A past month with such a group. A worker's team is that of the last entered employment on roster in the month.

    Lines without a team belong to none. `since` is the day on which the first group came together, and not before
    the month is past.
    """
    group = uniform_groups(world, p)
    return group.group_by("project_id", period=group.month).aggregate(
        level=ibis.literal(Level.ORANGE.value),
        since=group.since.min(),
        teams=group.team_id.nunique().cast("int32"),
        lines=group.lines.sum().cast("int32"),
    )


def lines(world: World, p: Bound) -> ir.Table:
    """The lines of the groups."""
    line, group = team_lines(world), uniform_groups(world, p)
    same = line.semi_join(group, GROUP)
    return same.select(
        "project_id", "team_id", "worker_id", "payable", "days", "valid_days", "line_id", period=same.month
    )


RULE = Rule(
    id="wages/uniform-pay",
    title=Text("班组工资雷同", "Equal wages for unequal days"),
    meaning=Text(
        "同一班组当月有 10 条以上明细应发工资完全相同，而计薪天数最多与最少相差超过 3 天。",
        "Ten or more payroll lines of one team carry the same wages while their days differ by more than three.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(proposal("P-PAY-03"),),
    measures=(
        Measure("teams", Text("涉及班组", "Teams"), Unit.COUNT),
        Measure("lines", Text("应发相同的明细", "Lines with equal wages"), Unit.COUNT),
    ),
    because=Text(
        "{period} 工资支付表中 {teams} 个班组有 {lines} 条明细应发工资相同，而计薪天数相差超过 3 天。",
        "In the payroll of {period}, {lines} lines of {teams} teams carry equal wages while their days differ by more "
        "than three.",
    ),
    cure=Text(
        "按实际考勤和约定计酬标准重新核算并更正工资支付表。",
        "Work the wages out again from attendance and the agreed terms, and correct the payroll.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("应发相同的明细", "Lines with equal wages"),
            lines,
            {
                "team_id": Text("班组", "Team"),
                "worker_id": Text("工人", "Worker"),
                "payable": Text("应发工资", "Payable"),
                "days": Text("计薪天数", "Days paid for"),
                "valid_days": Text("有效考勤天数", "Valid days"),
                "line_id": Text("明细编号", "Line"),
            },
        ),
    ),
    levels=(Level.ORANGE,),
)
