"""Counts per project, kind of data and day that keep themselves: statement triggers on the batches.

They work below the application, so that every door is counted alike, in the transaction that finishes a batch. What they
add is the difference between what the batches say now and what they said before: the counts are at any moment those that
`RECOUNT` would find anew.
"""

from typing import Any

import pgtrigger

_reference: Any = pgtrigger.Referencing  # untyped

_TAKEN = "added + changed + unchanged"
_REFUSED = f"greatest(rows::bigint - ({_TAKEN}), rejected, 0)"
# A row refused, or the whole of it: what somebody must mend.
_BAD = f"(state = 'refused' OR {_REFUSED} > 0)"
_COUNTED = "state IN ('done', 'refused') AND finished_at IS NOT NULL AND project_id <> ''"
_DAY = "(finished_at AT TIME ZONE 'Asia/Shanghai')::date"


def _days(source: str) -> str:
    return (
        f"SELECT project_id, kind, {_DAY} AS day, 1 AS batches, rows::bigint AS rows,"  # noqa: S608 names of ours
        f" ({_TAKEN})::bigint AS taken, {_REFUSED} AS refused FROM {source} WHERE {_COUNTED}"
    )


def _summed(days: str) -> str:
    return (
        "SELECT project_id, kind, day, sum(batches) AS batches, sum(rows) AS rows, sum(taken) AS taken,"  # noqa: S608
        f" sum(refused) AS refused FROM ({days}) d GROUP BY project_id, kind, day"
    )


def _standing(source: str) -> str:
    latest = "ORDER BY finished_at DESC, id DESC"
    return (
        f"SELECT project_id, kind, max(finished_at) FILTER (WHERE {_TAKEN} > 0) AS heard_at,"  # noqa: S608 ours
        f" max(finished_at) AS finished_at, (array_agg({_BAD} {latest}))[1] AS is_bad,"
        f" (array_agg(id {latest}) FILTER (WHERE {_BAD}))[1] AS refused_batch_id,"
        f" max(finished_at) FILTER (WHERE {_BAD}) AS refused_at"
        f" FROM {source} WHERE {_COUNTED} GROUP BY project_id, kind"
    )


_ADD_DAYS = (
    "INSERT INTO intake_feedday AS f (project_id, kind, day, batches, rows, taken, refused)"
    " SELECT * FROM ({summed}) s WHERE (batches, rows, taken, refused) <> (0, 0, 0, 0)"
    " ORDER BY project_id, kind, day"
    " ON CONFLICT (project_id, kind, day) DO UPDATE SET batches = f.batches + excluded.batches,"
    " rows = f.rows + excluded.rows, taken = f.taken + excluded.taken, refused = f.refused + excluded.refused;"
)
_SET_STANDING = (
    "INSERT INTO intake_feedstanding AS f (project_id, kind, heard_at, finished_at, is_bad, refused_batch_id, refused_at)"
    " {standing} ORDER BY project_id, kind"
    " ON CONFLICT (project_id, kind) DO UPDATE SET heard_at = greatest(f.heard_at, excluded.heard_at),"
    " is_bad = CASE WHEN excluded.finished_at >= f.finished_at THEN excluded.is_bad ELSE f.is_bad END,"
    " refused_batch_id = CASE WHEN f.refused_at > excluded.refused_at THEN f.refused_batch_id"
    " ELSE coalesce(excluded.refused_batch_id, f.refused_batch_id) END,"
    " refused_at = greatest(f.refused_at, excluded.refused_at),"
    " finished_at = greatest(f.finished_at, excluded.finished_at);"
)
_MINUS = "SELECT project_id, kind, day, -batches AS batches, -rows AS rows, -taken AS taken, -refused AS refused FROM ({days}) o"
# An update that leaves a batch as finished as it was says nothing new of its feed.
_NEWLY = (
    "(SELECT n.* FROM new_rows n WHERE NOT EXISTS (SELECT 1 FROM old_rows o WHERE o.id = n.id"
    " AND (o.state, o.finished_at, o.project_id, o.kind) IS NOT DISTINCT FROM (n.state, n.finished_at, n.project_id, n.kind)"
    ")) newly"
)


def _body(*, days: str, standing: str = "") -> str:
    kept = _SET_STANDING.format(standing=_standing(standing)) if standing else ""
    return f"{_ADD_DAYS.format(summed=_summed(days))} {kept} RETURN NULL;"


_OPERATIONS = (
    ("insert", pgtrigger.Insert, _reference(new="new_rows"), _body(days=_days("new_rows"), standing="new_rows")),
    (
        "update",
        pgtrigger.Update,
        _reference(old="old_rows", new="new_rows"),
        _body(days=f"{_days('new_rows')} UNION ALL {_MINUS.format(days=_days('old_rows'))}", standing=_NEWLY),
    ),
    ("delete", pgtrigger.Delete, _reference(old="old_rows"), _body(days=_MINUS.format(days=_days("old_rows")))),
)

# What the triggers keep, worked out from the batches alone: for the first time, and to prove them right.
RECOUNT = (
    "TRUNCATE intake_feedday, intake_feedstanding;"
    f" {_ADD_DAYS.format(summed=_summed(_days('intake_batch')))}"
    f" {_SET_STANDING.format(standing=_standing('intake_batch'))}"
)


def feed_counts() -> list[Any]:
    """The three triggers of the table of batches."""
    return [
        pgtrigger.Trigger(
            name=f"count_{name}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=body,
        )
        for name, operation, referencing, body in _OPERATIONS
    ]
