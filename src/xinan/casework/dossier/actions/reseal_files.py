"""Seals the salts of seals and the content of exports anew with the current key, so that an older key can be retired."""

from typing import Final

from django.db import models, transaction

from xinan.casework.dossier.actions.make_export import PART
from xinan.casework.dossier.actions.seal_case import SALT
from xinan.casework.dossier.models import ExportPart, Seal
from xinan.kernel.ciphers import Keyring

_COLUMNS: Final[tuple[tuple[type[models.Model], str, str], ...]] = (
    (Seal, "salt_sealed", SALT),
    (ExportPart, "sealed", PART),
)


def reseal_files(*, keyring: Keyring) -> int:
    """How many values were sealed anew, each in a transaction of its own."""
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
