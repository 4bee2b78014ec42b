"""Workers by months: how many days each came, what was payable, what was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from xinan.kernel.period import Month
from xinan.monitoring.book import current_book
from xinan.monitoring.queries.rows import fetch_rows
from xinan.registry.models import Project
from xinan.rules.book import SHARED

PER_PAGE = 50
_ALL = ""  # in the place of a worker: all of them


@dataclass(frozen=True, slots=True)
class GridCell:
    """A worker's month, or all workers' together. `payable` is None where no payroll speaks of it.

    `paid` went through a wage account; `outside` was paid past it; `failed` was attempted and did not arrive.
    """

    month: str
    present_days: int = 0
    valid_days: int = 0
    payable: Decimal | None = None
    paid: Decimal = Decimal(0)
    outside: Decimal = Decimal(0)
    failed: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A worker with a cell for each month; everything personal is masked."""

    worker_id: str
    name_masked: str
    id_number_masked: str
    phone_masked: str
    team: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """One page of workers, and the project's totals by month (of all workers, not of the page)."""

    months: tuple[str, ...]
    rows: tuple[GridRow, ...]
    totals: tuple[GridCell, ...]
    workers: int
    page: int
    pages: int


def month_grid(
    project_id: str, *, months: Sequence[str], page: int = 1, per_page: int = PER_PAGE, as_of: date
) -> MonthGrid:
    """The grid of these months (YYYY-MM, in order), as known at the end of `as_of`; four queries whatever its size.

    A day is valid by the parameters in force on `as_of` at the project's place, as the rules count it.
    """
    span = {**_span(months), "as_of": as_of}
    given = {"project_id": project_id, "months": list(months), **span, **_validity(project_id, as_of=as_of)}
    cells = _cells(fetch_rows(_CELLS, given))
    given["seen"] = list({worker for worker, _month in cells if worker != _ALL})
    workers = fetch_rows(_WORKERS, {**given, "limit": per_page, "offset": (max(page, 1) - 1) * per_page})
    total = workers[0]["workers"] if workers else _count(given)
    return MonthGrid(
        months=tuple(months),
        rows=tuple(_row(worker, cells, months) for worker in workers),
        totals=tuple(cells.get((_ALL, month), GridCell(month)) for month in months),
        workers=total,
        page=max(page, 1),
        pages=max(-(-total // per_page), 1),
    )


def _span(months: Sequence[str]) -> dict[str, date]:
    if not months:
        return {"first": date.max, "last": date.min}
    return {"first": Month.parse(min(months)).first, "last": Month.parse(max(months)).last}


def _validity(project_id: str, *, as_of: date) -> dict[str, Any]:
    region = Project.objects.values_list("region_code", flat=True).get(pk=project_id)
    parameters = current_book().bound(SHARED, as_of=as_of)
    hours = Decimal(str(parameters.value("valid_hours", region=region)))
    return {
        "valid_punches": int(str(parameters.value("valid_punches", region=region))),
        "valid_span": timedelta(minutes=int(hours * 60)),
    }


def _count(given: dict[str, Any]) -> int:
    """How many workers there are, for a page past the last."""
    first = fetch_rows(_WORKERS, {**given, "limit": 1, "offset": 0})
    return int(first[0]["workers"]) if first else 0


def _cells(rows: list[dict[str, Any]]) -> dict[tuple[str, str], GridCell]:
    return {(row.pop("worker_id"), row["month"]): GridCell(**row) for row in rows}


def _row(worker: dict[str, Any], cells: dict[tuple[str, str], GridCell], months: Sequence[str]) -> GridRow:
    return GridRow(
        worker_id=worker["worker_id"],
        name_masked=worker["name_masked"],
        id_number_masked=worker["id_number_masked"],
        phone_masked=worker["phone_masked"],
        team=worker["team"] or "",
        cells=tuple(cells.get((worker["worker_id"], month), GridCell(month)) for month in months),
    )


_WORKERS = """
WITH here AS (
    SELECT worker_id FROM workforce_employment
    WHERE project_id = %(project_id)s AND entered_on <= least(%(last)s, %(as_of)s)
        AND (left_on IS NULL OR left_on >= %(first)s)
    UNION SELECT unnest(%(seen)s::text[])
)
SELECT w.worker_id, w.name_masked, w.id_number_masked, w.phone_masked, team.name AS team,
    (count(*) OVER ())::integer AS workers
FROM here JOIN workforce_worker w USING (worker_id)
LEFT JOIN LATERAL (
    SELECT t.name FROM workforce_employment e JOIN registry_team t USING (team_id)
    WHERE e.project_id = %(project_id)s AND e.worker_id = w.worker_id AND e.entered_on <= %(as_of)s
    ORDER BY e.entered_on DESC LIMIT 1
) team ON true
ORDER BY team.name NULLS LAST, w.worker_id
LIMIT %(limit)s OFFSET %(offset)s
"""

_ENTRIES = """
WITH entry AS (
    SELECT worker_id, to_char(date_trunc('month', day), 'YYYY-MM') AS month, count(*) AS present_days,
        count(*) FILTER (WHERE punches >= %(valid_punches)s AND last_at - first_at >= %(valid_span)s) AS valid_days,
        NULL::numeric AS payable, 0::numeric AS paid, 0::numeric AS outside, 0::numeric AS failed
    FROM workforce_attendanceday
    WHERE project_id = %(project_id)s AND day BETWEEN %(first)s AND least(%(last)s, %(as_of)s)
    GROUP BY worker_id, date_trunc('month', day)
    UNION ALL
    SELECT worker_id, wage_month, 0, 0, payable, 0, 0, 0
    FROM payments_payrollline
    WHERE project_id = %(project_id)s AND wage_month = ANY(%(months)s) AND submitted_on <= %(as_of)s
    UNION ALL
    SELECT worker_id, wage_month, 0, 0, NULL,
        CASE WHEN status = 'paid' AND account_id IS NOT NULL THEN amount ELSE 0 END,
        CASE WHEN status = 'paid' AND account_id IS NULL THEN amount ELSE 0 END,
        CASE WHEN status <> 'paid' THEN amount ELSE 0 END
    FROM payments_wagepayment
    WHERE project_id = %(project_id)s AND wage_month = ANY(%(months)s) AND paid_on <= %(as_of)s
)
"""

_SUMS = """
sum(present_days)::integer AS present_days, sum(valid_days)::integer AS valid_days, sum(payable) AS payable,
sum(paid) AS paid, sum(outside) AS outside, sum(failed) AS failed
"""

# Of each worker, and of all workers of the project together.
_CELLS = f"""
{_ENTRIES}
SELECT coalesce(worker_id, '{_ALL}') AS worker_id, month, {_SUMS} FROM entry
GROUP BY GROUPING SETS ((worker_id, month), (month))
"""  # noqa: S608
