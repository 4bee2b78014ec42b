"""Settles what a visit found: registered as a clue, or not, with the reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xinan.kernel.errors import Conflict
from xinan.kernel.text import Text
from xinan.patrols.enums import RaisedState
from xinan.patrols.models import RaisedFinding
from xinan.patrols.policies import visible_visit
from xinan.patrols.refusals import no_such_visit, not_yours, reason_missing
from xinan.people.models import User
from xinan.people.scope import Scope


def held_draft(visit_id: UUID, *, by: User, scope: Scope) -> RaisedFinding:
    """The draft of one's own visit, locked. Raises NotFound, NotAllowed, Conflict where it is settled."""
    visit = visible_visit(scope, visit_id=visit_id)
    raised = RaisedFinding.objects.select_for_update().select_related("visit").filter(visit=visit).first()
    if raised is None:
        raise no_such_visit()
    if visit.officer_id != by.pk:
        raise not_yours()
    if raised.state != RaisedState.DRAFT:
        raise Conflict(
            "finding-settled",
            Text("这条发现已经处理过。", "This finding is settled already."),
            Text("请在走访记录中查看结果。", "See the outcome on the visit."),
        )
    return raised


def mark_raised(raised: RaisedFinding, *, clue_id: str, by: User, now: datetime) -> None:
    """A clue stands for it now."""
    raised.state, raised.clue_id, raised.decided_by, raised.decided_at = RaisedState.RAISED, clue_id, by, now
    raised.save()


@transaction.atomic
def drop_finding(visit_id: UUID, *, reason: str, by: User, scope: Scope, now: datetime) -> None:
    """Nothing is registered, for a reason. Raises as `held_draft`, and PlanRefused without a reason."""
    raised = held_draft(visit_id, by=by, scope=scope)
    if len(reason.strip()) < 2:
        raise reason_missing()
    raised.state, raised.reason = RaisedState.DROPPED, reason.strip()[:200]
    raised.decided_by, raised.decided_at = by, now
    raised.save()
