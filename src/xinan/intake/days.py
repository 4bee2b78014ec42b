"""Days of attendance summed up anew from their punches."""

from collections.abc import Iterable
from datetime import date

from django.db import connection


def recompute_days(project_id: str, days: Iterable[tuple[str, date]]) -> None:
    """Sum up the days (worker, day) of a project from all punches on record."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS stage_days (worker_id text, day date) ON COMMIT DROP")
        cursor.execute("TRUNCATE stage_days")
        with cursor.copy("COPY stage_days FROM STDIN") as copy:
            for row in days:
                copy.write_row(row)
        cursor.execute(
            """
            INSERT INTO workforce_attendanceday AS d
                (project_id, worker_id, day, first_at, last_at, punches, supplements)
            SELECT %s, s.worker_id, s.day, min(p.at AT TIME ZONE 'Asia/Shanghai')::time,
                max(p.at AT TIME ZONE 'Asia/Shanghai')::time, count(*), count(*) FILTER (WHERE p.supplement)
            FROM stage_days s JOIN workforce_punch p ON p.project_id = %s AND p.worker_id = s.worker_id
                AND p.at >= (s.day::timestamp AT TIME ZONE 'Asia/Shanghai')
                AND p.at < ((s.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
            GROUP BY s.worker_id, s.day
            ON CONFLICT (project_id, worker_id, day) DO UPDATE SET first_at = excluded.first_at,
                last_at = excluded.last_at, punches = excluded.punches, supplements = excluded.supplements
            WHERE (d.first_at, d.last_at, d.punches, d.supplements)
                IS DISTINCT FROM (excluded.first_at, excluded.last_at, excluded.punches, excluded.supplements)
            """,
            [project_id, project_id],
        )
