"""What an address of the list of notices, or of deliveries, asks for. Unknown values are dropped."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from xinan.notices.enums import Channel, DeliveryState, Topic
from xinan.notices.models import Delivery, Notice

PER_PAGE = 30
TEXT_LENGTH = 60


@dataclass(frozen=True, slots=True)
class NoticeFilters:
    """Unread ones only or all, one topic, words; and the page."""

    unread: bool = False
    topic: str = ""
    text: str = ""
    page: int = 1

    @classmethod
    def parse(cls, given: QueryDict) -> "NoticeFilters":
        """From the query string of an address."""
        topic = given.get("topic", "")
        return cls(
            unread=given.get("unread") == "1",
            topic=topic if topic in Topic.values else "",
            text=given.get("q", "").replace("\x00", "").strip()[:TEXT_LENGTH],
            page=page_number(given),
        )

    def narrow(self, notices: QuerySet[Notice]) -> QuerySet[Notice]:
        """Those of the notices that are asked for."""
        if self.unread:
            notices = notices.filter(read_at=None)
        if self.topic:
            notices = notices.filter(topic=self.topic)
        if self.text:
            notices = notices.filter(
                Q(subject_zh__icontains=self.text)
                | Q(subject_en__icontains=self.text)
                | Q(body_zh__icontains=self.text)
                | Q(body_en__icontains=self.text)
            )
        return notices

    @property
    def chosen(self) -> bool:
        """Whether anything but unread narrows the list."""
        return bool(self.topic or self.text)

    def query(self) -> str:
        """The query string of these filters, without the page."""
        return _query(("unread", "1" if self.unread else ""), ("topic", self.topic), ("q", self.text))


@dataclass(frozen=True, slots=True)
class DeliveryFilters:
    """One state, one channel; and the page."""

    state: str = ""
    channel: str = ""
    page: int = 1

    @classmethod
    def parse(cls, given: QueryDict) -> "DeliveryFilters":
        """From the query string of an address."""
        state, channel = given.get("state", ""), given.get("channel", "")
        return cls(
            state=state if state in DeliveryState.values else "",
            channel=channel if channel in Channel.values else "",
            page=page_number(given),
        )

    def narrow(self, deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
        """Those of the deliveries that are asked for."""
        if self.state:
            deliveries = deliveries.filter(state=self.state)
        return deliveries.filter(channel=self.channel) if self.channel else deliveries

    def query(self) -> str:
        """The query string of these filters, without the page."""
        return _query(("state", self.state), ("channel", self.channel))


def page_number(given: QueryDict) -> int:
    """The page asked for; the first where it is none."""
    page = given.get("page", "")
    return max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1


def _query(*pairs: tuple[str, str]) -> str:
    return urlencode([(name, value) for name, value in pairs if value])
