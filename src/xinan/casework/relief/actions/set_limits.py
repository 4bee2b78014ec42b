"""Sets a limit of the emergency fund for a place from a day on: asked for with its source, approved by a second person."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from xinan.casework.relief.enums import AskState
from xinan.casework.relief.limits import parameters
from xinan.casework.relief.limits_in_force import limit_at
from xinan.casework.relief.models import LimitChange
from xinan.casework.relief.policies import decides_limits, may_set_limits
from xinan.casework.relief.refusals import (
    limit_out_of_bounds,
    missing,
    no_such_limit,
    not_yours,
    reason_missing,
    second_person,
)
from xinan.kernel.regions import REGIONS
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.reckoning import day_of

WORDS = 300


@transaction.atomic
def ask_limit(
    *,
    name: str,
    region_code: str,
    value: Decimal,
    from_on: date,
    source: str,
    reason: str,
    is_default: bool = False,
    by: User,
    scope: Scope,
    now: datetime,
) -> LimitChange:
    """The change, to be approved. `is_default`: no rule was found, the value is the office's own.

    Raises NotFound, NotAllowed (not the place's office), InvalidValue (bounds, no source, no reason).
    """
    parameter = parameters().get(name)
    if parameter is None or region_code not in {"", *(place.code for place in REGIONS)}:
        raise no_such_limit()
    if not may_set_limits(scope, region_code=region_code):
        raise not_yours(Text("变更该地区的限额", "change the limits of the place"))
    if not parameter.least <= value <= parameter.most:
        raise limit_out_of_bounds(parameter.least, parameter.most)
    if not source.strip():
        raise missing(Text("依据", "The source"))
    if not reason.strip():
        raise reason_missing()
    before = limit_at(name, region=region_code, on=max(from_on, day_of(now)))
    return LimitChange.objects.create(
        name=name,
        region_code=region_code,
        value=value,
        value_before=before.value,
        is_default=is_default,
        from_on=from_on,
        source=source.strip()[:WORDS],
        reason=reason.strip()[:WORDS],
        asked_by=by,
        asked_at=now,
    )


@transaction.atomic
def decide_limit(number: int, *, approve: bool, words: str = "", by: User, scope: Scope, now: datetime) -> LimitChange:
    """In force from the day wished for, never before the approval; or refused with words, or taken back by whoever asked.

    Raises NotFound, NotAllowed (whoever asked, or not the office above), InvalidValue without words.
    """
    change = LimitChange.objects.select_for_update().filter(pk=number, state=AskState.ASKED).first()
    if change is None:
        raise no_such_limit()
    own = change.asked_by_id == by.pk
    if own and approve:
        raise second_person()
    if not own and not decides_limits(scope, region_code=change.region_code):
        raise not_yours(Text("审批限额变更", "approve limits"))
    if not approve and not own and not words.strip():
        raise reason_missing()
    change.state = AskState.APPROVED if approve else AskState.WITHDRAWN if own else AskState.REFUSED
    change.decided_by, change.decided_at, change.words = by, now, words.strip()[:WORDS]
    change.in_force_from = max(change.from_on, day_of(now)) if approve else None
    change.save()
    return change
