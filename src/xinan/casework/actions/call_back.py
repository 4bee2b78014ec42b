"""Notes a call back to the worker: how satisfied they are, or that nobody was reached."""

from datetime import datetime

from django.db import transaction

from xinan.casework.enums import Answer, CallBy
from xinan.casework.models import ReturnCall
from xinan.casework.policies import may_hear, visible_clue
from xinan.casework.queries import open_proceeding_of
from xinan.casework.refusals import may_not_take, not_open
from xinan.kernel.ciphers import Keyring
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.models import Proceeding

CALL_WORDS = "call.words"


@transaction.atomic
def note_call(
    clue_id: str,
    *,
    answer: Answer,
    how: CallBy,
    words: str,
    by: User,
    scope: Scope,
    now: datetime,
    keyring: Keyring,
) -> ReturnCall:
    """The call, kept for good. Raises NotFound, NotAllowed, Conflict where the clue has no conclusion to tell."""
    clue = visible_clue(scope, clue_id=clue_id)
    if not may_hear(scope):
        raise may_not_take()
    found = open_proceeding_of(clue)
    proceeding = Proceeding.objects.select_for_update().get(pk=found.pk) if found is not None else None
    if proceeding is None or proceeding.state != "settled":
        raise not_open()
    text = words.strip()[:2000]
    return ReturnCall.objects.create(
        clue=clue,
        proceeding_id=proceeding.pk,
        at=now,
        by=by,
        how=how,
        answer=answer,
        words_sealed=keyring.seal(text, context=CALL_WORDS) if text else "",
    )
