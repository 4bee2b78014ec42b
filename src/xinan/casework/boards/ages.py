"""How old an open item is against its clock. Pure: moments and clocks are given."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text

WEEK_DAYS: Final = 7
MONTH_DAYS: Final = 30


class Bucket(StrEnum):
    """Where an item stands against the first of its clocks to run out; the value stands in addresses."""

    HALF = "half"
    PAST_HALF = "past-half"
    LAST_DAY = "last-day"
    WEEK = "week"
    MONTH = "month"
    MORE = "more"
    STOPPED = "stopped"


BUCKET_WORDS: Final = {
    Bucket.HALF: Text("期限未过半", "Within half"),
    Bucket.PAST_HALF: Text("期限过半", "Past half"),
    Bucket.LAST_DAY: Text("今天到期", "Last day"),
    Bucket.WEEK: Text("逾期 1–7 天", "Overdue 1–7 days"),
    Bucket.MONTH: Text("逾期 8–30 天", "Overdue 8–30 days"),
    Bucket.MORE: Text("逾期 30 天以上", "Overdue over 30 days"),
    Bucket.STOPPED: Text("未计时", "No clock runs"),
}
OVERDUE: Final = (Bucket.WEEK, Bucket.MONTH, Bucket.MORE)


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a clock stood still: from the first until the day it runs again, which is not one of them."""

    from_on: date
    until_on: date

    def days_before(self, day: date) -> int:
        """How many of them lie before a day."""
        return max(0, (min(day, self.until_on) - self.from_on).days)


@dataclass(frozen=True, slots=True)
class RunningClock:
    """An open clock that is not paused: when it began, the last day in time, the moment from which it is late."""

    code: str
    started_at: datetime
    due_on: date
    due_at: datetime
    pauses: tuple[Pause, ...] = ()


def bucket_of(clock: RunningClock | None, *, now: datetime) -> Bucket:
    """The bucket at a moment. A clock in hours that has run out today is overdue, as one of the first seven days."""
    if clock is None:
        return Bucket.STOPPED
    if now >= clock.due_at:
        late = days_late(clock, now=now)
        return Bucket.WEEK if late <= WEEK_DAYS else Bucket.MONTH if late <= MONTH_DAYS else Bucket.MORE
    if clock.due_on <= _day(now):
        return Bucket.LAST_DAY
    used, whole = _running(clock, until=now), _running(clock, until=clock.due_at)
    return Bucket.PAST_HALF if used * 2 >= whole else Bucket.HALF


def days_late(clock: RunningClock, *, now: datetime) -> int:
    """Calendar days after the last day in time; 0 before and on it."""
    return max(0, (_day(now) - clock.due_on).days)


def week_of(moment: datetime) -> date:
    """The Monday of the week in which a moment lies, in China."""
    day = _day(moment)
    return day - timedelta(days=day.weekday())


def owes_word(clock: RunningClock | None, *, week_on: date) -> bool:
    """Whether its holder owes a word for a week: it ran out before that week's Friday, so that a day was left to say it."""
    friday = datetime.combine(week_on + timedelta(days=4), datetime.min.time(), CHINA)
    return clock is not None and clock.due_at <= friday


def _running(clock: RunningClock, *, until: datetime) -> timedelta:
    """The time that counted, from the start until a moment: paused days do not."""
    paused = sum(pause.days_before(_day(until)) for pause in clock.pauses)
    return until - clock.started_at - timedelta(days=paused)


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
