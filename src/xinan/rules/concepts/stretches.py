"""How long something has held without a break, where it follows from several dated facts together."""

import ibis
import ibis.expr.types as ir


def held_since(days: ir.Table) -> ir.Table:
    """The first day of the stretch that still lasts, by project, of the days on which something may have changed.

    `days`: project_id, day (none after the as-of day), holds. Between two of these days nothing changes. A project
    for which it does not hold on the last of its days is left out.
    """
    broken = days.filter(~days.holds).group_by("project_id").aggregate(broken_on=ibis._.day.max())
    joined = days.left_join(broken, "project_id").drop("project_id_right")
    lasting = joined.filter(joined.broken_on.isnull() | (joined.day > joined.broken_on))
    return lasting.group_by("project_id").aggregate(since=lasting.day.min())
