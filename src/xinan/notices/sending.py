"""One message of a channel: what goes into it, where it goes, and what becomes of its deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from xinan.gateways.sms import SmsMessage, SmsRefused
from xinan.kernel.calendar import WorkingCalendar
from xinan.kernel.errors import NotFound
from xinan.kernel.identifiers import Phone
from xinan.kernel.text import Text
from xinan.notices.contacts import EMAIL, PHONE
from xinan.notices.decisions import breaks_quiet, first_open_moment
from xinan.notices.enums import Channel, How, Topic
from xinan.notices.kinds import kind_of
from xinan.notices.mail_texts import Mail, digest_mail, notice_mail
from xinan.notices.models import Contact, Delivery, Notice
from xinan.notices.outbound import Outbound, send_mail
from xinan.notices.settings_of import Settings
from xinan.notices.sms_texts import SMS_TEXTS, counted


@dataclass(frozen=True, slots=True)
class Sent:
    """What the other side said: its number of the message, and where it went, masked."""

    provider_id: str
    address_masked: str


class NoAddress(NotFound):
    """The recipient has no verified address of this kind any more."""

    def __init__(self) -> None:
        super().__init__(
            "no-address",
            Text("收件人没有已验证的联系方式。", "The recipient has no verified address."),
            Text("请收件人在“通知设置”中填写并验证。", "Have them enter and verify one under “Notice settings”."),
        )


def still_wanted(delivery: Delivery, settings: Settings) -> bool:
    """Whether it is to be sent at all by now: the notice unread, the person in office, the channel not switched off."""
    if not delivery.recipient.is_active:
        return False
    notice = delivery.notice
    if notice is None:
        return settings.digest
    if notice.read_at is not None:
        return False
    topic = Topic(notice.topic)
    if delivery.channel == Channel.SMS:
        return settings.sms(topic)
    return notice.urgent or settings.email(topic) is not How.OFF


def opens_at(delivery: Delivery, settings: Settings, *, now: datetime, calendar: WorkingCalendar) -> datetime:
    """When it may be sent: now, or once the quiet is over."""
    notice = delivery.notice
    if notice is not None and breaks_quiet(kind_of(notice.kind), urgent=notice.urgent):
        return now
    return first_open_moment(now, rule=settings.quiet, calendar=calendar)


def send_text(deliveries: Sequence[Delivery], *, outbound: Outbound, now: datetime) -> Sent:
    """One text message for all of these, which are one person's and of one template.

    Raises SmsRefused, SmsUnavailable, NoAddress.
    """
    if outbound.sms is None:
        raise SmsRefused("not-configured")
    contact = _contact(deliveries[0].recipient_id)
    if contact is None or contact.phone_verified_at is None:
        raise NoAddress
    template = template_of(deliveries[0])
    if template not in SMS_TEXTS:
        raise SmsRefused("template-unknown")
    params, text = counted(template, count=len(deliveries), base_url=outbound.base_url)
    phone = Phone(outbound.keyring.open(contact.phone_sealed, context=PHONE))
    message = SmsMessage(phone, template, params, text, key=key_of(deliveries))
    return Sent(outbound.sms.send(message, now=now), contact.phone_masked)


def send_letter(delivery: Delivery, parts: Sequence[Notice], *, settings: Settings, outbound: Outbound) -> Sent:
    """One e-mail: a notice, or the digest of a day with these parts. Raises MailRefused, MailUnavailable, NoAddress."""
    contact = _contact(delivery.recipient_id)
    if contact is None or contact.email_verified_at is None:
        raise NoAddress
    address = outbound.keyring.open(contact.email_sealed, context=EMAIL)
    mail = _mail(delivery, parts, language=settings.language, base_url=outbound.base_url)
    send_mail(mail, to=address, key=str(delivery.key))
    return Sent("", contact.email_masked)


def wanted_parts(digest: Delivery, settings: Settings) -> list[Notice]:
    """The notices of a digest, newest first: neither read in the meantime nor of a topic switched off since."""
    unread = Notice.objects.filter(deliveries__within=digest, read_at=None).order_by("-at", "-pk")
    return [notice for notice in unread if settings.email(Topic(notice.topic)) is not How.OFF]


def template_of(delivery: Delivery) -> str:
    """The template of a text message; empty where its kind is not texted (any more)."""
    return kind_of(delivery.notice.kind).sms if delivery.notice else ""


def key_of(deliveries: Sequence[Delivery]) -> str:
    """The same for the same deliveries sent again, another one as soon as one joins them."""
    keys = sorted(str(delivery.key) for delivery in deliveries)
    return sha256("".join(keys).encode()).hexdigest()[:32]


def _mail(delivery: Delivery, parts: Sequence[Notice], *, language: str, base_url: str) -> Mail:
    if delivery.notice is not None:
        return notice_mail(delivery.notice, language=language, base_url=base_url)
    return digest_mail(parts, language=language, base_url=base_url)


def _contact(user_id: int) -> Contact | None:
    return Contact.objects.filter(user_id=user_id).first()
