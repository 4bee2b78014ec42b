"""How much each credential sends: gathered in the process, written every few seconds, so that no request waits for it."""

import threading
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_EVERY = 5.0  # seconds between two writings of one process; what a killed process had not written is not counted
_WRITE = """
INSERT INTO intake_credentialuse AS u
    (credential_id, hour, requests, refused, rows, refused_rows, last_at, refused_at, refusal)
SELECT c.id, %s, %s, %s, %s, %s, %s, %s, %s FROM intake_credential c WHERE c.id = %s
ON CONFLICT (credential_id, hour) DO UPDATE SET
    requests = u.requests + excluded.requests, refused = u.refused + excluded.refused,
    rows = u.rows + excluded.rows, refused_rows = u.refused_rows + excluded.refused_rows,
    last_at = greatest(u.last_at, excluded.last_at), refused_at = coalesce(excluded.refused_at, u.refused_at),
    refusal = CASE WHEN excluded.refusal = '' THEN u.refusal ELSE excluded.refusal END
"""


@dataclass
class _Uses:
    """What one credential did in one hour since the last writing."""

    requests: int = 0
    refused: int = 0
    rows: int = 0
    refused_rows: int = 0
    last_at: datetime | None = None
    refused_at: datetime | None = None
    refusal: str = ""


class _Gathered:
    """The uses of this process that are not written yet; `timed` writes them without being told."""

    timed = True

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._uses: dict[tuple[int, datetime], _Uses] = {}
        self._timer: threading.Timer | None = None

    def add(self, credential_id: int, *, now: datetime, rows: int, refused_rows: int, refusal: str) -> None:
        hour = now.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            uses = self._uses.setdefault((credential_id, hour), _Uses())
            uses.requests += 1
            uses.rows += rows
            uses.refused_rows += refused_rows
            uses.last_at = now
            if refusal:
                uses.refused += 1
                uses.refused_at, uses.refusal = now, refusal[:60]
            if self._timer is None and self.timed:
                self._timer = threading.Timer(_EVERY, _write_late)
                self._timer.daemon = True
                self._timer.start()

    def take(self) -> dict[tuple[int, datetime], _Uses]:
        with self._lock:
            uses, self._uses = self._uses, {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        return uses


_GATHERED = _Gathered()


def write_only_when_told() -> None:
    """No thread of its own from now on: tests have one database connection, and look when they like."""
    _GATHERED.timed = False


def note_use(credential_id: int, *, now: datetime, rows: int = 0, refused_rows: int = 0, refusal: str = "") -> None:
    """Count one request; `refusal` is the code for which it was refused as a whole, empty where it was not."""
    _GATHERED.add(credential_id, now=now, rows=rows, refused_rows=refused_rows, refusal=refusal)


def write_uses() -> None:
    """Write what this process has gathered."""
    lines = [
        (hour, u.requests, u.refused, u.rows, u.refused_rows, u.last_at, u.refused_at, u.refusal, credential_id)
        for (credential_id, hour), u in sorted(_GATHERED.take().items())
    ]
    if lines:
        with connection.cursor() as cursor:
            cursor.executemany(_WRITE, lines)


def _write_late() -> None:
    """The timer's thread has a connection of its own, which it gives back."""
    try:
        write_uses()
    finally:
        connection.close()
