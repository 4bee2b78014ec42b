"""Takes a closed clue up again, under its number: something new came, or what was promised was not kept."""

from datetime import datetime

from django.db import transaction

from xinan.casework.models import Clue
from xinan.casework.policies import may_hear, visible_clue
from xinan.casework.queries import PROCEDURE, SUBJECT, lives_of
from xinan.casework.refusals import may_not_take, still_open
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.given import Opening
from xinan.procedures.models import Proceeding


@transaction.atomic
def reopen_clue(clue_id: str, *, reason: str, by: User, scope: Scope, now: datetime) -> Proceeding:
    """Its next life, being verified. Raises NotFound, NotAllowed, Conflict where it is open or merged into another."""
    if not may_hear(scope):
        raise may_not_take()
    clue = visible_clue(scope, clue_id=clue_id)
    return reopened(clue, by=by, reason=reason, now=now)


def reopened(clue: Clue, *, by: User | None, reason: str, now: datetime) -> Proceeding:
    """As `reopen_clue`, without asking who does it. Inside a transaction."""
    held = Clue.objects.select_for_update(of=("self",)).get(pk=clue.pk)
    lives = lives_of(held)
    if not lives or lives[0].closed_at is None or held.merged_into_id is not None:
        raise still_open()
    held.closed_on, held.conclusion = None, ""
    held.save(update_fields=["closed_on", "conclusion"])
    last = lives[0]
    opening = Opening(
        procedure=PROCEDURE,
        subject_kind=SUBJECT,
        subject_id=held.pk,
        project_id=held.project_id or "",
        region_code=held.region_code,
        industry=held.industry,
        holder_id=last.holder_id,
        holder_office_id=last.holder_office_id,
        previous_id=last.pk,
        state="verifying",
        reason=reason[:1000],
        other={"by": by.pk if by is not None else None, "reopened": str(by) if by is not None else ""},
    )
    return open_proceedings([opening], now=now)[0]
