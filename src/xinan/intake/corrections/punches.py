"""Taking the punches of one batch back, and summing their days up anew."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from xinan.workforce.actions.recompute_days import recompute_days

_KEY = "p.project_id = v.project_id AND p.worker_id = v.worker_id AND p.at = v.at AND p.direction = v.direction"
_RESTORE = f"""
UPDATE workforce_punch p SET method = v.method, supplement = v.supplement, batch_id = v.batch_id
FROM (
    SELECT DISTINCT ON (project_id, worker_id, at, direction) * FROM workforce_punchversion
    WHERE ended_by = %(batch)s AND batch_id IS DISTINCT FROM %(batch)s
        AND (batch_id IS NULL OR batch_id NOT IN (SELECT batch_id FROM intake_withdrawal))
    ORDER BY project_id, worker_id, at, direction, id DESC
) v WHERE {_KEY} AND p.batch_id = %(batch)s
RETURNING p.project_id, (p.at AT TIME ZONE 'Asia/Shanghai')::date
"""  # noqa: S608 texts of ours
_REMOVE = """
DELETE FROM workforce_punch p WHERE p.project_id = %(project)s AND p.batch_id = %(batch)s
RETURNING p.project_id, (p.at AT TIME ZONE 'Asia/Shanghai')::date
"""
_LATER = f"""
SELECT count(*), array_agg(DISTINCT p.batch_id) FROM workforce_punchversion v JOIN workforce_punch p ON {_KEY}
WHERE v.batch_id = %(batch)s AND v.ended_by IS NOT NULL AND p.batch_id IS DISTINCT FROM %(batch)s
    AND v.ended_by IS DISTINCT FROM %(batch)s
"""  # noqa: S608 texts of ours


@dataclass(frozen=True, slots=True)
class PunchesTakenBack:
    """What became of the punches of a batch."""

    removed: int
    restored: int
    kept: int
    later: tuple[int, ...]


def take_back_punches(project_id: str, *, batch: int) -> PunchesTakenBack:
    """Restore what the batch had changed, remove what it had added. Call it in a transaction."""
    values: dict[str, int | str] = {"batch": batch, "project": project_id}
    with connection.cursor() as cursor:
        cursor.execute(_LATER, values)
        kept, later = cursor.fetchone()
        cursor.execute(_RESTORE, values)
        restored: list[tuple[str, date]] = cursor.fetchall()
        cursor.execute(_REMOVE, values)
        removed: list[tuple[str, date]] = cursor.fetchall()
    recompute_days({*restored, *removed})
    return PunchesTakenBack(
        len(removed), len(restored), int(kept), tuple(sorted(number for number in later or () if number is not None))
    )
