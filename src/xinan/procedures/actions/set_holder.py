"""Who holds a proceeding: set by routing, changed by hand-over, kept in its history."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from xinan.people.duties.models import HandOver
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of
from xinan.procedures.enums import Access, ActorKind
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.policies import open_to
from xinan.procedures.reckoning import day_of

HOLD = "hold"


@transaction.atomic
def set_holders(
    holders: Mapping[int, tuple[int | None, int | None]], *, by: User | None, now: datetime, reason: str
) -> int:
    """Set holder and office (ids) of open proceedings; the number changed. Each change is a step with its reason."""
    rows = Proceeding.objects.select_for_update(of=("self",)).filter(pk__in=holders, closed_at=None).order_by("pk")
    changed = [one for one in rows if (one.holder_id, one.holder_office_id) != holders[one.pk]]
    steps = []
    for one in changed:
        before = {"before": one.holder_id, "office_before": one.holder_office_id}
        one.holder_id, one.holder_office_id = holders[one.pk]
        steps.append(_step(one, by=by, now=now, reason=reason, before=before))
    Proceeding.objects.bulk_update(changed, ["holder", "holder_office"], batch_size=2000)
    Step.objects.bulk_create(steps)
    return len(changed)


def follow_hand_over(hand_over: HandOver) -> int:
    """Open proceedings of whoever hands over go to whoever takes over, or back to the queue of their office.

    What is open to named people alone goes to a successor who is one of them; else it waits without a holder.
    """
    held = list(Proceeding.objects.filter(holder_id=hand_over.from_user_id, closed_at=None))
    taker = hand_over.to_user
    scope = scope_of(taker, on=day_of(hand_over.at)) if taker is not None else Scope()
    inside = {one.pk for one in held if one.access == Access.PLACE or open_to(scope, one)}
    holders = {one.pk: (hand_over.to_user_id if one.pk in inside else None, one.holder_office_id) for one in held}
    return set_holders(holders, by=hand_over.by, now=hand_over.at, reason=hand_over.reason)


def _step(one: Proceeding, *, by: User | None, now: datetime, reason: str, before: Mapping[str, object]) -> Step:
    return Step(
        proceeding=one,
        move=HOLD,
        state_before=one.state,
        state_after=one.state,
        by=by,
        as_kind=ActorKind.SYSTEM if by is None else "",
        at=now,
        version=one.version,
        reason=reason,
        other={**before, "after": one.holder_id, "office_after": one.holder_office_id},
    )
