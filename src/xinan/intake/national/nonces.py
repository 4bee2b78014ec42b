"""Each nonce counts once: a message seen before is not taken again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from xinan.intake.national_models import NationalNonce

_USE = """
INSERT INTO intake_nationalnonce (appid, nonce, expires_at, batch_id) VALUES (%s, %s, %s, %s)
ON CONFLICT (appid, nonce) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Use:
    """A nonce that is about to be used, and until when its timestamp would be accepted."""

    appid: str
    nonce: str
    expires_at: datetime


def use_nonce(use: Use, *, batch_id: int | None = None) -> int | None:
    """Use it; None where it was not used before, else the number of the batch it went with (0 where with none)."""
    with connection.cursor() as cursor:
        cursor.execute(_USE, [use.appid, use.nonce, use.expires_at, batch_id])
        if cursor.rowcount == 1:
            return None
    first = NationalNonce.objects.filter(appid=use.appid, nonce=use.nonce).values_list("batch_id", flat=True).first()
    return first or 0


def forget_nonces(*, now: datetime) -> int:
    """Remove those whose timestamp is refused by now; how many."""
    removed, _by_model = NationalNonce.objects.filter(expires_at__lt=now).delete()
    return removed
