"""Enters a leave, and passes open work to the deputy on its first day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xinan.kernel.clock import CHINA
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed
from xinan.kernel.text import Text
from xinan.people.duties.actions.hand_over import record
from xinan.people.duties.asked import asked_person
from xinan.people.duties.enums import LeaveKind
from xinan.people.duties.models import HandOver, Leave
from xinan.people.duties.policies import may_set_leave
from xinan.people.duties.queries import leaves_on
from xinan.people.models import User
from xinan.people.scope import Scope

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class NewLeave:
    """A leave as wished for, both days included; without a deputy, the duty's own deputy or the head takes the work."""

    user_id: int
    from_on: date
    to_on: date
    deputy_id: int | None = None
    kind: LeaveKind = LeaveKind.LEAVE


@transaction.atomic
def set_leave(wish: NewLeave, *, by: User, scope: Scope, now: datetime) -> Leave:
    """The leave. One that has begun passes open work to the deputy at once; others do on their first day.

    Raises NotFound, NotAllowed, InvalidValue, and Conflict where some of the days are a leave already.
    """
    today = now.astimezone(CHINA).date()
    person = User.objects.select_for_update(of=("self",)).get(pk=asked_person(wish.user_id).pk)
    if not may_set_leave(person, user=by, scope=scope, on=today):
        raise NotAllowed(
            "may-not-set-leave",
            Text("您不能登记该人员的休假。", "You may not enter this person's leave."),
            Text("请本人或单位负责人办理。", "The person or the head of the office may."),
        )
    _check_days(wish, today=today)
    if wish.deputy_id is not None:
        _check_deputy(asked_person(wish.deputy_id), person=person)
    if Leave.objects.filter(user=person, from_on__lte=wish.to_on, to_on__gte=wish.from_on).exists():
        raise Conflict(
            "leave-overlaps",
            Text("这几天里已有休假登记。", "Some of these days are a leave already."),
            Text("先撤销或缩短原来的登记。", "Cancel or shorten the other one first."),
        )
    leave = Leave.objects.create(
        user=person, from_on=wish.from_on, to_on=wish.to_on, deputy_id=wish.deputy_id, kind=wish.kind
    )
    if leave.from_on <= today:
        _pass_work(leave, by=by, now=now)
    return leave


def begin_leaves(*, now: datetime) -> int:
    """Pass the open work of everybody whose leave has begun to their deputies; each leave once. How many leaves."""
    waiting = leaves_on(now.astimezone(CHINA).date()).filter(hand_over=None).exclude(deputy=None)
    begun = 0
    for leave_id in waiting.values_list("pk", flat=True):
        with transaction.atomic():
            leave = Leave.objects.select_for_update(of=("self",)).filter(pk=leave_id).first()
            begun += leave is not None and _pass_work(leave, by=None, now=now) is not None
    return begun


def _pass_work(leave: Leave, *, by: User | None, now: datetime) -> HandOver | None:
    if leave.deputy is None or HandOver.objects.filter(leave=leave).exists():
        return None
    reason = f"{leave.get_kind_display()} {leave.from_on}–{leave.to_on}"
    return record(leave.user, to=leave.deputy, reason=reason, by=by, now=now, with_duties=False, leave=leave)


def _check_days(wish: NewLeave, *, today: date) -> None:
    if wish.to_on < max(wish.from_on, today) or (wish.to_on - wish.from_on).days >= LONGEST_DAYS:
        raise InvalidValue(
            "leave-days",
            Text("休假的起止日不对。", "The days of the leave will not do."),
            Text(
                "结束日不早于今天和起始日，最长一年。",
                "It ends today or later, no sooner than it begins, within a year.",
            ),
        )


def _check_deputy(deputy: User, *, person: User) -> None:
    if deputy.pk == person.pk or not deputy.is_active or deputy.organisation_id != person.organisation_id:
        raise InvalidValue(
            "not-a-deputy",
            Text(
                "代理人须是同一单位的另一名在用人员。", "The deputy must be another active person of the same office."
            ),
            Text("另选代理人，或不选。", "Choose another, or none."),
        )
