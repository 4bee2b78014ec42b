"""Seals the receipts' codes anew with the current key; each is found by a digest of its code and of the caller's phone."""

from django.db import transaction

from xinan.casework.actions.take_complaint import CODE, code_index, phone_tail
from xinan.casework.models import Receipt
from xinan.casework.voices import VOICE_PHONE
from xinan.kernel.ciphers import Keyring


def reseal_receipts(*, keyring: Keyring) -> int:
    """How many receipts were sealed anew, each in a transaction of its own.

    Raises UnknownKey where the key of a value is not live any more.
    """
    return sum(
        _resealed(key, keyring=keyring) for key in list(Receipt.objects.order_by("pk").values_list("pk", flat=True))
    )


@transaction.atomic
def _resealed(key: int, *, keyring: Keyring) -> int:
    receipt = Receipt.objects.select_for_update(of=("self",)).select_related("voice").get(pk=key)
    if keyring.is_current(receipt.code_sealed):
        return 0
    code = keyring.open(receipt.code_sealed, context=CODE)
    token = receipt.voice.phone_sealed
    phone = keyring.open(token, context=VOICE_PHONE) if token else ""
    index = code_index(code, phone_tail(phone), keyring=keyring)[0]
    return Receipt.objects.filter(pk=key).update(code_sealed=keyring.seal(code, context=CODE), code_index=index)
