"""Everything that happened to a project: rows that came, changed and went, warnings, batches; who, when, from where."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from pghistory.models import Event

from xinan.kernel.clock import CHINA
from xinan.monitoring.confidential import CLOSED_EARLY, COMPLAINTS, OTHERS, OVER_A_CLUE
from xinan.monitoring.queries.rows import fetch_rows

PER_PAGE = 50
# Tables whose history belongs to a project, by the model; the column that leads to it.
_OWN = ("registry.Project",)
_BY_PROJECT = (
    "registry.ProjectUnit",
    "registry.Team",
    "registry.WageAccount",
    "registry.Deposit",
    "registry.Pause",
    "registry.NoticeBoard",
    "workforce.Employment",
    "workforce.EntryExit",
    "payments.PayrollLine",
    "payments.WagePayment",
    "casework.Clue",
)
CLUE = "casework.Clue"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened, at one moment, by one person or batch.

    `kind` is `facts`, `warning` or `batch`. For facts `subject` is the model (`payments.WagePayment`) and `action` is
    insert, update or delete of `rows` rows in one transaction; a changed project lists `changed` columns with the
    value before and after. For warnings `subject` is the rule, `action` the event, `warning_id` the warning.
    """

    at: datetime
    kind: str
    subject: str
    action: str
    rows: int = 1
    who: str = ""
    request: str = ""
    batch_id: int | None = None
    warning_id: int | None = None
    level: str = ""
    period: str = ""
    cause: str = ""
    version: int | None = None
    changed: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of entries, the latest first."""

    entries: tuple[HistoryEntry, ...]
    page: int
    has_more: bool


def history(
    project_id: str, *, until: date | None = None, page: int = 1, per_page: int = PER_PAGE, complaints: bool = True
) -> HistoryPage:
    """The history of a project, up to the end of a day where one is given; two queries whatever its length.

    Without `complaints` nothing tells that there were any (confidential.py).
    """
    page = max(page, 1)
    before = datetime.combine(until + timedelta(days=1), time(), CHINA) if until else None
    given = {"project_id": project_id, "before": before, "limit": per_page + 1, "offset": (page - 1) * per_page}
    given |= {"complaints": complaints, "clue": CLUE, "rules": f"{COMPLAINTS}%", "others": ",".join(sorted(OTHERS))}
    given |= {"closed_early": CLOSED_EARLY, "over_a_clue": json.dumps(OVER_A_CLUE)}
    rows = fetch_rows(_statement(), given)
    shown = rows[:per_page]
    changes = _changes(project_id, shown)
    entries = (_entry(row, changes) for row in shown)
    told = tuple(entry if complaints else replace(entry, cause=_without_clues(entry.cause)) for entry in entries)
    return HistoryPage(told, page, len(rows) > per_page)


def _without_clues(cause: str) -> str:
    parts = [part for part in cause.split(", ") if not part.startswith("clue:")]
    return ", ".join(parts)


def _entry(row: dict[str, Any], changes: dict[int, dict[str, tuple[Any, Any]]]) -> HistoryEntry:
    return HistoryEntry(
        at=row["at"],
        kind=row["kind"],
        subject=row["subject"],
        action=row["action"],
        rows=row["rows"],
        who=row["who"] or "",
        request=row["request"] or "",
        batch_id=row["batch_id"],
        warning_id=row["warning_id"],
        level=row["level"],
        period=row["period"] or "",
        cause=row["cause"],
        version=row["version"],
        changed=changes.get(row["event_id"], {}) if row["subject"] == "registry.Project" else {},
    )


def _changes(project_id: str, rows: Iterable[dict[str, Any]]) -> dict[int, dict[str, tuple[Any, Any]]]:
    """What each change of the project's own row changed, by the number of the event."""
    wanted = {row["event_id"] for row in rows if row["subject"] == "registry.Project" and row["action"] == "update"}
    if not wanted:
        return {}
    versions = fetch_rows(
        "SELECT * FROM registry_projectevent WHERE pgh_obj_id = %(project_id)s ORDER BY pgh_id",
        {"project_id": project_id},
    )
    return {
        after["pgh_id"]: _difference(before, after)
        for before, after in zip(versions, versions[1:], strict=False)
        if after["pgh_id"] in wanted
    }


def _difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = (name for name in after if not name.startswith("pgh_") and name not in {"recorded_at", "batch_id"})
    return {name: (before[name], after[name]) for name in names if before[name] != after[name]}


@cache
def _statement() -> str:
    """One statement over the history of every table; a transaction's rows of one table are one entry."""
    parts = [
        *(_of(label, column="pgh_obj_id") for label in _OWN),
        *(_of(label, column="project_id") for label in _BY_PROJECT),
    ]
    return _FRAME.format(facts=" UNION ALL ".join(parts))


def _of(label: str, *, column: str) -> str:
    model = apps.get_model(label)
    table = next(
        event._meta.db_table
        for event in apps.get_models()
        if issubclass(event, Event) and getattr(event, "pgh_tracked_model", None) is model
    )
    return (
        f"SELECT pgh_created_at AS at, '{label}'::text AS subject, pgh_label AS action, count(*)::integer AS rows,"  # noqa: S608
        " pgh_context_id, max(batch_id) AS batch_id, max(pgh_id) AS event_id"
        f" FROM {table} WHERE {column} = %(project_id)s GROUP BY pgh_created_at, pgh_label, pgh_context_id"
    )


_FRAME = """
WITH fact AS ({facts}),
entry AS (
    SELECT f.at, 'facts' AS kind, f.subject, f.action, f.rows, (c.metadata ->> 'user')::bigint AS user_id,
        c.metadata ->> 'request' AS request, coalesce((c.metadata ->> 'batch')::bigint, f.batch_id) AS batch_id,
        NULL::bigint AS warning_id, '' AS level, '' AS period, '' AS cause, f.event_id, NULL::integer AS version
    FROM fact f LEFT JOIN pghistory_context c ON c.id = f.pgh_context_id
    UNION ALL
    SELECT e.at, 'warning', w.rule, e.kind, 1, NULL, NULL, NULL, w.id, e.level, w.period, e.cause, e.id,
        v.number
    FROM monitoring_warningevent e JOIN monitoring_warning w ON w.id = e.warning_id
        LEFT JOIN monitoring_ruleversion v ON v.rule = w.rule AND v.fingerprint = e.rule_fingerprint
    WHERE w.project_id = %(project_id)s
    UNION ALL
    SELECT coalesce(b.finished_at, b.received_at), 'batch', b.kind, b.state, b.rows::integer, b.submitted_by_id, NULL,
        b.id, NULL, '', '', b.file_name, b.id, NULL
    FROM intake_batch b WHERE b.project_id = %(project_id)s
)
SELECT entry.*, u.display_name AS who FROM entry LEFT JOIN people_user u ON u.id = entry.user_id
WHERE (%(before)s::timestamptz IS NULL OR entry.at < %(before)s)
    AND (%(complaints)s OR entry.subject <> %(clue)s AND entry.subject NOT LIKE %(rules)s
        AND entry.subject <> ALL(string_to_array(%(others)s, ','))
        AND NOT (entry.subject = %(closed_early)s AND EXISTS (
            SELECT 1 FROM monitoring_warning told
            WHERE told.id = entry.warning_id AND told.measures @> %(over_a_clue)s::jsonb)))
ORDER BY at DESC, kind, subject, event_id DESC LIMIT %(limit)s OFFSET %(offset)s
"""
