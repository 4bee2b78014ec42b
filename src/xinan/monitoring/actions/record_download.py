"""Writes down that a list was taken out of the product as a file."""

from datetime import date, datetime

from xinan.monitoring.inbox_models import QUERY_LENGTH, ListDownload
from xinan.people.models import User


def record_download(
    user: User, *, list_name: str, query: str, as_of: date, rows: int, request_id: str, now: datetime
) -> ListDownload:
    """Who took which list, with which filters, of which day, of how many rows."""
    return ListDownload.objects.create(
        user=user,
        list_name=list_name,
        query=query[:QUERY_LENGTH],
        as_of=as_of,
        rows=rows,
        request_id=request_id,
        at=now,
    )
