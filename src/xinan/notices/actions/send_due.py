"""Send what is due. Safe with any number of workers: a delivery is held by one while it is being sent.

Between the provider's answer and our commit a process may die; the delivery is then sent again, with the same key. So a
message goes out at least once, and once wherever the provider knows our keys.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final

import structlog
from django.db import transaction
from django.db.models import QuerySet

from xinan.gateways.sms import SmsRefused, SmsUnavailable
from xinan.kernel.calendar import WorkingCalendar
from xinan.kernel.errors import XinanError
from xinan.notices.actions.tell_operators import tell_operators
from xinan.notices.calendars import working_calendar
from xinan.notices.decisions import pause_after
from xinan.notices.enums import WAITING, Channel, DeliveryState
from xinan.notices.models import Delivery
from xinan.notices.outbound import MailRefused, MailUnavailable, Outbound
from xinan.notices.sending import (
    NoAddress,
    Sent,
    opens_at,
    send_letter,
    send_text,
    still_wanted,
    template_of,
    wanted_parts,
)
from xinan.notices.settings_of import Settings, settings_of

log = structlog.get_logger(__name__)

# One task sends so many and makes room for others; what is left is taken up within the minute.
MOST: Final = 2000
# More notices of one person than this are two text messages.
_MOST_IN_ONE: Final = 99


def send_due(*, outbound: Outbound, most: int = MOST) -> Counter[DeliveryState]:
    """Work off what is due by now; how many deliveries came into which state.

    Where a provider cannot be reached, its channel rests until the next run.
    """
    done: Counter[DeliveryState] = Counter()
    open_channels = {Channel.SMS, Channel.EMAIL}
    calendar = working_calendar()
    while open_channels and done.total() < most:
        now = outbound.clock.now()
        with transaction.atomic():
            batch = _next_batch(open_channels, now=now)
            if not batch:
                break
            reached = _settle(batch, outbound=outbound, now=now, calendar=calendar)
            if not reached:
                open_channels.discard(Channel(batch[0].channel))
        done.update(DeliveryState(delivery.state) for delivery in batch)
    return done


def _due(channels: Collection[Channel], *, now: datetime) -> QuerySet[Delivery]:
    waiting = Delivery.objects.filter(state__in=WAITING, due_at__lte=now, channel__in=channels)
    held = waiting.select_related("notice", "recipient").select_for_update(of=("self",), skip_locked=True)
    # Text messages first: they are the few that cannot wait behind a morning's digests.
    return held.order_by("-channel", "due_at", "pk")


def _next_batch(channels: Collection[Channel], *, now: datetime) -> list[Delivery]:
    """The next delivery, locked; of text messages all of the same person and template, which are one message."""
    first = _due(channels, now=now).first()
    if first is None:
        return []
    if first.channel != Channel.SMS:
        return [first]
    others = _due([Channel.SMS], now=now).filter(recipient_id=first.recipient_id).exclude(pk=first.pk)
    same = [other for other in others[: _MOST_IN_ONE * 2] if template_of(other) == template_of(first)]
    return [first, *same][:_MOST_IN_ONE]


def _settle(batch: Sequence[Delivery], *, outbound: Outbound, now: datetime, calendar: WorkingCalendar) -> bool:
    """Send what is still wanted and may be sent now, and write down what became of each; False: nobody was reached."""
    settings = settings_of([batch[0].recipient_id])[batch[0].recipient_id]
    wanted = [delivery for delivery in batch if still_wanted(delivery, settings)]
    for delivery in batch:
        if delivery not in wanted:
            _drop(delivery)
    ready = [delivery for delivery in wanted if not _held(delivery, settings, now=now, calendar=calendar)]
    if not ready:
        return True
    if ready[0].channel == Channel.SMS:
        return _attempt(ready, lambda: send_text(ready, outbound=outbound, now=now), now=now)
    return _settle_letter(ready[0], settings, outbound=outbound, now=now)


def _settle_letter(letter: Delivery, settings: Settings, *, outbound: Outbound, now: datetime) -> bool:
    parts = wanted_parts(letter, settings) if letter.digest_on is not None else []
    if letter.digest_on is not None and not parts:
        _drop(letter)
        return True
    reached = _attempt([letter], lambda: send_letter(letter, parts, settings=settings, outbound=outbound), now=now)
    if letter.state == DeliveryState.SENT:
        told = letter.parts.filter(notice__in=parts)
        told.update(state=DeliveryState.SENT, sent_at=now, address_masked=letter.address_masked)
        letter.parts.filter(state=DeliveryState.DIGEST).update(state=DeliveryState.NEEDLESS)
    return reached


def _attempt(ready: Sequence[Delivery], send: Callable[[], Sent], *, now: datetime) -> bool:
    for delivery in ready:
        delivery.attempts += 1
        delivery.tried_at = now
    try:
        sent = send()
    except (SmsUnavailable, MailUnavailable) as error:
        _again(ready, error, now=now)
        return False
    except (SmsRefused, MailRefused, NoAddress) as error:
        _give_up(ready, error, now=now)
        return True
    for delivery in ready:
        delivery.state, delivery.sent_at, delivery.error = DeliveryState.SENT, now, ""
        delivery.provider_id, delivery.address_masked = sent.provider_id, sent.address_masked
        delivery.within = None if delivery is ready[0] else ready[0]
        delivery.save()
    return True


def _again(ready: Sequence[Delivery], error: XinanError, *, now: datetime) -> None:
    """Later, or never where it was tried often enough."""
    pause = pause_after(max(delivery.attempts for delivery in ready))
    if pause is None:
        _give_up(ready, error, now=now)
        return
    for delivery in ready:
        delivery.state, delivery.due_at, delivery.error = DeliveryState.QUEUED, now + pause, error.code
        delivery.save()
    log.warning("notice_delivery_postponed", channel=ready[0].channel, deliveries=len(ready), error=error.code)


def _give_up(ready: Sequence[Delivery], error: XinanError, *, now: datetime) -> None:
    for delivery in ready:
        delivery.error = error.code
        _end(delivery, DeliveryState.FAILED)
        # What the digest would have told stands in the next one.
        delivery.parts.filter(state=DeliveryState.DIGEST).update(within=None)
    log.error("notice_delivery_failed", channel=ready[0].channel, deliveries=len(ready), error=error.code)
    if not isinstance(error, NoAddress):
        tell_operators(Channel(ready[0].channel), error=error, now=now)


def _held(delivery: Delivery, settings: Settings, *, now: datetime, calendar: WorkingCalendar) -> bool:
    """Whether it has to wait for the end of the quiet; then it does."""
    opens = opens_at(delivery, settings, now=now, calendar=calendar)
    if opens <= now:
        return False
    delivery.state, delivery.due_at = DeliveryState.HELD, opens
    delivery.save(update_fields=["state", "due_at"])
    return True


def _drop(delivery: Delivery) -> None:
    delivery.parts.filter(state=DeliveryState.DIGEST).update(state=DeliveryState.NEEDLESS)
    _end(delivery, DeliveryState.NEEDLESS)


def _end(delivery: Delivery, state: DeliveryState) -> None:
    delivery.state = state
    delivery.save(update_fields=["state", "attempts", "tried_at", "error"])
