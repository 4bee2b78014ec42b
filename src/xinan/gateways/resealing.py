"""Seals the values of a column anew with the current key, so that an older key can be retired."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import pgtrigger
from django.db import models, transaction

from xinan.kernel.ciphers import Keyring


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column sealed under a context; beside it the digest a value is found by, if there is one.

    `trigger` is the one that keeps the rows from any other change (`app.Model:name`).
    """

    model: type[models.Model]
    column: str
    context: str
    digest: str = ""
    trigger: str = ""

    def passing(self) -> AbstractContextManager[object]:
        """Within it, the rows may be sealed anew."""
        return pgtrigger.ignore(self.trigger) if self.trigger else nullcontext()


def reseal_columns(columns: Iterable[Sealed], *, keyring: Keyring) -> int:
    """How many values were sealed anew. Each in a transaction of its own: files are large, and whatever stops this, calling it
    again does the rest. Raises UnknownKey where the key of a value is not live any more."""
    return sum(
        _resealed(sealed, key=key, keyring=keyring)
        for sealed in columns
        for key in list(_filled(sealed).order_by("pk").values_list("pk", flat=True))
    )


def _filled(sealed: Sealed) -> "models.QuerySet[models.Model]":
    return sealed.model._default_manager.exclude(**{sealed.column: ""})


@transaction.atomic
def _resealed(sealed: Sealed, *, key: object, keyring: Keyring) -> int:
    rows = sealed.model._default_manager.filter(pk=key)
    columns = [sealed.column, sealed.digest] if sealed.digest else [sealed.column]
    found = rows.select_for_update().values(*columns).first()
    if not found or not found[sealed.column] or keyring.is_current(found[sealed.column]):
        return 0
    value = keyring.open(found[sealed.column], context=sealed.context)
    anew = {sealed.column: keyring.seal(value, context=sealed.context)}
    if sealed.digest and found[sealed.digest]:
        anew[sealed.digest] = keyring.look_up(value, context=sealed.context)
    with sealed.passing():
        return rows.update(**anew)
