"""Seals what workers told anew with the current key, so that an older key can be retired; digests go with it."""

from collections.abc import Sequence

import pgtrigger
from django.db import models, transaction

from xinan.casework.actions.call_back import CALL_WORDS
from xinan.casework.actions.take_clue import CLUE_TOLD
from xinan.casework.actions.take_complaint import CODE, code_index, phone_tail
from xinan.casework.actions.take_platform_file import CONTENT
from xinan.casework.models import Clue, PlatformFile, Receipt, ReturnCall, Voice, VoiceFile
from xinan.casework.voices import VOICE_ID, VOICE_NAME, VOICE_PHONE, VOICE_WORDS
from xinan.kernel.ciphers import Keyring
from xinan.procedures.given import PROOF_CONTENT, PROOF_NAME

_Column = tuple[str, str, str]  # sealed column, digest column or nothing, context
_COLUMNS: tuple[tuple[type[models.Model], Sequence[_Column]], ...] = (
    (Clue, (("told_sealed", "", CLUE_TOLD),)),
    (PlatformFile, (("content_sealed", "", CONTENT),)),
    (
        Voice,
        (
            ("name_sealed", "", VOICE_NAME),
            ("phone_sealed", "phone_index", VOICE_PHONE),
            ("id_number_sealed", "id_number_index", VOICE_ID),
            ("words_sealed", "", VOICE_WORDS),
        ),
    ),
)


def reseal_voices(*, keyring: Keyring) -> int:
    """How many rows were sealed anew. Each in a transaction of its own: whatever stops this, calling it again does the rest.

    Raises UnknownKey where the key of a value is not live any more.
    """
    changed = _receipts(keyring=keyring)
    for model, columns in _COLUMNS:
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        changed += sum(_resealed(model, columns, key=key, keyring=keyring) for key in keys)
    with pgtrigger.ignore("casework.VoiceFile:voice_file_is_kept", "casework.ReturnCall:return_call_is_kept"):
        return changed + _kept_for_good(keyring=keyring)


@transaction.atomic
def _resealed(model: type[models.Model], columns: Sequence[_Column], *, key: object, keyring: Keyring) -> int:
    row = model._default_manager.select_for_update(of=("self",)).get(pk=key)
    found: dict[str, str] = {}
    for sealed, digest, context in columns:
        token = str(getattr(row, sealed))
        if not token or keyring.is_current(token):
            continue
        value = keyring.open(token, context=context)
        found[sealed] = keyring.seal(value, context=context)
        if digest and getattr(row, digest):
            found[digest] = keyring.look_up(value, context=context)
    if found:
        model._default_manager.filter(pk=key).update(**found)
    return bool(found)


def _receipts(*, keyring: Keyring) -> int:
    changed = 0
    for receipt in Receipt.objects.select_related("voice").order_by("pk"):
        if keyring.is_current(receipt.code_sealed):
            continue
        code = keyring.open(receipt.code_sealed, context=CODE)
        token = receipt.voice.phone_sealed
        phone = keyring.open(token, context=VOICE_PHONE) if token else ""
        index = code_index(code, phone_tail(phone), keyring=keyring)[0]
        sealed = keyring.seal(code, context=CODE)
        changed += Receipt.objects.filter(pk=receipt.pk).update(code_sealed=sealed, code_index=index)
    return changed


def _kept_for_good(*, keyring: Keyring) -> int:
    """Calls and files, which nothing else may change."""
    changed = 0
    for file in VoiceFile.objects.order_by("pk").iterator(50):
        if keyring.is_current(file.content_sealed):
            continue
        name = keyring.seal(keyring.open(file.name_sealed, context=PROOF_NAME), context=PROOF_NAME)
        content = keyring.seal(keyring.open(file.content_sealed, context=PROOF_CONTENT), context=PROOF_CONTENT)
        changed += VoiceFile.objects.filter(pk=file.pk).update(name_sealed=name, content_sealed=content)
    for call in ReturnCall.objects.exclude(words_sealed="").order_by("pk"):
        if keyring.is_current(call.words_sealed):
            continue
        words = keyring.seal(keyring.open(call.words_sealed, context=CALL_WORDS), context=CALL_WORDS)
        changed += ReturnCall.objects.filter(pk=call.pk).update(words_sealed=words)
    return changed
