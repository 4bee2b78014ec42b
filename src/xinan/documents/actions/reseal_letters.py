"""Seals letters, their files and the papers beside them anew with the current key, so that an older key can be retired."""

from django.db import models, transaction

from xinan.documents.models import Letter, LetterAttachment, LetterFile
from xinan.documents.sealing import ATTACHMENT, FIELDS, FILE
from xinan.kernel.ciphers import Keyring

_COLUMNS: tuple[tuple[type[models.Model], str, str], ...] = (
    (Letter, "fields_sealed", FIELDS),
    (LetterFile, "sealed", FILE),
    (LetterAttachment, "sealed", ATTACHMENT),
)


def reseal_letters(*, keyring: Keyring) -> int:
    """How many values were sealed anew. Each in a transaction of its own: files are large, and whatever stops this, the rest
    is done by calling it again. Raises UnknownKey where the key of a value is not live any more."""
    return sum(
        _resealed(model, column, key=key, context=context, keyring=keyring)
        for model, column, context in _COLUMNS
        for key in list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    )


@transaction.atomic
def _resealed(model: type[models.Model], column: str, *, key: int, context: str, keyring: Keyring) -> int:
    row = model._default_manager.select_for_update().only("pk", column).get(pk=key)
    token = getattr(row, column)
    if keyring.is_current(token):
        return 0
    sealed = keyring.seal(keyring.open(token, context=context), context=context)
    return model._default_manager.filter(pk=key).update(**{column: sealed})
