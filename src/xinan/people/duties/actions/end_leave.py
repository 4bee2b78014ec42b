"""Cuts a leave short, or cancels one that has not begun."""

from datetime import datetime, timedelta

from django.db import transaction

from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue, NotAllowed
from xinan.kernel.text import Text
from xinan.people.duties.asked import asked_leave
from xinan.people.duties.policies import may_set_leave
from xinan.people.models import User
from xinan.people.scope import Scope


@transaction.atomic
def end_leave(leave_id: int, *, by: User, scope: Scope, now: datetime) -> None:
    """The person is back today. What the deputy has taken over stays with the deputy.

    Raises NotFound, NotAllowed, and InvalidValue for a leave that is over.
    """
    leave, today = asked_leave(leave_id), now.astimezone(CHINA).date()
    if not may_set_leave(leave.user, user=by, scope=scope, on=today):
        raise NotAllowed(
            "may-not-set-leave",
            Text("您不能改动该人员的休假。", "You may not change this person's leave."),
            Text("请本人或单位负责人办理。", "The person or the head of the office may."),
        )
    if leave.to_on < today:
        raise InvalidValue(
            "leave-over",
            Text("这次休假已经结束。", "This leave is over."),
            Text("不必再改。", "There is nothing to change."),
        )
    if leave.from_on >= today:
        leave.delete()
        return
    leave.to_on = today - timedelta(days=1)
    leave.save(update_fields=["to_on"])
