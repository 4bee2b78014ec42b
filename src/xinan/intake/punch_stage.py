"""Punches of several batches into the table at once, each bearing its own batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from xinan.kernel.clock import CHINA

PunchKey = tuple[str, datetime, str]
_STAGE = "stage_punches_of_batches"
_MAKE = f"""
CREATE TEMP TABLE {_STAGE}
    (worker_id text, at timestamptz, direction text, method text, supplement boolean, batch_id bigint) ON COMMIT DROP
"""
_ENTER = f"""
INSERT INTO workforce_punch AS p (project_id, worker_id, at, direction, method, supplement, batch_id)
SELECT %s, worker_id, at, direction, method, supplement, batch_id FROM {_STAGE}
ON CONFLICT (project_id, worker_id, at, direction) DO UPDATE
SET method = excluded.method, supplement = excluded.supplement, batch_id = excluded.batch_id
WHERE (p.method, p.supplement) IS DISTINCT FROM (excluded.method, excluded.supplement)
RETURNING worker_id, at, direction, (xmax = 0)
"""  # noqa: S608 names of ours
_AGAIN = f"""
INSERT INTO workforce_punchversion (project_id, worker_id, at, direction, method, supplement, batch_id, ended_at, again)
SELECT p.project_id, p.worker_id, p.at, p.direction, p.method, p.supplement, s.batch_id, statement_timestamp(), TRUE
FROM {_STAGE} s JOIN workforce_punch p ON p.project_id = %s
    AND p.worker_id = s.worker_id AND p.at = s.at AND p.direction = s.direction
WHERE p.batch_id <> s.batch_id
"""  # noqa: S608 names of ours


@dataclass(frozen=True, slots=True)
class PunchRow:
    """One punch and the batch it came in."""

    worker_id: str
    at: datetime
    direction: str
    method: str
    supplement: bool
    batch_id: int

    @property
    def key(self) -> PunchKey:
        """What makes it the same punch."""
        return self.worker_id, self.at, self.direction


@dataclass(frozen=True, slots=True)
class Entered:
    """Whether each punch that was written is new."""

    new: dict[PunchKey, bool]

    def outcome(self, key: PunchKey) -> str:
        """“added”, “changed” or “unchanged”."""
        return "unchanged" if key not in self.new else "added" if self.new[key] else "changed"

    def days(self, project_id: str) -> set[tuple[str, date]]:
        """The days of the project that were touched."""
        return {(project_id, at.astimezone(CHINA).date()) for _worker, at, _direction in self.new}


def enter_punches(project_id: str, rows: Sequence[PunchRow]) -> Entered:
    """Enter the punches, no key twice; who says what stands already is remembered. Days are not summed up here."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_STAGE}")
        cursor.execute(_MAKE)
        with cursor.copy(f"COPY {_STAGE} FROM STDIN") as copy:
            for row in rows:
                copy.write_row((*row.key, row.method, row.supplement, row.batch_id))
        cursor.execute(_ENTER, [project_id])
        entered = {(worker, at, direction): new for worker, at, direction, new in cursor.fetchall()}
        if len(entered) < len(rows):
            cursor.execute(_AGAIN, [project_id])
    return Entered(entered)
