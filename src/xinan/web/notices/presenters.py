"""Notices as lines of the list, by day; and what was sent for each, in a few words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils.functional import Promise

from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.notices.enums import Channel, DeliveryState, Topic
from xinan.notices.kinds import kind_of
from xinan.notices.models import Delivery, Notice

TOPIC_ICONS = {
    Topic.WARNINGS: "alert-triangle",
    Topic.CLOCKS: "clock-hour-4",
    Topic.LETTERS: "file-text",
    Topic.VISITS: "map-pin",
    Topic.RULES: "scale",
    Topic.DATA: "database",
    Topic.SYSTEM: "server",
    Topic.GENERAL: "bell",
}
CHANNEL_ICONS = {Channel.IN_APP: "bell", Channel.EMAIL: "mail", Channel.SMS: "message"}
STATE_TONES = {
    DeliveryState.QUEUED: "blue",
    DeliveryState.HELD: "grey",
    DeliveryState.DIGEST: "grey",
    DeliveryState.SENT: "ok",
    DeliveryState.FAILED: "red",
    DeliveryState.NEEDLESS: "grey",
}


@dataclass(frozen=True, slots=True)
class DeliveryMark:
    """One channel of a notice: where, and how far."""

    icon: str
    channel: str | Promise
    state: str | Promise
    tone: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in the list."""

    number: int
    icon: str
    topic: str | Promise
    kind: Text
    subject: Text
    body: Text
    url: str
    at: datetime
    urgent: bool
    unread: bool
    marks: tuple[DeliveryMark, ...]


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """The notices of one day."""

    title: Text
    lines: tuple[NoticeLine, ...]


def notice_days(notices: Iterable[Notice], *, today: date) -> tuple[NoticeDay, ...]:
    """The lines under their days, in the order given (newest first)."""
    days = groupby(notices, key=lambda notice: notice.at.astimezone(CHINA).date())
    return tuple(NoticeDay(_day_title(day, today=today), tuple(map(_line, group))) for day, group in days)


def mark_of(delivery: Delivery) -> DeliveryMark:
    """A delivery as a mark."""
    state = DeliveryState(delivery.state)
    channel = Channel(delivery.channel)
    moment = {DeliveryState.SENT: delivery.sent_at, DeliveryState.HELD: delivery.due_at}.get(state)
    return DeliveryMark(CHANNEL_ICONS[channel], channel.label, state.label, STATE_TONES[state], moment)


def _line(notice: Notice) -> NoticeLine:
    topic = Topic(notice.topic)
    outside: Sequence[Delivery] = [each for each in notice.deliveries.all() if each.channel != Channel.IN_APP]
    return NoticeLine(
        number=notice.pk,
        icon=TOPIC_ICONS[topic],
        topic=topic.label,
        kind=kind_of(notice.kind).title,
        subject=notice.subject,
        body=notice.body,
        url=reverse("notice-open", args=[notice.pk]),
        at=notice.at,
        urgent=notice.urgent,
        unread=notice.read_at is None,
        marks=tuple(map(mark_of, outside)),
    )


def _day_title(day: date, *, today: date) -> Text:
    if day == today:
        return Text("今天", "Today")
    if day == today - timedelta(days=1):
        return Text("昨天", "Yesterday")
    return Text(f"{day:%Y-%m-%d}", f"{day:%Y-%m-%d}")
