"""Mark one's notices as read."""

from collections.abc import Collection
from datetime import datetime

from xinan.notices.queries import notices_of
from xinan.people.models import User


def mark_read(user: User, *, notice_ids: Collection[int], now: datetime) -> int:
    """Of these, the person's own unread ones are read from now on; how many. Others' are left alone."""
    return notices_of(user).filter(pk__in=notice_ids, read_at=None).update(read_at=now)


def mark_all_read(user: User, *, topic: str = "", now: datetime) -> int:
    """Every unread notice of the person, or of one topic; how many."""
    unread = notices_of(user).filter(read_at=None)
    return (unread.filter(topic=topic) if topic else unread).update(read_at=now)


def mark_unread(user: User, *, notice_id: int) -> int:
    """Put a notice back among the unread; 1, or 0 where the person has no such notice."""
    return notices_of(user).filter(pk=notice_id).update(read_at=None)
