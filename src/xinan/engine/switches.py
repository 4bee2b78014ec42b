"""Keeps a rule silent where an office switched it off: one filter, and only on rules whose switch was ever touched."""

import ibis.expr.types as ir

from xinan.rules.parameters import Bound
from xinan.rules.switches import ENABLED
from xinan.rules.world import World

_PROJECT, _PLACE = "_switch_project", "_switch_place"


def where_switched_on(rows: ir.Table, *, world: World, bound: Bound) -> ir.Table:
    """The rows of a rule whose project lies where the rule is on.

    A finding about a firm has no project: for it the province's switch counts. What is filtered here is no finding at
    all, so that it suppresses nothing either.
    """
    if ENABLED not in bound.parameters:
        return rows
    project = world.table("project")
    places = project.select(project.project_id.name(_PROJECT), project.region_code.name(_PLACE))
    placed = rows.select(*rows.columns).left_join(places, [("project_id", _PROJECT)])
    return placed.filter(bound.flag(ENABLED, placed[_PLACE])).select(*rows.columns)
