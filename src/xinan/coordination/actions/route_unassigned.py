"""Asks again whose the things are that nobody holds: duties change, leaves end."""

from datetime import date, datetime

from django.db import transaction

from xinan.coordination.unassigned import question_of, unheld
from xinan.kernel.clock import CHINA
from xinan.people.duties.queries import responsible_for_many
from xinan.people.duties.roster import Answer
from xinan.people.models import User
from xinan.people.scope import scope_of
from xinan.procedures.actions.set_holder import set_holders
from xinan.procedures.enums import Access
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import open_to

REASON = "按现行责任分工分派"


@transaction.atomic
def route_unassigned(*, now: datetime, by: User | None = None) -> int:
    """Give every open thing without a holder to whoever answers for it now; how many found one.

    Those that still find nobody move to the queue of the office that has to see them. What is open to named people alone goes
    to one of them or stays where it is: routing never widens who knows of it. A fixed number of statements, confined ones apart.
    """
    waiting = list(
        unheld().select_related("holder_office").select_for_update(of=("self",), skip_locked=True).order_by("pk")
    )
    answers = responsible_for_many([question_of(each) for each in waiting], on=now.astimezone(CHINA).date())
    today = now.astimezone(CHINA).date()
    holders = {
        proceeding.pk: (answer.user.pk if answer.user else None, answer.office.pk)
        for proceeding, answer in zip(waiting, answers, strict=True)
        if (answer.user is not None or answer.office.pk != proceeding.holder_office_id)
        and _stays_inside(proceeding, answer, on=today)
    }
    if holders:
        set_holders(holders, by=by, now=now, reason=REASON)
    return sum(1 for user_id, _ in holders.values() if user_id is not None)


def _stays_inside(proceeding: Proceeding, answer: Answer, *, on: date) -> bool:
    """Whether taking the answer leaves a proceeding with those to whom it is open."""
    if proceeding.access == Access.PLACE:
        return True
    return answer.user is not None and open_to(scope_of(answer.user, on=on), proceeding)
