"""Every feed of every project in one query: last heard, what waits, what is refused, what is silent; counts beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from xinan.intake.switchboard.lines import EXPECTED, Line, line_of
from xinan.intake.switchboard.policies import Watched
from xinan.registry.models import Project

DAYS = 14


class FeedState(StrEnum):
    """How a feed stands, the worst first; a feed shows the worst that holds of it."""

    SILENT = "silent"  # the rulebook's data-quality warning is open
    FAILING = "failing"  # the last batch had refused rows, or rows were refused today
    WAITING = "waiting"  # something was received and is not finished
    NEVER = "never"  # expected, and never heard
    FLOWING = "flowing"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the switchboard is asked for; `place` is a prefecture's or county's code."""

    state: FeedState | None = None
    line: Line | None = None
    text: str = ""
    place: str = ""
    project_id: str = ""


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed of one project as it stands."""

    project_id: str
    name: str
    region_code: str
    contractor: str
    line: Line
    state: FeedState
    heard_at: datetime | None
    heard_on: date | None
    refused_today: int
    waiting: int
    waiting_since: datetime | None
    is_failing: bool
    refused_batch_id: int | None
    silent_since: date | None
    silent_rule: str
    withheld: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What came in the last 14 days, today included: rows, of these refused, and the rows taken each day, oldest first."""

    rows: int = 0
    refused: int = 0
    days: tuple[int, ...] = (0,) * DAYS

    @property
    def error_share(self) -> float | None:
        """Refused rows as a share of all; None where nothing came."""
        return self.refused / self.rows if self.rows else None


@dataclass(frozen=True, slots=True)
class Switchboard:
    """A part of the list, and how many feeds are in each state whatever state was asked for."""

    rows: tuple[FeedRow, ...]
    counts: dict[FeedState, int]
    total: int
    found: int


def switchboard(seen: Watched, *, asked: Asked, today: date, first: int = 0, most: int | None = None) -> Switchboard:
    """The feeds that answer to what is asked, the worst first; `most` of them from number `first` on."""
    whole, whole_values = _projects(seen.whole)
    bank, bank_values = _projects(seen.bank)
    statement = _QUERY.format(whole=whole, bank=bank, kinds=_KINDS, expected=_EXPECTED)
    values = [
        *whole_values,
        *bank_values,
        *(today, asked.project_id, asked.text, f"%{_escaped(asked.text)}%", _prefix(asked.place)),
        *(asked.project_id, asked.project_id),
        *(today - timedelta(days=DAYS - 1), today),
        *(asked.line or "", asked.line or ""),
        *(asked.state or "", asked.state or "", most, first),
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchall()
    counted = dict(zip((*_COUNTED, "total"), found[0][: len(_COUNTED) + 1], strict=True))
    rows = tuple(_row(values[len(_COUNTED) + 1 :]) for values in found if values[len(_COUNTED) + 1] is not None)
    counts = {state: counted[state] for state in _COUNTED}
    return Switchboard(rows, counts, counted["total"], counts[asked.state] if asked.state else counted["total"])


def counted(rows: Sequence[FeedRow], *, today: date) -> dict[tuple[str, Line], Counted]:
    """The counts of these feeds over the last 14 days; one query, whatever their number."""
    first = today - timedelta(days=DAYS - 1)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [first, sorted({row.project_id for row in rows}), first, today])
        by_kind = cursor.fetchall()
    found: dict[tuple[str, Line], Counted] = {(row.project_id, row.line): Counted() for row in rows}
    for project_id, kind, came, refused, offsets, taken in by_kind:
        key = (project_id, line_of(kind))
        if (so_far := found.get(key)) is None:
            continue
        days = list(so_far.days)
        for offset, number in zip(offsets, taken, strict=True):
            days[offset] += number
        found[key] = Counted(so_far.rows + came, so_far.refused + refused, tuple(days))
    return found


def _projects(projects: QuerySet[Project]) -> tuple[str, tuple[Any, ...]]:
    try:
        return projects.order_by().values("project_id").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::text AS project_id WHERE false", ()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _prefix(place: str) -> str:
    return f"{place[:4] if place.endswith('00') else place}%"


def _row(values: Sequence[Any]) -> FeedRow:
    project_id, name, region_code, contractor, line, state, *rest = values
    return FeedRow(project_id, name, region_code, contractor, Line(line), FeedState(state), *rest)


_COUNTED = tuple(FeedState)
_KINDS = ", ".join(f"('{kind}', '{line.value}')" for line in Line for kind in line.kinds)
_EXPECTED = ", ".join(f"('{line.value}')" for line in EXPECTED)

