"""Voids a letter: it keeps its number and its file, and says that it is void and why. A draft is given up the same way."""

from datetime import datetime

from django.db import transaction

from xinan.documents.enums import EventKind, LetterState
from xinan.documents.hooks import tell_voided
from xinan.documents.models import Letter
from xinan.documents.story import locked, require_handler, require_state, write_down
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.people.models import User

REASON_AT_LEAST = 4


@transaction.atomic
def void_letter(letter: Letter, *, reason: str, by: User | None, now: datetime) -> Letter:
    """The letter, void. Raises InvalidValue (`letter.void-why`), Conflict (`letter.state`), NotAllowed."""
    held = locked(letter)
    require_handler(held, by=by, now=now)
    require_state(held, (LetterState.DRAFT, LetterState.ISSUED, LetterState.SERVED, LetterState.REPLIED))
    if len(reason.strip()) < REASON_AT_LEAST:
        raise InvalidValue(
            "letter.void-why",
            Text("没有写明作废的原因。", "It is not said why the letter is voided."),
            Text("请写明原因，例如“主送单位有误，另行发文”。", "Say why, such as “wrong addressee, sent anew”."),
        )
    was_numbered = bool(held.number)
    held.state, held.voided_at, held.void_reason = LetterState.VOIDED, now, reason.strip()[:300]
    held.save(update_fields=["state", "voided_at", "void_reason"])
    write_down(held, EventKind.VOIDED, by=by, now=now, note=reason.strip())
    if was_numbered:
        tell_voided(held)
    return held
