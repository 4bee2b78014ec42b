"""New projects: each is to be seen within a month of its workers' entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import connection

from xinan.kernel.deadlines import Length, due

# County on-site check of each project within one month after workers enter (Shanxi 晋政办发〔2023〕75号; here a target).
WITHIN: Final = Length.parse("1 M")
# A project whose workers came longer ago is not new any more: its turn comes by risk and by time.
NEW_DAYS: Final = 183
# Workers may come some weeks before the start is reported; a project started earlier than this had its entry earlier.
_STARTED_WITHIN_DAYS: Final = NEW_DAYS + 92

_ENTRIES = """
SELECT p.project_id, p.region_code, e.day
FROM registry_project p
CROSS JOIN LATERAL (
    SELECT least(
        (SELECT a.day FROM workforce_attendanceday a WHERE a.project_id = p.project_id ORDER BY a.day LIMIT 1),
        (SELECT m.entered_on FROM workforce_employment m WHERE m.project_id = p.project_id ORDER BY m.entered_on LIMIT 1)
    ) AS day
) e
WHERE p.project_id = ANY(%s) AND (p.started_on IS NULL OR p.started_on >= %s) AND e.day >= %s AND e.day <= %s
"""


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """A new project: the day its workers came (first on the roster or in the attendance), and the last day for the first visit."""

    project_id: str
    region_code: str
    entered_on: date
    due_on: date


def first_visits(project_ids: Sequence[str], *, on: date, days: int = NEW_DAYS) -> dict[str, FirstVisit]:
    """The new ones among the projects on a day, by number. One query, by index."""
    since = on - timedelta(days=days)
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [list(project_ids), on - timedelta(days=_STARTED_WITHIN_DAYS), since, on])
        rows = cursor.fetchall()
    return {number: FirstVisit(number, region, day, due(day, WITHIN).on) for number, region, day in rows}
