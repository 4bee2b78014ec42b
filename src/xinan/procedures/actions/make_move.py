"""Make one move: permission, check, change, record, announce, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.checks import Given, acting_kind, check_given, check_state, last_makers, move_of, overtaken
from xinan.procedures.conditions import check_in_time, check_waited, last_clocks
from xinan.procedures.errors import UnknownProceeding
from xinan.procedures.given import SentProof
from xinan.procedures.happening import check_not_before
from xinan.procedures.hooks import call_step_hooks
from xinan.procedures.lapsing import lapse_due
from xinan.procedures.models import Proceeding
from xinan.procedures.moving import happened_at, move_all
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.reckoning import day_of
from xinan.procedures.registry import find_procedure
from xinan.procedures.sheets import checked_sheet


@transaction.atomic
def make_move(
    proceeding_id: int,
    move: str,
    *,
    by: User | None,
    scope: Scope,
    now: datetime,
    version: int,
    reason: str = "",
    proofs: Sequence[SentProof] = (),
    plan_on: date | None = None,
    until_on: date | None = None,
    target: str = "",
    happened_on: date | None = None,
    answers: Mapping[str, str] | None = None,
    other: Mapping[str, object] | None = None,
) -> Proceeding:
    """The proceeding after the move. `version` is the one the person looked at; `by` None is the system.

    `happened_on` is the day it happened, where the move asks for it: clocks go by that day. `answers` are those to the move's
    sheet, as texts.

    Raises UnknownProceeding (also where it is outside the scope), Overtaken (who moved it, when, to what), MoveRefused
    (not from this state, not by this kind of person, not by the one who made a step before it, not before another step, too
    early, too late), MoveIncomplete, ProofMissing, and what the move's sheet refuses.
    The hooks of the procedure run inside the transaction: what they raise undoes everything.
    """
    proceeding = locked(proceeding_id, by=by, scope=scope)
    if proceeding.version != version:
        raise overtaken(proceeding)
    procedure = find_procedure(proceeding.procedure)
    check_state(proceeding, move)
    definition = move_of(procedure, move)
    looks_back = definition.other_person or definition.requires
    makers = last_makers([proceeding.pk]).get(proceeding.pk, {}) if looks_back else {}
    as_kind = acting_kind(proceeding, move, by=by, scope=scope, makers=makers)
    given = Given(reason, proofs, plan_on, until_on, target, happened_on)
    check_given(definition, given, today=day_of(now))
    check_not_before(proceeding, move, happened_on, today=day_of(now))
    lapse_due([proceeding], now=now)
    clocks = last_clocks(proceeding, definition)
    check_waited(procedure, definition, clocks=clocks, now=now)
    check_in_time(procedure, definition, clocks=clocks, at=happened_at(given, now=now))
    kept = checked_sheet(proceeding, move, now=now, answers=answers or {})
    steps = move_all(
        [proceeding],
        move,
        by=by,
        as_kind=as_kind,
        now=now,
        given=given,
        other={**(other or {}), **kept},
        calendar=calendar_in_force(),
    )
    call_step_hooks(proceeding.procedure, steps)
    return proceeding


def locked(proceeding_id: int, *, by: User | None, scope: Scope) -> Proceeding:
    """The proceeding, its row held until the transaction ends; raises UnknownProceeding."""
    rows = Proceeding.objects.all() if by is None else visible_proceedings(scope)
    found = rows.select_for_update(of=("self",)).select_related("holder").filter(pk=proceeding_id).first()
    if found is None:
        raise UnknownProceeding
    return found
