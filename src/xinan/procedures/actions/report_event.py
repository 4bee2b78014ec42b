"""Something a noun reports that starts or ends clocks without a move: a letter was served, an inspection ended."""

from datetime import datetime

from django.db import transaction

from xinan.people.scope import Scope
from xinan.procedures.actions.make_move import locked
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.clockwork import Fired, apply_triggers
from xinan.procedures.models import Proceeding
from xinan.procedures.transitions import event_trigger


@transaction.atomic
def report_event(proceeding_id: int, name: str, *, now: datetime, at: datetime | None = None) -> Proceeding:
    """Fire the trigger `event:<name>`; `at` is when it happened where that is not now (service proved later).

    Raises UnknownProceeding. Nothing happens to a proceeding that is closed.
    """
    proceeding = locked(proceeding_id, by=None, scope=Scope())
    if proceeding.closed_at is None:
        fired = Fired(proceeding, event_trigger(name), at or now)
        apply_triggers([fired], now=now, calendar=calendar_in_force())
    return proceeding
