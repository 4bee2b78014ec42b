"""Why rows were refused, grouped: the same fault a thousand times is one line with a number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from xinan.kernel.text import Text

# What is looked at is bounded, however bad the data: enough to see what is wrong, and always soon.
_BATCHES, _FAULTS = 200, 20_000
_FAULTS_OF_ONE = 2_000


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """One fault of one column, how often it was met, and one of its wordings. `rows` counts at most 20,000."""

    kind: str
    code: str
    column: str
    what: Text
    remedy: Text
    rows: int
    batches: int
    last_at: datetime


def fault_groups(project_id: str, *, kinds: Collection[str] | None, since: datetime) -> list[FaultGroup]:
    """The faults of a project's batches since a moment, the most frequent first; of all kinds where `kinds` is None."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, [project_id, since, kinds is None, list(kinds or ()), _BATCHES, _FAULTS])
        return [
            FaultGroup(kind, code, column, Text(zh, en), Text(to_zh, to_en), rows, batches, last_at)
            for kind, code, column, zh, en, to_zh, to_en, rows, batches, last_at in cursor.fetchall()
        ]


def leading_faults(batch_ids: Collection[int]) -> dict[int, tuple[str, Text, int]]:
    """The most frequent fault of each of these batches: its code, one of its wordings, how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(_LEADING, [list(batch_ids), _FAULTS_OF_ONE])
        return {number: (code, Text(zh, en), rows) for number, code, zh, en, rows in cursor.fetchall()}


_GROUPS = """
WITH bad AS (
    SELECT id, kind, finished_at FROM intake_batch
    WHERE project_id = %s AND received_at >= %s AND (%s OR kind = ANY (%s)) AND finished_at IS NOT NULL AND NOT dry_run
        AND (rejected > 0 OR state = 'refused')
    ORDER BY received_at DESC LIMIT %s
), fault AS (
    SELECT f.*, b.kind, b.finished_at FROM bad b JOIN intake_rowfault f ON f.batch_id = b.id LIMIT %s
)
SELECT kind, code, "column", min(what_zh), min(what_en), min(remedy_zh), min(remedy_en), count(DISTINCT (batch_id, row)),
    count(DISTINCT batch_id), max(finished_at)
FROM fault GROUP BY kind, code, "column" ORDER BY 8 DESC, 10 DESC, kind, code, "column"
"""

_LEADING = """
SELECT DISTINCT ON (b.id) b.id, f.code, f.what_zh, f.what_en, f.rows
FROM unnest(%s::bigint[]) AS b (id) CROSS JOIN LATERAL (
    SELECT code, min(what_zh) AS what_zh, min(what_en) AS what_en, count(DISTINCT row) AS rows
    FROM (SELECT code, what_zh, what_en, row FROM intake_rowfault WHERE batch_id = b.id LIMIT %s) few GROUP BY code
) f ORDER BY b.id, f.rows DESC, f.code
"""
