"""Registers as a clue what workers said on a visit."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xinan.casework.models import Clue
from xinan.patrols.actions.decide_finding import held_draft, mark_raised
from xinan.people.models import User
from xinan.people.scope import Scope


@transaction.atomic
def clue_of_visit(visit_id: UUID, *, by: User, scope: Scope, now: datetime) -> Clue:
    """The clue, received on the day of the visit; it goes into the fact table, so that the rules on complaints see it.

    Raises NotFound, NotAllowed, and Conflict where the finding is settled: one visit, one clue at most.
    """
    raised = held_draft(visit_id, by=by, scope=scope)
    clue = Clue.objects.create(
        clue_id=f"V-{visit_id}",
        project_id=raised.visit.project_id,
        received_on=raised.visit.day,
        workers=raised.workers,
    )
    mark_raised(raised, clue_id=clue.clue_id, by=by, now=now)
    return clue
