"""When a source of a project's data was last heard."""

from datetime import date, timedelta

from django.db.models import F, Q

from xinan.payments.models import AccountDay
from xinan.registry.enums import FeedSource
from xinan.registry.models import Feed

_SOURCES = {"attendance": FeedSource.ATTENDANCE, "payroll": FeedSource.PAYROLL}
_OF_THE_BANK = frozenset({"movements", "statements"})


def hear(kind: str, project_id: str, *, today: date) -> None:
    """Note that data of this kind arrived today; other kinds belong to no feed."""
    if kind in _OF_THE_BANK:
        hear_bank(project_id, today=today)
    elif kind in _SOURCES:
        _note(project_id, _SOURCES[kind], today, earlier_too=False)


def hear_bank(project_id: str, *, today: date) -> None:
    """Note that the bank was heard today: up to today, or to the day before the first of which it counts more than we.

    A day of which something is missing has not been heard (docs/decisions/0036).
    """
    more = Q(bank_count__gt=F("held_count")) | Q(bank_total__gt=F("held_total"))
    missing = AccountDay.objects.filter(more, account__project_id=project_id, agrees=False)
    first = missing.order_by("day").values_list("day", flat=True).first()
    if first is None:
        _note(project_id, FeedSource.BANK, today, earlier_too=False)
    else:
        _note(project_id, FeedSource.BANK, first - timedelta(days=1), earlier_too=True)


def _note(project_id: str, source: FeedSource, day: date, *, earlier_too: bool) -> None:
    feed, new = Feed.objects.get_or_create(project_id=project_id, source=source, defaults={"last_received_on": day})
    if not new and (feed.last_received_on < day or (earlier_too and feed.last_received_on > day)):
        feed.last_received_on = day
        feed.save(update_fields=["last_received_on"])
