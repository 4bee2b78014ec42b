"""Seals what cases keep anew with the current key, so that an older key can be retired; digests go with it."""

from collections.abc import Sequence

from django.db import models, transaction

from xinan.casework.cases.actions.give_task import ANSWER
from xinan.casework.cases.actions.give_task import WORDS as TASK_WORDS
from xinan.casework.cases.actions.write_entry import WORDS as ENTRY_WORDS
from xinan.casework.cases.files import CONTENT, NAME
from xinan.casework.cases.models import CaseEntry, CaseFile, CaseTask, CaseWorker
from xinan.casework.cases.workers import ID_NUMBER
from xinan.kernel.ciphers import Keyring

_Column = tuple[str, str, str]  # sealed column, digest column or nothing, context
_COLUMNS: tuple[tuple[type[models.Model], Sequence[_Column]], ...] = (
    (
        CaseWorker,
        (
            ("name_sealed", "", "case_worker.name"),
            ("id_number_sealed", "id_number_index", ID_NUMBER),
            ("phone_sealed", "", "case_worker.phone"),
        ),
    ),
    (CaseTask, (("words_sealed", "", TASK_WORDS), ("answer_sealed", "", ANSWER))),
    (CaseEntry, (("words_sealed", "", ENTRY_WORDS),)),
    (CaseFile, (("name_sealed", "", NAME), ("content_sealed", "", CONTENT))),
)


def reseal_cases(*, keyring: Keyring) -> int:
    """How many rows were sealed anew. Each in a transaction of its own: whatever stops this, calling it again does the rest.

    Raises UnknownKey where the key of a value is not live any more.
    """
    changed = 0
    for model, columns in _COLUMNS:
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        changed += sum(_resealed(model, columns, key=key, keyring=keyring) for key in keys)
    return changed


@transaction.atomic
def _resealed(model: type[models.Model], columns: Sequence[_Column], *, key: int, keyring: Keyring) -> int:
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
    return int(bool(found))
