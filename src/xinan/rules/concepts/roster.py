"""Who is on the roster, who was on site lately, and how days are counted on an active project."""

import ibis
import ibis.expr.types as ir

from xinan.rules.dates import plus_days
from xinan.rules.parameters import Bound
from xinan.rules.world import Concept, World


def on_roster(world: World, _: Bound) -> ir.Table:
    """The people on a project's roster on the as-of day, each once, with the earliest entry of their present stays."""
    employment, project = world.table("employment"), world.table("project")
    staying = employment.filter(employment.left_on.isnull() | (employment.left_on >= world.today))
    people = staying.group_by("project_id", "worker_id").aggregate(entered_on=staying.entered_on.min())
    return people.inner_join(project.select("project_id", "region_code"), "project_id")


def roster_worker(world: World, _: Bound) -> ir.Table:
    """The people on the roster with what is known of them as workers."""
    return world.table("on_roster").inner_join(world.table("worker"), "worker_id")


def recent_worker(world: World, _: Bound) -> ir.Table:
    """The people with a valid day in the last 30 days: the first of them, and how many."""
    days = world.table("recent_day")
    valid = days.filter(days.is_valid)
    people = valid.group_by("project_id", "worker_id").aggregate(
        first_valid_on=valid.day.min(), valid_days=valid.count().cast("int32")
    )
    return people.inner_join(world.table("project").select("project_id", "region_code"), "project_id")


def last_attendance(world: World, _: Bound) -> ir.Table:
    """The last day on which anybody was recorded on a project, valid or not."""
    months = world.table("worker_month")
    return months.group_by("project_id").aggregate(last_present_on=months.last_present_on.max())


def open_working_day(world: World, _: Bound) -> ir.Table:
    """Each day of a past working month: whether it is a working day of the active project, and how many were so far.

    `so_far` runs from the first day of the month and counts the day itself.
    """
    shared, calendar = world.table("project_month"), world.calendar
    past = shared.filter(shared.is_past & (shared.month >= world.first_month_back))
    months = past.select("project_id", "month", "started_on", "completed_on")
    days = months.inner_join(calendar.select("month", "day", "is_working"), "month")
    paused = world.table("paused_day").select("project_id", "day").mutate(is_paused=True)
    marked = days.left_join(paused, ["project_id", "day"])
    in_progress = (marked.started_on <= marked.day) & (
        marked.completed_on.isnull() | (marked.completed_on > marked.day)
    )
    counts = marked.is_working & in_progress.fill_null(False) & marked.is_paused.isnull()
    judged = marked.select("project_id", "month", "day", counts=counts.cast("int32"))
    running = ibis.window(group_by=["project_id", "month"], order_by="day", preceding=None, following=0)
    return judged.mutate(so_far=judged.counts.sum().over(running).cast("int32"))


def active_days_after(world: World, projects: ir.Table, *, after: str) -> ir.Table:
    """The days after `projects[after]`, up to the as-of day, on which each project was active, one row a day.

    `projects` holds active projects with their `started_on`; the rows gain `day` and `is_day_off`.
    """
    calendar = world.calendar
    days = calendar.filter(calendar.day <= world.today).select("day", "is_day_off")
    since = projects.inner_join(days, [days.day > projects[after], days.day >= projects.started_on])
    return since.anti_join(world.table("paused_day"), ["project_id", "day"])


def disjoint_stays(world: World, employment: ir.Table) -> ir.Table:
    """The stays of each person on each project without overlap (`from_on`, `until_on`, both included).

    Two employments that overlap would count a day twice: the later one is cut to what it adds. A stay without an end
    reaches to the as-of day.
    """
    stays = employment.select(
        "project_id",
        "worker_id",
        "employment_id",
        "entered_on",
        until_on=ibis.coalesce(employment.left_on, world.today),
    )
    earlier = ibis.window(
        group_by=["project_id", "worker_id"],
        order_by=["entered_on", "until_on", "employment_id"],
        preceding=(None, 1),
    )
    reached = stays.mutate(reached_on=stays.until_on.max().over(earlier))
    free_from = plus_days(reached.reached_on, 1)
    cut = reached.mutate(
        from_on=ibis.ifelse(
            reached.reached_on.isnull() | (free_from < reached.entered_on), reached.entered_on, free_from
        )
    )
    return cut.filter(cut.from_on <= cut.until_on).select("project_id", "worker_id", "from_on", "until_on")


CONCEPTS = (
    Concept("on_roster", "a person on the roster on the as-of day", on_roster),
    Concept("roster_worker", "a person on the roster, with identity and card", roster_worker),
    Concept("recent_worker", "a person with a valid day in the last 30 days", recent_worker),
    Concept("open_working_day", "a working day of an active project in a past month", open_working_day),
    Concept("last_attendance", "the last day of attendance of a project", last_attendance),
)
