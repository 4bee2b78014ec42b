"""When something may be sent: quiet hours, rest days, the hour of the digest, pauses between attempts. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from xinan.kernel.calendar import WorkingCalendar
from xinan.kernel.clock import CHINA
from xinan.notices.enums import Channel, DeliveryState, How
from xinan.notices.kinds import Kind

ATTEMPTS: Final = 6
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class QuietRule:
    """Hours in which nothing is sent, `from_at` included, `to_at` not; equal ends are no hours. And rest days."""

    from_at: time = time(21)
    to_at: time = time(7)
    rest_days: bool = True

    def covers(self, at: time) -> bool:
        """Whether a time of day lies in the quiet hours.

        >>> QuietRule().covers(time(23)), QuietRule().covers(time(6, 59)), QuietRule().covers(time(7))
        (True, True, False)
        """
        if self.from_at <= self.to_at:
            return self.from_at <= at < self.to_at
        return at >= self.from_at or at < self.to_at


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of a delivery, and not before when; no moment where it waits for the digest."""

    state: DeliveryState
    due_at: datetime | None


def first_open_moment(moment: datetime, *, rule: QuietRule, calendar: WorkingCalendar) -> datetime:
    """The moment itself, or the first one after it that is neither in quiet hours nor on a rest day.

    `calendar` says which days are worked; raises InvalidValue (`calendar-range`) outside it.
    """
    at = moment.astimezone(CHINA)
    while True:
        if rule.rest_days and not calendar.is_working_day(at.date()):
            at = _midnight(at.date() + timedelta(days=1))
        elif rule.covers(at.time()):
            day = at.date() if at.time() < rule.to_at else at.date() + timedelta(days=1)
            at = datetime.combine(day, rule.to_at, tzinfo=CHINA)
        else:
            return at


def breaks_quiet(kind: Kind, *, urgent: bool) -> bool:
    """Whether a notice is sent in quiet hours: only an urgent one, and only where its kind's rule lets it."""
    return urgent and kind.breaks_quiet


def plan_email(
    kind: Kind, *, how: How, digest: bool, urgent: bool, now: datetime, rule: QuietRule, calendar: WorkingCalendar
) -> Planned | None:
    """How a notice goes by e-mail; None where it does not. An urgent one does not wait for the digest."""
    if how is How.OFF:
        return None
    if how is How.DIGEST and not urgent:
        return Planned(DeliveryState.DIGEST, None) if digest else None
    return plan_now(kind, urgent=urgent, now=now, rule=rule, calendar=calendar)


def plan_now(kind: Kind, *, urgent: bool, now: datetime, rule: QuietRule, calendar: WorkingCalendar) -> Planned:
    """Sent at once, or held until the quiet is over."""
    if breaks_quiet(kind, urgent=urgent):
        return Planned(DeliveryState.QUEUED, now)
    opens = first_open_moment(now, rule=rule, calendar=calendar)
    return Planned(DeliveryState.QUEUED if opens <= now else DeliveryState.HELD, opens)


def digest_due(now: datetime, *, hour: time, rule: QuietRule, calendar: WorkingCalendar) -> bool:
    """Whether the digest of today is to go out by now: from its hour on, never on a rest day where those are quiet."""
    at = now.astimezone(CHINA)
    return at.time() >= hour and not (rule.rest_days and not calendar.is_working_day(at.date()))


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts that failed; None where it is given up.

    >>> [pause_after(n) for n in (1, 2, 6)]
    [datetime.timedelta(seconds=60), datetime.timedelta(seconds=240), None]
    """
    if attempts >= ATTEMPTS:
        return None
    return min(_FIRST_PAUSE * int(4 ** (attempts - 1)), _LONGEST_PAUSE)


def needs_address(channel: Channel) -> bool:
    """Whether a channel leads out of the product."""
    return channel is not Channel.IN_APP


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=CHINA)