_QUERY = """
WITH seen AS MATERIALIZED (
    SELECT p.project_id, p.name, p.region_code, c.name AS contractor, bool_or(s.whole) AS whole
    FROM (SELECT project_id, true AS whole FROM ({whole}) w UNION ALL SELECT project_id, false FROM ({bank}) b) s
    JOIN registry_project p USING (project_id) JOIN registry_enterprise c ON c.enterprise_id = p.contractor_id
    WHERE (p.completed_on IS NULL OR p.completed_on > %s OR p.project_id = %s)
        AND (%s = '' OR concat_ws(' ', p.name, p.project_id, c.name) ILIKE %s)
        AND p.region_code LIKE %s AND (%s = '' OR p.project_id = %s)
    GROUP BY p.project_id, p.name, p.region_code, c.name
), kinds (kind, line) AS (VALUES {kinds}
), heard AS (
    SELECT f.project_id, coalesce(k.line, 'other') AS line, max(f.heard_at) AS heard_at,
        bool_or(f.is_bad AND f.finished_at >= %s::date) AS is_bad,
        (array_agg(f.refused_batch_id ORDER BY f.refused_at DESC) FILTER (WHERE f.refused_at IS NOT NULL))[1]
            AS refused_batch_id
    FROM intake_feedstanding f JOIN seen USING (project_id) LEFT JOIN kinds k USING (kind) GROUP BY 1, 2
), sums AS (
    SELECT d.project_id, coalesce(k.line, 'other') AS line, sum(d.refused)::bigint AS refused_today
    FROM intake_feedday d JOIN seen USING (project_id) LEFT JOIN kinds k USING (kind)
    WHERE d.day = %s AND d.refused > 0 GROUP BY 1, 2
), waits AS (
    SELECT b.project_id, coalesce(k.line, 'other') AS line, count(*) AS waiting, min(b.received_at) AS waiting_since
    FROM intake_batch b JOIN seen USING (project_id) LEFT JOIN kinds k USING (kind)
    WHERE b.finished_at IS NULL GROUP BY 1, 2
), quiet AS (
    SELECT w.project_id, substr(w.rule, 14, length(w.rule) - 20) AS line, min(w.since) AS silent_since,
        min(w.rule) AS silent_rule
    FROM monitoring_warning w JOIN seen USING (project_id)
    WHERE w.state = 'open' AND w.rule LIKE 'data_quality/%%-silent' GROUP BY 1, 2
), held AS (
    SELECT w.project_id, w.because AS line, count(*) AS withheld
    FROM monitoring_warning w JOIN seen USING (project_id) WHERE w.state = 'withheld' GROUP BY 1, 2
), keys AS (
    SELECT s.project_id, e.line FROM seen s CROSS JOIN (VALUES {expected}) e (line)
    UNION SELECT project_id, line FROM heard UNION SELECT project_id, line FROM waits
), joined AS (
    SELECT s.project_id, s.name, s.region_code, s.contractor, keys.line, h.heard_at,
        greatest((h.heard_at AT TIME ZONE 'Asia/Shanghai')::date, r.last_received_on) AS heard_on,
        coalesce(m.refused_today, 0) AS refused_today,
        coalesce(w.waiting, 0) AS waiting, w.waiting_since,
        coalesce(h.is_bad, false) OR coalesce(m.refused_today, 0) > 0 AS is_failing, h.refused_batch_id,
        q.silent_since, coalesce(q.silent_rule, '') AS silent_rule, coalesce(x.withheld, 0) AS withheld
    FROM keys JOIN seen s USING (project_id)
    LEFT JOIN heard h USING (project_id, line) LEFT JOIN sums m USING (project_id, line)
    LEFT JOIN waits w USING (project_id, line) LEFT JOIN quiet q USING (project_id, line)
    LEFT JOIN held x USING (project_id, line)
    LEFT JOIN registry_feed r ON r.project_id = keys.project_id AND r.source = keys.line
    WHERE (s.whole OR keys.line = 'bank') AND (%s = '' OR keys.line = %s)
), base AS MATERIALIZED (
    SELECT *, CASE WHEN silent_since IS NOT NULL THEN 'silent' WHEN is_failing THEN 'failing' WHEN waiting > 0 THEN 'waiting'
        WHEN heard_on IS NULL AND line IN (SELECT * FROM (VALUES {expected}) e (line)) THEN 'never' ELSE 'flowing' END AS state
    FROM joined
), counts AS (
    SELECT count(*) FILTER (WHERE silent_since IS NOT NULL) AS silent_n, count(*) FILTER (WHERE is_failing) AS failing_n,
        count(*) FILTER (WHERE waiting > 0) AS waiting_n, count(*) FILTER (WHERE state = 'never') AS never_n,
        count(*) FILTER (WHERE state = 'flowing') AS flowing_n, count(*) AS total
    FROM base
), page AS (
    SELECT project_id, name, region_code, contractor, line, state, heard_at, heard_on, refused_today,
        waiting, waiting_since, is_failing, refused_batch_id, silent_since, silent_rule, withheld,
        array_position(ARRAY['silent', 'failing', 'waiting', 'never', 'flowing'], state) AS rank
    FROM base
    WHERE %s = '' OR CASE %s WHEN 'silent' THEN silent_since IS NOT NULL WHEN 'failing' THEN is_failing
        WHEN 'waiting' THEN waiting > 0 WHEN 'never' THEN state = 'never' ELSE state = 'flowing' END
    ORDER BY rank, withheld DESC, silent_since, refused_today DESC, waiting_since, name, project_id, line
    LIMIT %s OFFSET %s
)
SELECT c.*, p.project_id, p.name, p.region_code, p.contractor, p.line, p.state, p.heard_at, p.heard_on,
    p.refused_today, p.waiting, p.waiting_since, p.is_failing, p.refused_batch_id, p.silent_since, p.silent_rule, p.withheld
FROM counts c LEFT JOIN page p ON true
ORDER BY p.rank, p.withheld DESC, p.silent_since, p.refused_today DESC, p.waiting_since, p.name, p.project_id, p.line
"""

_COUNTS = """
SELECT project_id, kind, sum(rows)::bigint, sum(refused)::bigint, array_agg(day - %s), array_agg(taken)
FROM intake_feedday WHERE project_id = ANY (%s) AND day BETWEEN %s AND %s GROUP BY project_id, kind
"""
