"""Each nonce counts once: a message seen before is not taken again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from xinan.intake.national_models import NationalNonce

_USE = """
INSERT INTO intake_nationalnonce (appid, nonce, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (appid, nonce) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Use:
    """A nonce that is about to be used, and until when its timestamp would be accepted."""

    appid: str
    nonce: str
    expires_at: datetime


def use_nonce(use: Use) -> bool:
    """Use it for a question; False where it was used before. A message uses it with its batch (receive_message)."""
    with connection.cursor() as cursor:
        cursor.execute(_USE, [use.appid, use.nonce, use.expires_at])
        return bool(cursor.rowcount == 1)


def first_use(use: Use) -> int:
    """The number of the batch with which it was used first; 0 where it was a question."""
    first = NationalNonce.objects.filter(appid=use.appid, nonce=use.nonce).values_list("batch_id", flat=True).first()
    return first or 0


def forget_nonces(*, now: datetime) -> int:
    """Remove those whose timestamp is refused by now; how many."""
    removed, _by_model = NationalNonce.objects.filter(expires_at__lt=now).delete()
    return removed
