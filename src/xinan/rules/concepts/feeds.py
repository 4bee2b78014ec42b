"""Which feeds of a project are silent: missing data is not a violation."""

import ibis
import ibis.expr.types as ir

from xinan.rules.dates import days_from
from xinan.rules.parameters import Bound
from xinan.rules.world import Concept, World


def feed_state(world: World, p: Bound) -> ir.Table:
    """When each project's feeds were last heard, and whether the bank's and the gate's are silent.

    A bank feed never heard is silent once an account is open; an attendance feed never heard is not silent. Where a place
    does not ask for a feed it is never silent, and nothing waits for it.
    """
    project = world.table("project")
    state = project.select("project_id", "region_code", "started_on")
    for source in ("bank", "attendance", "payroll"):
        state = _with_heard(world, state, source=source)
    account = world.table("wage_account")
    still_open = account.filter(account.closed_on.isnull())
    opened = still_open.group_by("project_id").aggregate(account_opened_on=still_open.opened_on.min())
    state = state.left_join(opened, "project_id").drop("project_id_right")
    active = world.table("active_project").select("project_id", is_active=ibis.literal(True))
    state = state.left_join(active, "project_id").drop("project_id_right")
    tolerance = p.count("feed_tolerance_days", state.region_code)
    bank_late = state.bank_heard_on.isnull() | (days_from(state.bank_heard_on, world.today) > tolerance)
    gate_late = state.attendance_heard_on.notnull() & (days_from(state.attendance_heard_on, world.today) > tolerance)
    return state.mutate(
        is_bank_silent=state.account_opened_on.notnull() & bank_late & p.flag("bank_feed_expected", state.region_code),
        is_attendance_silent=state.is_active.fill_null(False)
        & gate_late
        & p.flag("attendance_feed_expected", state.region_code),
        is_payroll_expected=p.flag("payroll_feed_expected", state.region_code),
        payroll_tolerance_days=p.count("payroll_feed_tolerance_days", state.region_code),
        tolerance_days=tolerance,
    )


def _with_heard(world: World, state: ir.Table, *, source: str) -> ir.Table:
    feed = world.table("feed")
    heard = feed.filter(feed.source == source)
    latest = heard.group_by("project_id").aggregate(heard.last_received_on.max().name(f"{source}_heard_on"))
    return state.left_join(latest, "project_id").drop("project_id_right")


CONCEPTS = (Concept("feed_state", "when the feeds of a project were last heard", feed_state),)
