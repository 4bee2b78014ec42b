"""What a visit says to a warning goes into the warning's handling, with the photographs taken for it: a note, no verdict."""

from datetime import datetime

from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.monitoring.handling.queries import proceedings_of
from xinan.patrols.checklist import warning_item
from xinan.patrols.enums import WordOnWarning
from xinan.patrols.models import Visit, VisitWord
from xinan.patrols.photos import opened_photo
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.given import SentProof, seal_proof
from xinan.procedures.models import Proceeding
from xinan.procedures.queries import moves_open_to

NOTE = "note"
_SAID = {
    WordOnWarning.CONFIRMED: Text("现场核实属实", "Found on site as the warning says"),
    WordOnWarning.CURED: Text("现场所见已改正", "Seen on site to be put right"),
    WordOnWarning.UNCLEAR: Text("现场无法核实", "Could not be verified on site"),
}


def note_words(visit: Visit, *, by: User, scope: Scope, now: datetime, keyring: Keyring) -> None:
    """Note each word of the visit in the warning's proceeding, where one is open and the officer may note there.

    A warning not signed for yet takes no notes: what was seen then stands on the visit alone.
    """
    words = list(visit.words.all())
    open_ones = proceedings_of([word.warning_id for word in words], scope=scope)
    # Held, so that nobody moves one between the look and the note.
    held = Proceeding.objects.select_for_update(of=("self",)).in_bulk([each.pk for each in open_ones.values()])
    for word in words:
        found = open_ones.get(word.warning_id)
        if found is not None:
            _note(held[found.pk], word, visit, by=by, scope=scope, now=now, keyring=keyring)


def _note(
    proceeding: Proceeding, word: VisitWord, visit: Visit, *, by: User, scope: Scope, now: datetime, keyring: Keyring
) -> None:
    offers = moves_open_to(proceeding, scope=scope, user=by)
    if not any(offer.code == NOTE and offer.refused is None for offer in offers):
        return
    said = _SAID[WordOnWarning(word.word)].zh
    make_move(
        proceeding.pk,
        NOTE,
        by=by,
        scope=scope,
        now=now,
        version=proceeding.version,
        reason=f"{visit.day} 走访：{said}。{word.note}".strip(),
        proofs=_proofs(visit, word, keyring=keyring),
        other={"visit": str(visit.pk), "word": word.word},
    )


def _proofs(visit: Visit, word: VisitWord, *, keyring: Keyring) -> list[SentProof]:
    """The photographs taken for that warning, sealed anew for the proceeding's file."""
    photos = visit.photos.filter(item=warning_item(word.warning_id))
    return [
        seal_proof(
            f"走访照片-{number}.jpg",
            opened_photo(photo, keyring=keyring),
            media_type="image/jpeg",
            keyring=keyring,
            taken_at=photo.taken_at,
            latitude=photo.lat,
            longitude=photo.lng,
        )
        for number, photo in enumerate(photos, start=1)
    ]
