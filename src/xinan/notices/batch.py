"""The fixed hour at which firms are told of what offices began: it says nothing of the hour of a complaint."""

from datetime import date, datetime, time, timedelta
from typing import Final

from xinan.kernel.clock import CHINA
from xinan.notices.calendars import working_calendar

BATCH_AT: Final = time(9)


def next_batch(at: datetime) -> datetime:
    """When firms are told of something that happened at a moment: 09:00 of the next working day."""
    return _batch_from(at.astimezone(CHINA).date() + timedelta(days=1))


def first_batch(at: datetime) -> datetime:
    """The first batch at a moment or after it: what was planned for 09:00 of a working day is told then."""
    day = at.astimezone(CHINA).date()
    batch = _batch_from(day)
    return batch if batch >= at else _batch_from(day + timedelta(days=1))


def _batch_from(day: date) -> datetime:
    calendar = working_calendar()
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, BATCH_AT, tzinfo=CHINA)
