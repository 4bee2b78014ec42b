"""Moves the data make: cured, reopened, merged; many at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from xinan.people.scope import Scope
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.checks import Given, acting_kind, move_of
from xinan.procedures.enums import ActorKind
from xinan.procedures.hooks import call_step_hooks
from xinan.procedures.models import Proceeding
from xinan.procedures.moving import move_all
from xinan.procedures.registry import find_procedure


@transaction.atomic
def close_by_system(
    proceeding_ids: Sequence[int],
    move: str,
    *,
    now: datetime,
    reason: str,
    other: Mapping[str, object] | None = None,
) -> list[Proceeding]:
    """Make an automatic move on each that stands in a state it leads from; the others are left as they are.

    One transaction with a fixed number of statements (hooks apart). The move need not close: any `automatic` one may
    be named. Raises MoveRefused where the move is not automatic.
    """
    rows = Proceeding.objects.select_for_update(of=("self",)).select_related("holder").order_by("pk")
    found = [one for one in rows.filter(pk__in=proceeding_ids) if _leads_on(one, move)]
    if not found:
        return []
    for one in found:
        acting_kind(one, move, by=None, scope=Scope(), makers={})
    steps = move_all(
        found,
        move,
        by=None,
        as_kind=ActorKind.SYSTEM,
        now=now,
        given=Given(reason=reason),
        other=other or {},
        calendar=calendar_in_force(),
    )
    by_procedure = defaultdict(list)
    for step in steps:
        by_procedure[step.proceeding.procedure].append(step)
    for code, own in by_procedure.items():
        call_step_hooks(code, own)
    return found


def _leads_on(proceeding: Proceeding, move: str) -> bool:
    return proceeding.state in move_of(find_procedure(proceeding.procedure), move).from_
