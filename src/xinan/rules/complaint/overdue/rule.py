"""complaint/overdue: a clue has been open for more than 30 days (Jilin's aim of one month)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, plus_days
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """By the oldest open clue about the project. `since` is the first day on which it was on the ladder.

    A clue that names no project is not judged here; casework keeps its clock.
    """
    clue = open_clues(world, p)
    level = p.level("ladder", clue.age_days, clue.region_code)
    late = clue.filter(level.notnull())
    oldest = late.group_by("project_id", "region_code").aggregate(
        clues=late.count().cast("int32"), received_on=late.received_on.min(), age_days=late.age_days.max()
    )
    return oldest.select(
        "project_id",
        "clues",
        "received_on",
        "age_days",
        level=p.level("ladder", oldest.age_days, oldest.region_code),
        since=plus_days(oldest.received_on, p.first_step("ladder", oldest.region_code)),
    )


def open_clues(world: World, _: Bound) -> ir.Table:
    """The open clues about each project."""
    place = world.table("project").select("project_id", "region_code")
    clue = world.table("clue")
    still = clue.filter(clue.closed_on.isnull()).inner_join(place, "project_id")
    return still.mutate(age_days=days_from(still.received_on, world.today))


RULE = Rule(
    id="complaint/overdue",
    title=Text("线索超期未办结", "Clue open too long"),
    meaning=Text(
        "项目有收到超过 30 天仍未办结的欠薪线索。",
        "A clue about the project has been open for more than 30 days.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.LABOUR_OFFICE,),
    basis=(practice("吉林：新发生欠薪一个月内解决"),),
    levels=(Level.ORANGE, Level.RED),
    measures=(
        Measure("clues", Text("超期线索件数", "Clues open too long"), Unit.COUNT),
        Measure("received_on", Text("最早收到日", "Oldest received on"), Unit.DATE),
        Measure("age_days", Text("最长未办结天数", "Days the oldest has been open"), Unit.DAYS),
    ),
    because=Text(
        "有 {clues} 件线索超期未办结，最早一件收到于 {received_on}，至今 {age_days} 天。",
        "{clues} clue(s) have been open too long, the oldest received on {received_on}, {age_days} days ago.",
    ),
    cure=Text("核处并办结线索，填报办结日期。", "Deal with the clue, close it, and enter the day."),
    holds=holds,
    evidence=(
        Evidence(
            Text("未办结的线索", "Open clues"),
            open_clues,
            {
                "clue_id": Text("线索编号", "Clue"),
                "received_on": Text("收到日", "Received"),
                "workers": Text("涉及人数", "Workers"),
                "amount": Text("涉及金额", "Amount"),
                "age_days": Text("未办结天数", "Days open"),
            },
        ),
    ),
)
