"""Put a person's unread notices of the last day together into one e-mail."""

from typing import Final

from django.db import connection, transaction

from xinan.notices.calendars import working_calendar
from xinan.notices.decisions import digest_due
from xinan.notices.enums import Channel, DeliveryState
from xinan.notices.models import Delivery
from xinan.notices.outbound import Outbound
from xinan.notices.settings_of import settings_of

# Held while digests are put together: two workers must not begin two of one person.
_LOCK: Final = 7_203_301


@transaction.atomic
def build_digests(*, outbound: Outbound) -> int:
    """Today's digest of everyone who has something waiting and has had none today; how many. Nothing where nothing is.

    What comes after the digest of the day waits for tomorrow's. While another worker is at it, nothing is done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    now = outbound.clock.now()
    today = now.date()
    waiting = Delivery.objects.filter(state=DeliveryState.DIGEST, within=None, made_at__lte=now)
    had = Delivery.objects.filter(digest_on=today).values("recipient_id")
    people = set(waiting.exclude(recipient_id__in=had).order_by().values_list("recipient_id", flat=True).distinct())
    settings, calendar = settings_of(people), working_calendar()
    due = [
        user_id
        for user_id in sorted(people)
        if digest_due(now, hour=outbound.digest_at, rule=settings[user_id].quiet, calendar=calendar)
    ]
    digests = Delivery.objects.bulk_create(
        Delivery(
            recipient_id=user_id,
            channel=Channel.EMAIL,
            state=DeliveryState.QUEUED,
            digest_on=today,
            made_at=now,
            due_at=now,
        )
        for user_id in due
    )
    for digest in digests:
        waiting.filter(recipient_id=digest.recipient_id).update(within=digest)
    return len(digests)
