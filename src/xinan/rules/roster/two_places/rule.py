"""roster/two-places: one person at work on two projects at the same time (P-RN-02, not law)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.shown import clock_text
from xinan.rules.world import World


def overlaps(world: World, _: Bound) -> ir.Table:
    """The valid days of the last 30 whose span meets that of a valid day of the same person elsewhere.

    Spans that only touch at their ends share no time.
    """
    recent, people = world.table("recent_day"), world.table("recent_worker")
    sites = people.group_by("worker_id").aggregate(sites=people.count())
    about = recent.filter(recent.is_valid).semi_join(sites.filter(sites.sites > 1), "worker_id")
    here = about.select("project_id", "worker_id", "day", "first_at", "last_at")
    there = here.select(
        "worker_id", "day", other_project_id=here.project_id, other_first_at=here.first_at, other_last_at=here.last_at
    ).view()
    met = here.inner_join(there, ["worker_id", "day"])
    return met.filter(
        (met.project_id != met.other_project_id)
        & (met.first_at < met.other_last_at)
        & (met.other_first_at < met.last_at)
    )


def holds(world: World, p: Bound) -> ir.Table:
    """By worker and project, the days in two places. Each of the projects has a finding of its own.

    `since` is the earliest of those days within the last 30.
    """
    met, project = overlaps(world, p), world.table("project")
    days = met.group_by("project_id", "worker_id").aggregate(
        days=met.day.nunique().cast("int32"),
        since=met.day.min(),
        other_projects=met.other_project_id.nunique().cast("int32"),
    )
    placed = days.inner_join(project.select("project_id", "region_code"), "project_id")
    judged = placed.mutate(level=p.level("ladder", placed.days, placed.region_code))
    found = judged.filter(judged.level.notnull())
    return found.select("project_id", "level", "since", "days", "other_projects", subject_id=found.worker_id)


def evidence_days(world: World, p: Bound) -> ir.Table:
    """The days, with the spans here and elsewhere."""
    met = overlaps(world, p)
    return met.select(
        "project_id",
        "worker_id",
        "day",
        "other_project_id",
        subject_id=met.worker_id,
        here=clock_text(met.first_at) + "–" + clock_text(met.last_at),
        elsewhere=clock_text(met.other_first_at) + "–" + clock_text(met.other_last_at),
    )


RULE = Rule(
    id="roster/two-places",
    title=Text("同一时间在两个项目考勤", "At work in two places at once"),
    meaning=Text(
        "近 30 日内，同一工人同一天在两个项目都有有效考勤，且首末打卡时段有重叠（仅首尾相接的不算）；达到 5 天的，定为较重。",
        "In the last 30 days the worker has valid days on two projects on the same day with spans from first to last "
        "punch that overlap (touching ends do not); serious from 5 days.",
    ),
    subject=Subject.WORKER,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(practice("P-RN-02"),),
    levels=(Level.YELLOW, Level.ORANGE),
    measures=(
        Measure("days", Text("重叠天数", "Days in two places"), Unit.DAYS),
        Measure("other_projects", Text("涉及其他项目", "Other projects"), Unit.COUNT),
    ),
    because=Text(
        "截至 {as_of} 近 30 日内，该工人有 {days} 天在本项目与另外 {other_projects} 个项目的考勤时段重叠。",
        "In the 30 days to {as_of} the worker's time on this project overlapped with that on {other_projects} other "
        "projects on {days} days.",
    ),
    cure=Text(
        "查明真实工作地点，更正有误的考勤；此后不再重叠的，重叠日满 30 日后不再计入。",
        "Find out where the worker really was and correct the attendance; with no further overlap the days drop out once "
        "they are 30 days old.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("考勤时段重叠的日期", "Days on which the spans overlap"),
            evidence_days,
            {
                "worker_id": Text("工人", "Worker"),
                "day": Text("日期", "Day"),
                "here": Text("本项目时段", "Here"),
                "other_project_id": Text("另一项目", "Other project"),
                "elsewhere": Text("另一项目时段", "There"),
            },
        ),
    ),
)
