"""Asks again whose the things are that nobody holds: duties change, leaves end."""

from datetime import datetime

from django.db import transaction

from xinan.coordination.unassigned import question_of, unheld
from xinan.kernel.clock import CHINA
from xinan.people.duties.queries import responsible_for_many
from xinan.people.models import User
from xinan.procedures.actions.set_holder import set_holders

REASON = "按现行责任分工分派"


@transaction.atomic
def route_unassigned(*, now: datetime, by: User | None = None) -> int:
    """Give every open thing without a holder to whoever answers for it now; how many found one.

    Those that still find nobody move to the queue of the office that has to see them. A fixed number of statements.
    """
    waiting = list(
        unheld().select_related("holder_office").select_for_update(of=("self",), skip_locked=True).order_by("pk")
    )
    answers = responsible_for_many([question_of(each) for each in waiting], on=now.astimezone(CHINA).date())
    holders = {
        proceeding.pk: (answer.user.pk if answer.user else None, answer.office.pk)
        for proceeding, answer in zip(waiting, answers, strict=True)
        if answer.user is not None or answer.office.pk != proceeding.holder_office_id
    }
    if holders:
        set_holders(holders, by=by, now=now, reason=REASON)
    return sum(1 for user_id, _ in holders.values() if user_id is not None)
