"""Ends a duty."""

from datetime import date, timedelta

from django.db import transaction

from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.people.duties.asked import asked_duty
from xinan.people.duties.models import Duty
from xinan.people.duties.policies import require_may_assign
from xinan.people.models import User
from xinan.people.scope import Scope


@transaction.atomic
def end_duty(duty_id: int, *, last_on: date, by: User, scope: Scope, today: date) -> Duty | None:
    """The duty with its last day, which may be yesterday at the earliest; None where it had not begun and is gone.

    What the holder has open stays with them until it is handed over. Raises NotFound, NotAllowed, InvalidValue.
    """
    duty = asked_duty(duty_id)
    require_may_assign(duty.office, user=by, scope=scope, on=today)
    yesterday = today - timedelta(days=1)
    if last_on < yesterday or (duty.to_on is not None and duty.to_on < today):
        raise InvalidValue(
            "duty-over",
            Text(
                "结束日不能早于昨天，已结束的分工不再改动。", "It cannot end before yesterday; one that is over stays."
            ),
            Text(f"从 {yesterday} 起选择。", f"Choose {yesterday} or later."),
        )
    if last_on < duty.from_on:
        duty.delete()
        return None
    duty.to_on = last_on
    duty.save(update_fields=["to_on"])
    return duty
