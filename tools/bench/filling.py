"""Fills the product's tables by COPY, its triggers off: no history and no marks, which nothing measured here needs."""

import time
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import connection
from psycopg import Cursor

from xinan.gateways.wiring import wiring
from xinan.jobs.demo.copying import copy_rows
from xinan.jobs.demo.load_snapshot import Snapshot, load
from xinan.jobs.demo.workers import sealed_workers
from xinan.workforce.models import AttendanceDay

DAYS = "attendance_day"


class WithoutDays(Snapshot):
    """A snapshot whose days of attendance are copied as they are, not summed up from punches."""

    def rows(self, name: str) -> pa.Table:
        """The rows of a fact table; of the days, none."""
        found = super().rows(name)
        return found.slice(0, 0) if name == DAYS else found


def fill(snapshot: Path) -> float:
    """Bring a province into an empty database; the seconds it took."""
    started = time.monotonic()
    with connection.cursor() as wrapped:
        cursor: Cursor[Any] = wrapped.cursor
        cursor.execute("SET session_replication_role TO replica")
        cursor.execute("SET synchronous_commit TO off")
        seal = partial(sealed_workers, keyring=wiring().keyring)
        load(WithoutDays(snapshot), seal=seal, advance=lambda _done, _total: None)
        copy_rows(cursor, AttendanceDay, Snapshot(snapshot).rows(DAYS))
        cursor.execute("RESET session_replication_role")
        cursor.execute("RESET synchronous_commit")
        cursor.execute("VACUUM ANALYZE")
    return time.monotonic() - started
