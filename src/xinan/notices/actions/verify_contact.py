"""Prove that an address is one's own: a code is sent there and typed in here."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from xinan.gateways.sms import SmsMessage, SmsRefused
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict, InvalidValue
from xinan.kernel.identifiers import Phone
from xinan.kernel.text import Text
from xinan.notices.contacts import CODE, EMAIL, PHONE
from xinan.notices.enums import Channel
from xinan.notices.mail_texts import code_mail
from xinan.notices.models import Contact, ContactCode
from xinan.notices.outbound import Outbound, send_mail
from xinan.notices.sending import NoAddress
from xinan.notices.sms_texts import VERIFY, verifying
from xinan.people.models import User

DIGITS: Final = 6
VALID_FOR: Final = timedelta(minutes=10)
PAUSE: Final = timedelta(minutes=1)
TRIES: Final = 5


@transaction.atomic
def send_code(user: User, *, channel: Channel, outbound: Outbound, language: str) -> None:
    """Send a new code, which makes the last one void; at most one a minute.

    Raises NoAddress, Conflict (`code-just-sent`), and what the gateway says.
    """
    now = outbound.clock.now()
    contact = Contact.objects.select_for_update().filter(user=user).first()
    sealed = _sealed(contact, channel)
    if not sealed:
        raise NoAddress
    last = ContactCode.objects.filter(user=user, channel=channel).first()
    if last is not None and now - last.sent_at < PAUSE:
        raise Conflict(
            "code-just-sent",
            Text("验证码刚刚发送过。", "A code was sent just now."),
            Text("请查收，或一分钟后再试。", "Look for it, or try again in a minute."),
        )
    number = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    ContactCode.objects.update_or_create(
        user=user,
        channel=channel,
        defaults={
            "digest": outbound.keyring.look_up(number, context=CODE),
            "sent_at": now,
            "expires_at": now + VALID_FOR,
            "tries": 0,
        },
    )
    _hand_over(number, sealed=sealed, channel=channel, outbound=outbound, language=language)


def confirm_code(user: User, *, channel: Channel, number: str, keyring: Keyring, now: datetime) -> Contact:
    """The address is verified from now on. Raises InvalidValue (`code-wrong`, `code-expired`); a wrong try counts."""
    with transaction.atomic():
        contact, fault = _tried(user, channel=channel, number=number, keyring=keyring, now=now)
    if fault is not None:
        raise fault
    assert contact is not None  # noqa: S101 one of the two is there
    return contact


def _tried(
    user: User, *, channel: Channel, number: str, keyring: Keyring, now: datetime
) -> tuple[Contact | None, InvalidValue | None]:
    contact = Contact.objects.select_for_update().filter(user=user).first()
    code = ContactCode.objects.select_for_update().filter(user=user, channel=channel).first()
    if contact is None or code is None or code.expires_at <= now or code.tries >= TRIES:
        return None, _expired()
    if code.digest not in keyring.look_ups(number.strip(), context=CODE):
        code.tries += 1
        code.save(update_fields=["tries"])
        return None, _wrong(TRIES - code.tries)
    setattr(contact, "phone_verified_at" if channel is Channel.SMS else "email_verified_at", now)
    contact.save()
    code.delete()
    return contact, None


def _sealed(contact: Contact | None, channel: Channel) -> str:
    if contact is None:
        return ""
    return contact.phone_sealed if channel is Channel.SMS else contact.email_sealed


def _hand_over(number: str, *, sealed: str, channel: Channel, outbound: Outbound, language: str) -> None:
    key = secrets.token_hex(16)
    if channel is Channel.EMAIL:
        mail = code_mail(number, language=language, base_url=outbound.base_url)
        send_mail(mail, to=outbound.keyring.open(sealed, context=EMAIL), key=key)
        return
    if outbound.sms is None:
        raise SmsRefused("not-configured")
    params, text = verifying(number)
    phone = Phone(outbound.keyring.open(sealed, context=PHONE))
    outbound.sms.send(SmsMessage(phone, VERIFY, params, text, key=key), now=outbound.clock.now())


def _wrong(left: int) -> InvalidValue:
    return InvalidValue(
        "code-wrong",
        Text("验证码不正确。", "The code is wrong."),
        Text(f"请核对后重新输入，还可以试 {left} 次。", f"Check it and try again; {left} tries are left."),
    )


def _expired() -> InvalidValue:
    return InvalidValue(
        "code-expired",
        Text("验证码已失效。", "The code is not valid any more."),
        Text("请重新获取验证码。", "Ask for a new one."),
    )
