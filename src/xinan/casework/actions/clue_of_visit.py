"""Registers as a clue what workers said on a visit: by the same action as any other."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xinan.casework.actions.take_clue import take_clue
from xinan.casework.enums import Channel
from xinan.casework.models import Clue
from xinan.casework.told import TakenClue, ToldVoice
from xinan.kernel.ciphers import Keyring
from xinan.patrols.actions.decide_finding import held_draft, mark_raised
from xinan.people.models import User
from xinan.people.scope import Scope


@transaction.atomic
def clue_of_visit(visit_id: UUID, *, by: User, scope: Scope, now: datetime, keyring: Keyring) -> Clue:
    """The clue, whoever visited handling it; it goes into the fact table, so that the rules on complaints see it.

    Raises NotFound, NotAllowed, and Conflict where the finding is settled: one visit, one clue at most.
    """
    raised = held_draft(visit_id, by=by, scope=scope)
    words = f"走访中有 {raised.workers} 名工人反映被欠薪。"
    taken = TakenClue(
        channel=Channel.VISIT,
        voice=ToldVoice(words=words, workers=max(raised.workers, 1), representative=True),
        project_id=raised.visit.project_id,
        mine=True,
        clue_id=f"V-{visit_id}",
        received_on=raised.visit.day,
    )
    clue = take_clue(taken, by=by, scope=scope, now=now, keyring=keyring)
    mark_raised(raised, clue_id=clue.clue_id, by=by, now=now)
    return clue
