"""Tell people something: a row in each one's list at once, and what is to be sent outside queued with it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from xinan.kernel.calendar import WorkingCalendar
from xinan.kernel.text import Text
from xinan.notices.calendars import working_calendar
from xinan.notices.decisions import Planned, plan_email, plan_now
from xinan.notices.enums import Channel, DeliveryState, Topic
from xinan.notices.kinds import kind_of
from xinan.notices.models import SUBJECT_LENGTH, Delivery, Notice
from xinan.notices.queue import send_soon
from xinan.notices.settings_of import Settings, settings_of
from xinan.people.models import User


@transaction.atomic
def notify(
    recipients: Iterable[User],
    *,
    kind: str,
    subject: Text,
    body: Text,
    link: str,
    about_kind: str = "",
    about_id: str = "",
    urgent: bool = False,
    now: datetime,
) -> list[Notice]:
    """Tell each recipient once; who is disabled is left out. Six statements, however many they are.

    `link` is a page of ours, such as `/projects/1/`. Neither subject nor body names a worker or holds a number of one.
    Deliveries stand in the same transaction as the notice: where it is undone, nothing is sent.
    """
    if link and not link.startswith("/"):
        raise ValueError(f"a notice leads to a page of ours, not to {link}")
    people = list({user.pk: user for user in recipients if user.is_active}.values())
    if not people:
        return []
    topic = kind_of(kind).topic
    notices = Notice.objects.bulk_create(
        Notice(
            recipient=user,
            kind=kind,
            topic=topic,
            subject_zh=_short(subject.zh),
            subject_en=_short(subject.en),
            body_zh=body.zh,
            body_en=body.en,
            link=link,
            about_kind=about_kind,
            about_id=about_id,
            urgent=urgent,
            at=now,
        )
        for user in people
    )
    settings, calendar = settings_of([user.pk for user in people]), working_calendar()
    deliveries = Delivery.objects.bulk_create(
        delivery
        for notice in notices
        for delivery in _deliveries(notice, settings[notice.recipient_id], now=now, calendar=calendar)
    )
    if any(delivery.state == DeliveryState.QUEUED for delivery in deliveries):
        send_soon()
    return notices


def notify_once(
    recipients: Iterable[User],
    *,
    kind: str,
    subject: Text,
    body: Text,
    link: str,
    about_kind: str,
    about_id: str,
    urgent: bool = False,
    now: datetime,
) -> list[Notice]:
    """As `notify`, but not those who have an unread notice of this kind about the same thing already."""
    people = list(recipients)
    unread = Notice.objects.filter(
        recipient__in=people, kind=kind, about_kind=about_kind, about_id=about_id, read_at=None
    )
    told = set(unread.values_list("recipient_id", flat=True))
    return notify(
        [user for user in people if user.pk not in told],
        kind=kind,
        subject=subject,
        body=body,
        link=link,
        about_kind=about_kind,
        about_id=about_id,
        urgent=urgent,
        now=now,
    )


def _deliveries(notice: Notice, settings: Settings, *, now: datetime, calendar: WorkingCalendar) -> Iterator[Delivery]:
    yield Delivery(
        notice=notice,
        recipient_id=notice.recipient_id,
        channel=Channel.IN_APP,
        state=DeliveryState.SENT,
        made_at=now,
        sent_at=now,
    )
    for channel, planned in _planned(notice, settings, now=now, calendar=calendar):
        yield Delivery(
            notice=notice,
            recipient_id=notice.recipient_id,
            channel=channel,
            state=planned.state,
            made_at=now,
            due_at=planned.due_at,
        )


def _planned(
    notice: Notice, settings: Settings, *, now: datetime, calendar: WorkingCalendar
) -> Iterator[tuple[Channel, Planned]]:
    kind, topic = kind_of(notice.kind), Topic(notice.topic)
    if settings.email_verified:
        planned = plan_email(
            kind,
            how=settings.email(topic),
            digest=settings.digest,
            urgent=notice.urgent,
            now=now,
            rule=settings.quiet,
            calendar=calendar,
        )
        if planned is not None:
            yield Channel.EMAIL, planned
    if settings.phone_verified and kind.sms and settings.sms(topic):
        yield Channel.SMS, plan_now(kind, urgent=notice.urgent, now=now, rule=settings.quiet, calendar=calendar)


def _short(subject: str) -> str:
    return subject if len(subject) <= SUBJECT_LENGTH else f"{subject[: SUBJECT_LENGTH - 1]}…"
