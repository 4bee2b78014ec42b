"""Taking the rows of one batch back in one table: they become what the last batch left says of them, or go.

What batches say of a row is read from its history: an insertion or a change is what its batch said, a deletion says that
there is no such row, and who said what stood already is in `Restatement`. Batches taken back have said nothing.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from xinan.intake.corrections.scope import Table
from xinan.intake.history import columns_of, run

# What a batch wrote and removed again in one go followed from other facts; it said that the row is.
_SAID = """
CREATE TEMP TABLE said ON COMMIT DROP AS
WITH keys AS (
    SELECT e.pgh_obj_id AS key FROM {events} e WHERE e.batch_id = %(batch)s
    UNION SELECT e.pgh_obj_id FROM pghistory_context c
    JOIN {events} e ON e.pgh_context_id = c.id AND e.pgh_label = 'delete'
    WHERE c.metadata ? 'batch' AND c.metadata ->> 'batch' = %(batch)s::text
    UNION SELECT r.row::{type} FROM intake_restatement r WHERE r.batch_id = %(batch)s AND r.fact = %(fact)s
), spoken AS (
    SELECT k.key, e.pgh_id AS event, 0::bigint AS again, e.pgh_label <> 'delete' AS present,
        CASE WHEN e.pgh_label = 'delete' THEN (c.metadata ->> 'batch')::bigint ELSE e.batch_id END AS batch_id
    FROM keys k JOIN {events} e ON e.pgh_obj_id = k.key LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
    WHERE e.pgh_label <> 'delete' OR (c.metadata -> 'withdrawn' IS NULL AND NOT EXISTS (
        SELECT 1 FROM {events} i WHERE i.pgh_obj_id = k.key AND i.pgh_context_id = e.pgh_context_id
            AND i.pgh_label <> 'delete' AND i.pgh_id < e.pgh_id
    ))
    UNION ALL
    SELECT k.key, r.event, r.id, e.pgh_label <> 'delete', r.batch_id
    FROM keys k JOIN intake_restatement r ON r.fact = %(fact)s AND r.row = k.key::text
    JOIN {events} e ON e.pgh_id = r.event
)
SELECT s.*, s.batch_id IS NULL OR %(kinds)s::text[] = ARRAY[]::text[] OR b.kind = ANY(%(kinds)s) AS of_kind
FROM spoken s LEFT JOIN intake_batch b ON b.id = s.batch_id
WHERE (s.batch_id IS NULL OR s.batch_id NOT IN (SELECT w.batch_id FROM intake_withdrawal w))
    AND starts_with(s.key::text, %(prefix)s)
"""
# For each row: who spoke of it last, and who did without this batch (`heir`) and how. `held`: others know the row for
# other columns; then this batch's are as they were when the row began.
_BACK = """
CREATE TEMP TABLE back ON COMMIT DROP AS
WITH last AS (
    SELECT DISTINCT ON (key) * FROM said WHERE of_kind ORDER BY key, event DESC, again DESC
), next AS (
    SELECT DISTINCT ON (key) * FROM said WHERE of_kind AND batch_id IS DISTINCT FROM %(batch)s
    ORDER BY key, event DESC, again DESC
)
SELECT l.key, l.batch_id AS speaker, coalesce(n.event, f.event) AS event, coalesce(n.present, f.event IS NOT NULL) AS present,
    CASE WHEN n.event IS NULL THEN f.batch_id ELSE n.batch_id END AS heir, h.batch_id AS holder,
    n.event IS NULL AND h.key IS NOT NULL AND f.event IS NULL AS held
FROM last l LEFT JOIN next n ON n.key = l.key
LEFT JOIN LATERAL (
    SELECT s.key, s.batch_id FROM said s
    WHERE %(grouped)s AND s.key = l.key AND s.present AND s.batch_id IS DISTINCT FROM %(batch)s
    ORDER BY s.event DESC LIMIT 1
) h ON TRUE
LEFT JOIN LATERAL (
    SELECT * FROM (
        SELECT e.pgh_id AS event, e.batch_id, b.kind FROM {events} e LEFT JOIN intake_batch b ON b.id = e.batch_id
        WHERE e.pgh_obj_id = l.key ORDER BY e.pgh_id LIMIT 1
    ) o WHERE o.kind IS NULL OR o.kind <> ALL(%(kinds)s)
) f ON h.key IS NOT NULL
"""
_RELIED_ON = """
SELECT count(*) FROM {table} m JOIN back b ON b.key = m.{key}
WHERE b.speaker = %(batch)s AND m.batch_id = %(batch)s AND NOT b.held AND ({unless})
"""
_RESTORE = """
UPDATE {table} m SET ({columns}, batch_id) = ROW({old}, b.heir) FROM back b JOIN {events} e ON e.pgh_id = b.event
WHERE b.key = m.{key} AND b.speaker = %(batch)s AND b.present AND NOT ({unless})
    AND ROW({current}) IS DISTINCT FROM ROW({compared}) RETURNING m.{key}
