"""Seals everybody's personal values anew with the current key, so that an older key can be retired."""

from collections.abc import Callable

from django.db import transaction

from xinan.kernel.ciphers import Keyring
from xinan.workforce.models import Worker

# The sealed column, the digest it is found by (if any), the context both are bound to.
_VALUES = (
    ("name_sealed", None, "worker.name"),
    ("id_number_sealed", "id_number_index", "worker.id_number"),
    ("phone_sealed", "phone_index", "worker.phone"),
    ("wage_card_sealed", "wage_card", "worker.wage_card"),
)
_COLUMNS = [column for sealed, digest, _ in _VALUES for column in (sealed, digest) if column]
_CHUNK = 500


@transaction.atomic
def reseal_people(*, keyring: Keyring, progress: Callable[[int, int], None]) -> int:
    """Seal anew what another key than the current one sealed; how many people that concerned.

    All in one transaction: two people who share a wage card are recognised by the digest of its number, and must not
    stand under digests of different keys. Raises UnknownKey where the key of a value is not live any more.
    """
    people = Worker.objects.select_for_update().order_by("worker_id").only("worker_id", *_COLUMNS)
    total, changed = people.count(), 0
    waiting: list[Worker] = []
    for done, worker in enumerate(people.iterator(_CHUNK), start=1):
        if _resealed(worker, keyring=keyring):
            waiting.append(worker)
        if len(waiting) >= _CHUNK:
            changed += Worker.objects.bulk_update(waiting, _COLUMNS)
            waiting = []
        progress(done, total)
    if waiting:
        changed += Worker.objects.bulk_update(waiting, _COLUMNS)
    return changed


def _resealed(worker: Worker, *, keyring: Keyring) -> bool:
    """Bring the values of one person under the current key; whether any was not."""
    changed = False
    for sealed, digest, context in _VALUES:
        token = getattr(worker, sealed)
        if not token or keyring.is_current(token):
            continue
        value = keyring.open(token, context=context)
        setattr(worker, sealed, keyring.seal(value, context=context))
        if digest:
            setattr(worker, digest, keyring.look_up(value, context=context))
        changed = True
    return changed
