"""When a source of a project's data was last heard."""

from datetime import date

from xinan.registry.enums import FeedSource
from xinan.registry.models import Feed

_SOURCES = {"attendance": FeedSource.ATTENDANCE, "payroll": FeedSource.PAYROLL, "movements": FeedSource.BANK}


def hear(kind: str, project_id: str, *, today: date) -> None:
    """Note that data of this kind arrived today; other kinds belong to no feed."""
    source = _SOURCES.get(kind)
    if source is None:
        return
    feed, new = Feed.objects.get_or_create(project_id=project_id, source=source, defaults={"last_received_on": today})
    if not new and feed.last_received_on < today:
        feed.last_received_on = today
        feed.save(update_fields=["last_received_on"])
