"""Reads of notices."""

from collections.abc import Mapping

from django.db.models import Count, QuerySet

from xinan.notices.models import Notice
from xinan.people.models import User


def notices_of(user: User) -> QuerySet[Notice]:
    """One person's own notices, newest first; nobody reads another's."""
    return Notice.objects.filter(recipient_id=user.pk)


def unread_count(user: User) -> int:
    """How many notices the person has not read."""
    return notices_of(user).filter(read_at=None).count()


def counts_by_topic(notices: QuerySet[Notice]) -> Mapping[str, int]:
    """How many notices stand under each topic."""
    counted = notices.order_by().values("topic").annotate(n=Count("pk"))
    return {row["topic"]: row["n"] for row in counted}
