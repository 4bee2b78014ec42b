"""Gives a thing that waits unassigned to somebody of the office in whose queue it is."""

from datetime import datetime

from django.db import transaction

from xinan.kernel.clock import CHINA
from xinan.kernel.errors import Conflict, InvalidValue, NotFound
from xinan.kernel.text import Text
from xinan.people.duties.asked import asked_person
from xinan.people.duties.policies import require_may_assign
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of
from xinan.procedures.actions.set_holder import set_holders
from xinan.procedures.policies import visible_proceedings

REASON = "由有权分派的人员指定承办人"


@transaction.atomic
def give(proceeding_id: int, *, to_user_id: int, by: User, scope: Scope, now: datetime) -> User:
    """The one it was given to.

    Raises NotFound where it is not in the scope of `by`, Conflict where somebody holds it or it is over, NotAllowed where
    `by` does not give out the office's work, InvalidValue where the taker is of another office or could not see it.
    """
    today = now.astimezone(CHINA).date()
    found = visible_proceedings(scope).filter(pk=proceeding_id).select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound(
            "no-such-thing", Text("没有这个事项。", "There is no such thing."), Text("刷新页面。", "Reload the page.")
        )
    if found.holder is not None or found.closed_at is not None or found.holder_office is None:
        who = found.holder.display_name if found.holder else "—"
        raise Conflict(
            "not-unassigned",
            Text(f"该事项已不在待分派之列（承办人：{who}）。", f"It is no longer unassigned (holder: {who})."),
            Text("刷新页面后再看。", "Reload the page."),
        )
    require_may_assign(found.holder_office, user=by, scope=scope, on=today)
    taker = asked_person(to_user_id)
    sees = visible_proceedings(scope_of(taker, on=today)).filter(pk=found.pk).exists()
    if taker.organisation_id != found.holder_office_id or not sees:
        raise InvalidValue(
            "cannot-take-it",
            Text(
                "该人员不属于承办单位，或其任职看不到这个事项。",
                "The person is of another office, or has no post that opens it.",
            ),
            Text("另选一人。", "Choose another person."),
        )
    set_holders({found.pk: (taker.pk, found.holder_office_id)}, by=by, now=now, reason=REASON)
    return taker
