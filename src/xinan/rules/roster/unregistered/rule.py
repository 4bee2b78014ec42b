"""roster/unregistered: somebody works and is not registered by real name within three days (条例 28, 55)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import plus_days
from xinan.rules.laws import regulation
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.ratio import Ratio
from xinan.rules.world import World


def uncovered_days(world: World, p: Bound) -> ir.Table:
    """The valid days of the last 30 that no employment covers, once the days allowed for registering have passed.

    A day d is covered by an employment of that worker on that project, on roster on d, registered by d + 3. A later
    registration covers the days from three before it on; the earlier ones stand until they are 30 days old.
    """
    recent, project = world.table("recent_day"), world.table("project")
    valid = recent.filter(recent.is_valid).select("project_id", "worker_id", "day")
    placed = valid.inner_join(project.select("project_id", "region_code"), "project_id")
    dated = placed.mutate(register_by=plus_days(placed.day, p.count("grace_days", placed.region_code)))
    judged = dated.filter(dated.register_by < world.today)
    employment = world.table("employment")
    return judged.anti_join(
        employment,
        [
            judged.project_id == employment.project_id,
            judged.worker_id == employment.worker_id,
            employment.entered_on <= judged.day,
            employment.left_on.isnull() | (employment.left_on >= judged.day),
            employment.registered_on <= judged.register_by,
        ],
    )


def holds(world: World, p: Bound) -> ir.Table:
    """An uncovered day in the last 30; red from a tenth of that period's workers and at least three.

    `since` is the day after the last day for registering of the earliest uncovered day.
    """
    uncovered = uncovered_days(world, p)
    found = uncovered.group_by("project_id", "region_code").aggregate(
        unregistered_workers=uncovered.worker_id.nunique().cast("int32"),
        uncovered_days=uncovered.count().cast("int32"),
        first_uncovered_on=uncovered.day.min(),
        registered_by=uncovered.register_by.min(),
    )
    people = world.table("recent_worker")
    all_workers = people.group_by("project_id").aggregate(workers=people.count().cast("int32"))
    joined = found.inner_join(all_workers, "project_id")
    share = Ratio(joined.unregistered_workers, joined.workers)
    is_many = (share >= p.share("red_share", joined.region_code)) & (
        joined.unregistered_workers >= p.count("red_workers", joined.region_code)
    )
    return joined.select(
        "project_id",
        "unregistered_workers",
        "workers",
        "uncovered_days",
        "first_uncovered_on",
        level=ibis.ifelse(is_many, Level.RED.value, Level.YELLOW.value),
        since=plus_days(joined.registered_by, 1),
        unregistered_share=share.value,
    )


RULE = Rule(
    id="roster/unregistered",
    title=Text("未实名登记即进场施工", "Working without real-name registration"),
    meaning=Text(
        "近 30 日内有人有有效考勤，而在该考勤日后 3 日内没有在本项目实名登记且在册；"
        "涉及人数达到同期有效考勤人数的 10% 且不少于 3 人的，定为严重。",
        "In the last 30 days somebody has a valid day that no employment on this project covers: on roster that day and "
        "registered within 3 days of it; severe from 10 % of that period's workers and at least 3.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(regulation("28, 55"),),
    measures=(
        Measure("unregistered_workers", Text("未实名登记工人", "Unregistered workers"), Unit.PEOPLE),
        Measure("workers", Text("近 30 日有效考勤工人", "Workers of the last 30 days"), Unit.PEOPLE),
        Measure("unregistered_share", Text("未登记人数占比", "Share unregistered"), Unit.SHARE),
        Measure("uncovered_days", Text("未登记考勤人日", "Person-days without registration"), Unit.DAYS),
        Measure("first_uncovered_on", Text("最早未登记考勤日", "First day without registration"), Unit.DATE),
    ),
    because=Text(
        "截至 {as_of} 近 30 日内，{workers} 名有效考勤工人中有 {unregistered_workers} 名"
        "（共 {uncovered_days} 人日，最早为 {first_uncovered_on}）未在 3 日内实名登记。",
        "In the 30 days to {as_of}, {unregistered_workers} of {workers} workers ({uncovered_days} person-days, the first "
        "on {first_uncovered_on}) were not registered within 3 days.",
    ),
    cure=Text(
        "为其办理实名登记，或补正用工登记的进场、退场日期；未按期登记的考勤日满 30 日后不再计入。",
        "Register them, or correct the days of entry and leaving; days already missed drop out once they are 30 days old.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("未被实名登记覆盖的考勤日", "Days of attendance that no registration covers"),
            uncovered_days,
            {
                "worker_id": Text("工人", "Worker"),
                "day": Text("考勤日", "Day"),
                "register_by": Text("最迟登记日", "To be registered by"),
            },
        ),
    ),
    levels=(Level.YELLOW, Level.RED),
)
