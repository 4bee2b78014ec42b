"""Sums up days of attendance anew from their punches."""

from collections.abc import Collection
from datetime import date

from django.db import connection

TouchedDay = tuple[str, date]

# Rows that come out as they were are not written, so that a repeated file touches no project.
_RECOMPUTE = """
WITH touched AS (
    SELECT DISTINCT project_id, day FROM unnest(%s::text[], %s::date[]) AS t (project_id, day)
), summed AS (
    SELECT p.project_id, p.worker_id, t.day,
        min(date_trunc('second', p.at AT TIME ZONE 'Asia/Shanghai')::time) AS first_at,
        max(date_trunc('second', p.at AT TIME ZONE 'Asia/Shanghai')::time) AS last_at,
        count(*)::integer AS punches,
        (count(*) FILTER (WHERE p.supplement))::integer AS supplements
    FROM touched t JOIN workforce_punch p ON p.project_id = t.project_id
        AND p.at >= t.day::timestamp AT TIME ZONE 'Asia/Shanghai'
        AND p.at < (t.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
    GROUP BY p.project_id, p.worker_id, t.day
), gone AS (
    DELETE FROM workforce_attendanceday d USING touched t
    WHERE d.project_id = t.project_id AND d.day = t.day AND NOT EXISTS (
        SELECT 1 FROM summed s WHERE s.project_id = d.project_id AND s.worker_id = d.worker_id AND s.day = d.day
    )
    RETURNING 1
), written AS (
    INSERT INTO workforce_attendanceday AS d (project_id, worker_id, day, first_at, last_at, punches, supplements)
    SELECT project_id, worker_id, day, first_at, last_at, punches, supplements FROM summed
    ON CONFLICT (project_id, worker_id, day) DO UPDATE
    SET first_at = excluded.first_at, last_at = excluded.last_at, punches = excluded.punches,
        supplements = excluded.supplements
    WHERE (d.first_at, d.last_at, d.punches, d.supplements)
        IS DISTINCT FROM (excluded.first_at, excluded.last_at, excluded.punches, excluded.supplements)
    RETURNING 1
)
SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
"""


def recompute_days(touched: Collection[TouchedDay]) -> int:
    """Sum up these days of these projects anew, in one statement; how many worker-days changed.

    Late, doubled, corrected and deleted punches all come out right, in whatever order they came: nothing is ever added
    to what stands. A day is a calendar day in China. Call it in the transaction that wrote the punches.
    """
    if not touched:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_RECOMPUTE, [[project for project, _ in touched], [day for _, day in touched]])
        row = cursor.fetchone()
    return int(row[0])
