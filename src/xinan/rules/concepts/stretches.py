"""How long something has held without a break, where it follows from several dated facts together."""

import ibis
import ibis.expr.types as ir

from xinan.rules.dates import plus_days
from xinan.rules.parameters import Bound
from xinan.rules.world import Concept, World


def held_since(days: ir.Table) -> ir.Table:
    """The first day of the stretch that still lasts, by project, of the days on which something may have changed.

    `days`: project_id, day (none after the as-of day), holds. Between two of these days nothing changes. A project
    for which it does not hold on the last of its days is left out.
    """
    broken = days.filter(~days.holds).group_by("project_id").aggregate(broken_on=ibis._.day.max())
    joined = days.left_join(broken, "project_id").drop("project_id_right")
    lasting = joined.filter(joined.broken_on.isnull() | (joined.day > joined.broken_on))
    return lasting.group_by("project_id").aggregate(since=lasting.day.min())


def active_since(world: World, _: Bound) -> ir.Table:
    """Active projects, with the day from which they have been active without a pause."""
    active = world.table("active_project").select("project_id", "region_code", "started_on")
    paused = world.table("paused_day")
    last = paused.group_by("project_id").aggregate(resumed_on=plus_days(paused.day.max(), 1))
    joined = active.left_join(last, "project_id").drop("project_id_right")
    return joined.select(
        "project_id",
        "region_code",
        active_since=ibis.ifelse(joined.resumed_on.isnull(), joined.started_on, joined.resumed_on),
    )


CONCEPTS = (Concept("active_since", "since when an active project has been so", active_since),)
