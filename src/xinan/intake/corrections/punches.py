"""Taking the punches of one batch back, and summing their days up anew."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from xinan.workforce.actions.recompute_days import recompute_days

_KEY = "p.project_id = v.project_id AND p.worker_id = v.worker_id AND p.at = v.at AND p.direction = v.direction"
_SAME = "p.worker_id = {0}.worker_id AND p.at = {0}.at AND p.direction = {0}.direction"
_LATER = f"""
SELECT count(*), array_agg(DISTINCT p.batch_id) FROM workforce_punchversion v JOIN workforce_punch p ON {_KEY}
WHERE v.batch_id = %(batch)s AND v.ended_by IS NOT NULL AND p.batch_id IS DISTINCT FROM %(batch)s
    AND v.ended_by IS DISTINCT FROM %(batch)s
"""  # noqa: S608 texts of ours
# For each punch of the batch what the last of the batches left said of it, if any. Who only repeated a version spoke
# after the one who wrote it; `span` is the version's number, none for the one that stands.
_HEIRS = """
CREATE TEMP TABLE heirs ON COMMIT DROP AS
WITH own AS (
    SELECT p.worker_id, p.at, p.direction FROM workforce_punch p
    WHERE p.project_id = %(project)s AND p.batch_id = %(batch)s
), spoken AS (
    SELECT v.*, min(v.id) FILTER (WHERE NOT v.again) OVER (
        PARTITION BY v.worker_id, v.at, v.direction ORDER BY v.id ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS span
    FROM workforce_punchversion v JOIN own USING (worker_id, at, direction) WHERE v.project_id = %(project)s
)
SELECT DISTINCT ON (worker_id, at, direction) worker_id, at, direction, method, supplement, batch_id, span IS NULL AS again
FROM spoken
WHERE batch_id IS DISTINCT FROM %(batch)s
    AND (batch_id IS NULL OR batch_id NOT IN (SELECT w.batch_id FROM intake_withdrawal w))
ORDER BY worker_id, at, direction, span DESC NULLS FIRST, spoken.again DESC, id DESC
"""
_PASS_ON = f"""
UPDATE workforce_punch p SET method = h.method, supplement = h.supplement, batch_id = h.batch_id FROM heirs h
WHERE p.project_id = %(project)s AND {_SAME.format("h")}
RETURNING p.project_id, (p.at AT TIME ZONE 'Asia/Shanghai')::date, h.again, h.batch_id
"""  # noqa: S608 texts of ours
_REMOVE = """
DELETE FROM workforce_punch p WHERE p.project_id = %(project)s AND p.batch_id = %(batch)s
RETURNING p.project_id, (p.at AT TIME ZONE 'Asia/Shanghai')::date
"""


@dataclass(frozen=True, slots=True)
class PunchesTakenBack:
    """What became of the punches of a batch."""

    removed: int
    restored: int
    kept: int
    said_again: int
    later: tuple[int, ...]


def take_back_punches(project_id: str, *, batch: int) -> PunchesTakenBack:
    """Each of the batch's punches becomes what the last batch left says of it, or goes. Call it in a transaction."""
    values: dict[str, int | str] = {"batch": batch, "project": project_id}
    with connection.cursor() as cursor:
        cursor.execute(_LATER, values)
        kept, later = cursor.fetchone()
        cursor.execute("DROP TABLE IF EXISTS heirs")
        cursor.execute(_HEIRS, values)
        cursor.execute(_PASS_ON, values)
        passed: list[tuple[str, date, bool, int | None]] = cursor.fetchall()
        cursor.execute(_REMOVE, values)
        removed: list[tuple[str, date]] = cursor.fetchall()
    restored = [(project, day) for project, day, again, _by in passed if not again]
    recompute_days({*restored, *removed})
    by = {*(later or ()), *(number for _project, _day, again, number in passed if again)}
    return PunchesTakenBack(
        removed=len(removed),
        restored=len(restored),
        kept=int(kept),
        said_again=len(passed) - len(restored),
        later=tuple(sorted(number for number in by if number is not None)),
    )
