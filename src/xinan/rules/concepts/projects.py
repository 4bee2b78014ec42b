"""Where a project stands on a day: in progress, paused, active."""

import ibis
import ibis.expr.types as ir

from xinan.rules.parameters import Bound
from xinan.rules.world import Concept, World


def month_span(world: World, _: Bound) -> ir.Table:
    """The months of the calendar: first and last day, days, working days."""
    calendar = world.calendar
    return calendar.group_by("month").aggregate(
        first_on=calendar.day.min(),
        last_on=calendar.day.max(),
        days_in_month=calendar.days_in_month.max(),
        working_days=calendar.is_working.sum().cast("int32"),
    )


def paused_day(world: World, _: Bound) -> ir.Table:
    """The days on which a project in progress was paused, up to the as-of day. Only an approved pause counts."""
    project, pause, calendar = world.table("project"), world.table("pause"), world.calendar
    approved = pause.filter(pause.approved_on.notnull())
    spans = approved.select(
        approved.project_id,
        approved.from_on,
        until_on=ibis.least(approved.to_on.fill_null(world.today), world.today),
    )
    begun = project.filter(project.started_on.notnull())
    bounded = spans.inner_join(begun.select(begun.project_id, begun.started_on, begun.completed_on), "project_id")
    days = bounded.inner_join(
        calendar.select("day", "month"),
        [
            calendar.day >= ibis.greatest(bounded.from_on, bounded.started_on),
            calendar.day <= bounded.until_on,
        ],
    )
    on_site = days.filter(days.completed_on.isnull() | (days.day < days.completed_on))
    return on_site.select("project_id", "day", "month").distinct()


def active_project(world: World, _: Bound) -> ir.Table:
    """Projects that are active on the as-of day: in progress and not paused."""
    project = world.table("project")
    paused = world.table("paused_day")
    paused_today = paused.filter(paused.day == world.today).select("project_id")
    in_progress = project.filter(project.started_on.notnull() & project.completed_on.isnull())
    return in_progress.anti_join(paused_today, "project_id")


def paused_month(world: World, _: Bound) -> ir.Table:
    """How many days of a month a project in progress was paused."""
    paused = world.table("paused_day")
    return paused.group_by("project_id", "month").aggregate(paused_days=paused.count().cast("int32"))


CONCEPTS = (
    Concept("month_span", "a month of the calendar", month_span),
    Concept("paused_day", "a day on which a project was paused", paused_day),
    Concept("active_project", "a project active on the as-of day", active_project),
    Concept("paused_month", "the paused days of a project in a month", paused_month),
)
