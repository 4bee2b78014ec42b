"""Shows what a worker told in clear: their words to whoever handles the clue, who they are for a reason; both recorded."""

from datetime import datetime

from xinan.casework.models import Clue, Voice
from xinan.casework.policies import may_hear, visible_clue, visible_voice
from xinan.casework.refusals import may_not_take, no_such_clue
from xinan.kernel.ciphers import Keyring
from xinan.people.actions.reveal import reveal
from xinan.people.models import AccessRecord, User
from xinan.people.scope import Scope

FIELDS = ("name", "phone", "id_number")


def reveal_voice(
    voice_id: int,
    *,
    field: str,
    reason: str,
    user: User,
    scope: Scope,
    now: datetime,
    keyring: Keyring,
    request_id: str = "",
) -> str:
    """One of FIELDS in clear. Raises NotFound (not to be seen, or never told), InvalidValue without a reason."""
    voice = visible_voice(scope, voice_id=voice_id)
    if field not in FIELDS:
        raise no_such_clue()
    return _shown(voice, field, reason=reason, user=user, now=now, keyring=keyring, request_id=request_id)


def hear(
    clue: Clue, *, user: User, scope: Scope, now: datetime, keyring: Keyring, request_id: str = ""
) -> dict[int, str]:
    """The words of every voice of a clue by the voice; each look recorded, once a day and person.

    Raises NotFound, NotAllowed for posts that do not hear workers.
    """
    visible_clue(scope, clue_id=clue.pk)
    if not may_hear(scope):
        raise may_not_take()
    reason = f"办理线索{clue.number}"
    seen = AccessRecord.objects.filter(
        user=user, subject_kind="voice", field="words", at__date=now.date(), reason=reason
    ).values_list("subject_id", flat=True)
    known = set(seen)
    found: dict[int, str] = {}
    for voice in clue.voices.exclude(words_sealed=""):
        if str(voice.pk) in known:
            found[voice.pk] = keyring.open(voice.words_sealed, context="voice.words")
        else:
            found[voice.pk] = _shown(
                voice, "words", reason=reason, user=user, now=now, keyring=keyring, request_id=request_id
            )
    return found


def _shown(
    voice: Voice, field: str, *, reason: str, user: User, now: datetime, keyring: Keyring, request_id: str
) -> str:
    return reveal(
        user,
        person=voice,
        field=field,
        reason=reason,
        now=now,
        keyring=keyring,
        project_id=voice.clue.project_id or "",
        request_id=request_id,
    )
