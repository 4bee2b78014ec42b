"""roster/leaver-unsettled: somebody left the site and his wages are not settled (platforms W05–W06, not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.wages import no_money
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def unsettled_leavers(world: World, _: Bound) -> ir.Table:
    """Employments that ended without settlement, with an unpaid month or without any payroll line ever confirmed.

    Each employment by itself: who came back for another one still has the first to settle. Unpaid months of the worker
    on this project count, however long ago.
    """
    employment, project = world.table("employment"), world.table("project")
    left = employment.filter(employment.left_on.notnull() & employment.settled_on.isnull())
    placed = left.select("project_id", "worker_id", "employment_id", "entered_on", "left_on").inner_join(
        project.select("project_id", "region_code"), "project_id"
    )
    wage, line = world.table("worker_wage"), world.table("payroll_line")
    unpaid = wage.filter(wage.is_due & (wage.paid == no_money()))
    owed = unpaid.group_by("project_id", "worker_id").aggregate(
        unpaid_months=unpaid.count().cast("int32"), overdue_on=unpaid.overdue_on.min()
    )
    confirmed = line.filter(line.confirmed_on.notnull())
    seen = confirmed.group_by("project_id", "worker_id").aggregate(
        confirmed_lines=confirmed.count().cast("int32"), confirmed_on=confirmed.confirmed_on.min()
    )
    keys = ["project_id", "worker_id"]
    joined = placed.left_join(owed, keys, rname="_owed_{name}").left_join(seen, keys, rname="_seen_{name}")
    counted = joined.select(
        *placed.columns,
        "overdue_on",
        "confirmed_on",
        unpaid_months=joined.unpaid_months.fill_null(0),
        confirmed_lines=joined.confirmed_lines.fill_null(0),
        days_since=days_from(joined.left_on, world.today),
    )
    return counted.filter((counted.unpaid_months > 0) | (counted.confirmed_lines == 0))


def holds(world: World, p: Bound) -> ir.Table:
    """Leavers not settled, by the days since the first of them left; at most yellow while a clue of the project is open.

    The clues are no measure and in no sentence: firms read those (monitoring.confidential).

    `since` is the first day on which one of them had reached the lowest step and was without a confirmed line or had a
    month overdue.
    """
    left = unsettled_leavers(world, p)
    judged = left.mutate(level=p.level("ladder", left.days_since, left.region_code))
    late = judged.filter(judged.level.notnull())
    reached = plus_days(late.left_on, p.first_step("ladder", late.region_code))
    # Until the first line was confirmed none was; a month overdue only afterwards begins anew.
    is_later = late.overdue_on > late.confirmed_on
    held_from = ibis.ifelse(is_later.fill_null(False), ibis.greatest(reached, late.overdue_on), reached)
    found = late.group_by("project_id", "region_code").aggregate(
        leavers=late.worker_id.nunique().cast("int32"),
        days_since=late.days_since.max(),
        first_left_on=late.left_on.min(),
        since=held_from.min(),
    )
    clue = world.table("clue")
    pending = clue.filter(clue.closed_on.isnull())
    heard = pending.group_by("project_id").aggregate(open_clues=pending.count())
    joined = found.left_join(heard, "project_id").drop("project_id_right")
    on_ladder = p.level("ladder", joined.days_since, joined.region_code)
    is_above = on_ladder.isin([Level.ORANGE.value, Level.RED.value])
    return joined.select(
        "project_id",
        "leavers",
        "days_since",
        "first_left_on",
        "since",
        level=ibis.ifelse(joined.open_clues.notnull() & is_above, Level.YELLOW.value, on_ladder),
    )


RULE = Rule(
    id="roster/leaver-unsettled",
    title=Text("退场人员工资未结清", "Leaver not settled"),
    meaning=Text(
        "人员已登记退场而未登记结清，且其在本项目仍有到期未付月份，或从未确认过任何一期工资支付表；"
        "自退场起按天数分级。项目有未办结线索的，最高为一般。",
        "Somebody has left and is not settled, and has an unpaid month on the project or never confirmed any payroll "
        "line; levels by days since leaving, at most moderate while a clue of the project is open.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR,),
    basis=(practice("W05, W06"),),
    levels=(Level.YELLOW, Level.RED),
    measures=(
        Measure("leavers", Text("未结清人数", "Leavers not settled"), Unit.PEOPLE),
        Measure("first_left_on", Text("最早退场日", "First left on"), Unit.DATE),
        Measure("days_since", Text("最长退场天数", "Days since the first left"), Unit.DAYS),
    ),
    because=Text(
        "截至 {as_of}，有 {leavers} 名退场人员未结清工资，最早于 {first_left_on} 退场，已 {days_since} 天。",
        "By {as_of}, {leavers} people who left are not settled, the first of them since {first_left_on}, "
        "{days_since} days ago.",
    ),
    cure=Text(
        "付清其工资并由本人确认，登记结清日期。",
        "Pay what is due, have the worker confirm it, and enter the day of settlement.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("未结清的退场人员", "Leavers not settled"),
            unsettled_leavers,
            {
                "worker_id": Text("工人", "Worker"),
                "entered_on": Text("进场日", "Entered"),
                "left_on": Text("退场日", "Left"),
                "days_since": Text("退场天数", "Days since"),
                "unpaid_months": Text("到期未付月份数", "Unpaid months"),
                "confirmed_lines": Text("已确认工资表期数", "Payroll lines confirmed"),
            },
        ),
    ),
)
