"""Seals everybody's addresses anew with the current key, so that an older key can be retired."""

from django.db import transaction

from xinan.kernel.ciphers import Keyring
from xinan.notices.contacts import EMAIL, PHONE
from xinan.notices.models import Contact

_FIELDS = (("email", EMAIL), ("phone", PHONE))


@transaction.atomic
def reseal_contacts(*, keyring: Keyring) -> int:
    """Seal anew what another key sealed; how many people that concerned. Raises UnknownKey where a key is not live."""
    changed = 0
    for contact in Contact.objects.select_for_update().order_by("pk"):
        resealed = [_resealed(contact, field, context, keyring=keyring) for field, context in _FIELDS]
        if any(resealed):
            contact.save()
            changed += 1
    return changed


def _resealed(contact: Contact, field: str, context: str, *, keyring: Keyring) -> bool:
    token = getattr(contact, f"{field}_sealed")
    if not token or keyring.is_current(token):
        return False
    value = keyring.open(token, context=context)
    setattr(contact, f"{field}_sealed", keyring.seal(value, context=context))
    setattr(contact, f"{field}_index", keyring.look_up(value, context=context))
    return True
