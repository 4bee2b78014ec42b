"""Hands one person's duties and open work to another, or back to the office."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue, NotAllowed
from xinan.kernel.text import Text
from xinan.people.duties.asked import asked_person
from xinan.people.duties.hooks import move_work, tell_listeners
from xinan.people.duties.models import Duty, HandOver, Leave
from xinan.people.duties.policies import require_may_assign
from xinan.people.models import User
from xinan.people.scope import Scope

REASON_AT_LEAST = 2
REASON_AT_MOST = 200


@transaction.atomic
def hand_over(
    from_user_id: int, *, to_user_id: int | None, reason: str, by: User, scope: Scope, now: datetime
) -> HandOver:
    """Duties and open work of somebody who leaves, to a successor from today on; without one, back to the office.

    The duties of the leaver end yesterday; what was theirs keeps its history. Raises NotFound, NotAllowed, InvalidValue.
    """
    leaver, today = asked_person(from_user_id), now.astimezone(CHINA).date()
    if leaver.organisation is None:
        raise NotAllowed(
            "not-of-an-office",
            Text("该人员不属于任何单位。", "The person belongs to no office."),
            Text("先登记所属单位。", "Enter the person's office first."),
        )
    require_may_assign(leaver.organisation, user=by, scope=scope, on=today)
    reason = reason.strip()[:REASON_AT_MOST]
    if len(reason) < REASON_AT_LEAST:
        raise InvalidValue(
            "hand-over-without-reason",
            Text("没有写明移交原因。", "No reason for the hand-over was given."),
            Text("例如“调离岗位”“退休”。", "Such as “moved to another post”, “retired”."),
        )
    successor = asked_person(to_user_id) if to_user_id is not None else None
    _check_successor(successor, leaver=leaver)
    return record(leaver, to=successor, reason=reason, by=by, now=now, with_duties=True)


def record(
    leaver: User,
    *,
    to: User | None,
    reason: str,
    by: User | None,
    now: datetime,
    with_duties: bool,
    leave: Leave | None = None,
) -> HandOver:
    """Write a hand-over down and move what it moves; within the caller's transaction, which has checked it."""
    made = HandOver.objects.create(from_user=leaver, to_user=to, leave=leave, reason=reason, by=by, at=now)
    if with_duties:
        made.duties = _pass_duties(leaver, to=to, now=now)
    made.moved = move_work(made)
    made.save(update_fields=["duties", "moved"])
    tell_listeners(made)
    return made


def _check_successor(successor: User | None, *, leaver: User) -> None:
    if successor is None:
        return
    if successor.pk == leaver.pk or not successor.is_active or successor.organisation_id != leaver.organisation_id:
        raise InvalidValue(
            "not-a-successor",
            Text(
                "接收人须是同一单位的另一名在用人员。",
                "The successor must be another active person of the same office.",
            ),
            Text(
                "另选接收人；或不选，事项退回单位重新分派。",
                "Choose another, or none: the work goes back to the office.",
            ),
        )


def _pass_duties(leaver: User, *, to: User | None, now: datetime) -> int:
    """End the leaver's duties and open the same for the successor; how many there were."""
    today = now.astimezone(CHINA).date()
    held = Duty.objects.select_for_update().filter(Q(to_on=None) | Q(to_on__gte=today), user=leaver)
    duties = list(held.order_by("pk"))
    for duty in duties:
        if to is not None:
            _open_for(to, duty=duty, now=now)
        if duty.from_on >= today:
            duty.delete()
        else:
            duty.to_on = today - timedelta(days=1)
            duty.save(update_fields=["to_on"])
    return len(duties)


def _open_for(successor: User, *, duty: Duty, now: datetime) -> None:
    today = now.astimezone(CHINA).date()
    Duty.objects.create(
        user=successor,
        office_id=duty.office_id,
        role=duty.role,
        region_code=duty.region_code,
        industry=duty.industry,
        link=duty.link,
        is_head=duty.is_head,
        deputy_id=duty.deputy_id if duty.deputy_id != successor.pk else None,
        from_on=max(duty.from_on, today),
        to_on=duty.to_on,
    )
