"""Say where one can be reached. A new address counts from when its owner verifies it; until then nothing is sent there."""

from django.db import transaction
from django.db.models import F

from xinan.kernel.ciphers import Keyring
from xinan.kernel.identifiers import Phone
from xinan.notices.contacts import EMAIL, PHONE, mask_email, read_email
from xinan.notices.enums import Channel
from xinan.notices.models import Contact, ContactCode
from xinan.people.models import User


@transaction.atomic
def set_email(user: User, *, address: str, keyring: Keyring) -> Contact:
    """Keep the address sealed; an empty one removes it. The one that is kept already stays verified.

    Raises InvalidValue (`email-format`).
    """
    contact = _held(user)
    value = read_email(address) if address.strip() else ""
    if value and contact.email_index in keyring.look_ups(value, context=EMAIL):
        return contact
    contact.email_sealed = keyring.seal(value, context=EMAIL) if value else ""
    contact.email_index = keyring.look_up(value, context=EMAIL) if value else ""
    contact.email_masked = mask_email(value) if value else ""
    contact.email_verified_at = None
    contact.save()
    _void_code(user, Channel.EMAIL)
    return contact


@transaction.atomic
def set_phone(user: User, *, number: str, keyring: Keyring) -> Contact:
    """Keep the number sealed; an empty one removes it. Raises InvalidValue (`phone-format`)."""
    contact = _held(user)
    phone = Phone.parse(number) if number.strip() else None
    if phone and contact.phone_index in keyring.look_ups(phone.number, context=PHONE):
        return contact
    contact.phone_sealed = keyring.seal(phone.number, context=PHONE) if phone else ""
    contact.phone_index = keyring.look_up(phone.number, context=PHONE) if phone else ""
    contact.phone_masked = phone.masked if phone else ""
    contact.phone_verified_at = None
    contact.save()
    _void_code(user, Channel.SMS)
    return contact


def _held(user: User) -> Contact:
    Contact.objects.get_or_create(user=user)
    return Contact.objects.select_for_update().get(user=user)


def _void_code(user: User, channel: Channel) -> None:
    """A code sent to the last address proves nothing of this one. It is kept, so that its minute of rest counts on."""
    ContactCode.objects.filter(user=user, channel=channel).update(expires_at=F("sent_at"))
