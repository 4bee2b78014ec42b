"""Taking the rows of one batch back in one table: as they were before it, or gone; all by the history of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from psycopg import sql

from xinan.intake.corrections.scope import Table

# The last thing that another batch did to each row of this one: its version, or its end. What batches wrote that have
# been taken back themselves does not count.
_BEFORE = """
CREATE TEMP TABLE before ON COMMIT DROP AS
SELECT DISTINCT ON (e.pgh_obj_id) e.* FROM {events} e JOIN {table} m ON m.{key} = e.pgh_obj_id
WHERE m.batch_id = %(batch)s AND NOT ({unless}) AND (e.batch_id IS DISTINCT FROM %(batch)s OR e.pgh_label = 'delete')
    AND (e.batch_id IS NULL OR e.batch_id NOT IN (SELECT batch_id FROM intake_withdrawal))
ORDER BY e.pgh_obj_id, e.pgh_id DESC
"""
_RESTORE = """
UPDATE {table} m SET ({columns}) = ROW({old}) FROM before b
WHERE b.pgh_obj_id = m.{key} AND b.pgh_label <> 'delete' RETURNING m.{key}
"""
_REMOVE = "DELETE FROM {table} m WHERE m.batch_id = %(batch)s AND NOT ({unless}) RETURNING m.{key}"
# What the batch itself had removed, such as a payment that a correction said was none.
_BRING_BACK = """
INSERT INTO {table} ({key}, {columns})
SELECT DISTINCT ON (b.pgh_obj_id) b.{key}, {old} FROM {events} b JOIN pghistory_context c ON c.id = b.pgh_context_id
WHERE b.pgh_label = 'delete' AND c.metadata ? 'batch' AND c.metadata ->> 'batch' = %(batch)s::text AND c.metadata ->> 'withdrawn' IS NULL
ORDER BY b.pgh_obj_id, b.pgh_id DESC
ON CONFLICT DO NOTHING RETURNING {key}
"""
_LATER = """
SELECT count(DISTINCT m.{key}), array_agg(DISTINCT m.batch_id) FROM {events} e JOIN {table} m ON m.{key} = e.pgh_obj_id
WHERE e.batch_id = %(batch)s AND m.batch_id IS DISTINCT FROM %(batch)s AND NOT (m.{key} = ANY(%(own)s))
"""
_RELIED_ON = "SELECT count(*) FROM {table} m WHERE m.batch_id = %(batch)s AND ({unless})"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of the rows of a batch in one table. `later` are the batches that have changed what stays."""

    table: Table
    removed: int
    restored: int
    changed_later: int = 0
    relied_on: int = 0
    later: tuple[int, ...] = ()

    @property
    def kept(self) -> int:
        """The rows that stay as they are."""
        return self.changed_later + self.relied_on


def take_back_rows(table: Table, *, batch: int) -> TakenBack:
    """Restore, remove and bring back. Call it in a transaction, within the history's context."""
    values = {"batch": batch}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS before")
        _run(cursor, _BEFORE, table, values)
        restored = _run(cursor, _RESTORE, table, values)
        relied_on = int(_run(cursor, _RELIED_ON, table, values)[0][0])
        removed = _run(cursor, _REMOVE, table, values)
        brought = _run(cursor, _BRING_BACK, table, values)
        own = [row[0] for row in (*restored, *brought)]
        ((later, by),) = _run(cursor, _LATER, table, values | {"own": own})
    return TakenBack(
        table,
        len(removed),
        len(restored) + len(brought),
        changed_later=int(later),
        relied_on=relied_on,
        later=tuple(sorted(number for number in by or () if number is not None)),
    )


def _run(cursor: Any, text: str, table: Table, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    model = table.model
    events = event_model(model)
    columns = _columns(model, events)
    statement = sql.SQL(text).format(
        table=sql.Identifier(model._meta.db_table),
        events=sql.Identifier(events._meta.db_table),
        key=sql.Identifier(str(model._meta.pk.column)),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        old=sql.SQL(", ").join(sql.SQL("b.{}").format(sql.Identifier(name)) for name in columns),
        unless=sql.SQL(table.unless),
    )
    # What records the history looks into every statement, and wants text.
    cursor.execute(statement.as_string(connection.connection), values)
    return list(cursor.fetchall()) if cursor.description else []


def event_model(model: type[models.Model]) -> type[models.Model]:
    """The table of events of a tracked model."""
    relation: Any = model._meta.get_field("events")
    found: type[models.Model] = relation.related_model
    return found


def _columns(model: type[models.Model], events: type[models.Model]) -> Sequence[str]:
    """The columns that both have, without the key."""
    kept = {field.column for field in events._meta.concrete_fields}
    own = [str(field.column) for field in model._meta.concrete_fields if not field.primary_key]
    return [name for name in own if name in kept]