"""
_REMOVE = """
DELETE FROM {table} m USING back b
WHERE b.key = m.{key} AND b.speaker = %(batch)s AND NOT b.present AND NOT b.held AND NOT ({unless}) RETURNING m.{key}
"""
# What the batch had removed, such as a payment that a correction said was none.
_BRING_BACK = """
INSERT INTO {table} ({key}, {columns}, batch_id)
SELECT b.key, {old}, b.heir FROM back b JOIN {events} e ON e.pgh_id = b.event
WHERE b.speaker = %(batch)s AND b.present ON CONFLICT DO NOTHING RETURNING {key}
"""
# Rows that stay because others said the same are theirs from now on.
_HAND_OVER = """
UPDATE {table} m SET batch_id = CASE WHEN b.speaker = %(batch)s THEN b.heir ELSE b.speaker END FROM back b
WHERE b.key = m.{key} AND m.batch_id = %(batch)s AND NOT b.held AND NOT ({unless})
RETURNING m.batch_id
"""
_LATER = """
SELECT CASE WHEN b.held THEN b.holder ELSE b.speaker END FROM back b JOIN {table} m ON m.{key} = b.key
WHERE (b.speaker = %(batch)s AND b.held) OR (
    b.speaker IS DISTINCT FROM %(batch)s AND m.batch_id IS DISTINCT FROM %(batch)s
    AND EXISTS (SELECT 1 FROM {events} e WHERE e.pgh_obj_id = b.key AND e.batch_id = %(batch)s)
)
"""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of the rows of a batch in one table. `later` are the batches that have changed, or said, what stays."""

    table: Table
    removed: int
    restored: int
    changed_later: int = 0
    relied_on: int = 0
    said_again: int = 0
    later: tuple[int, ...] = ()


def take_back_rows(table: Table, *, batch: int) -> TakenBack:
    """Restore, remove, bring back, hand over. Call it in a transaction, within the history's context."""
    values = {
        "batch": batch,
        "fact": table.model._meta.db_table,
        "kinds": list(table.kinds),
        "prefix": table.prefix,
        "grouped": bool(table.columns),
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS said, back")
        for text in (_SAID, _BACK):
            _run(cursor, text, table, values)
        later = _run(cursor, _LATER, table, values)
        relied_on = int(_run(cursor, _RELIED_ON, table, values)[0][0])
        restored = _run(cursor, _RESTORE, table, values)
        removed = _run(cursor, _REMOVE, table, values)
        brought = _run(cursor, _BRING_BACK, table, values)
        again = _run(cursor, _HAND_OVER, table, values)
    by = {row[0] for row in (*later, *again) if row[0] is not None}
    return TakenBack(
        table,
        len(removed),
        len(restored) + len(brought),
        changed_later=len(later),
        relied_on=relied_on,
        said_again=len(again),
        later=tuple(sorted(by)),
    )


def _run(cursor: Any, text: str, table: Table, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    every = [name for name in columns_of(table.model) if name != "batch_id"]
    grouped = "INSERT" not in text and table.columns
    columns = [name for name in every if name in table.columns] if grouped else every
    facts = [name for name in columns if name != "recorded_at"]
    return run(
        cursor,
        text,
        table.model,
        values,
        columns=_names(columns),
        old=_names(columns, of="e"),
        current=_names(facts, of="m"),
        compared=_names(facts, of="e"),
        unless=sql.SQL(table.unless),
    )


def _names(names: list[str], *, of: str = "") -> sql.Composable:
    """The columns, of the table that bears this letter in the statement."""
    return sql.SQL(", ").join(sql.Identifier(of, name) if of else sql.Identifier(name) for name in names)
