"""The tables of events that keep the history of tracked tables (registry/history.py), as statements of SQL need them."""

from typing import Any

from django.db import connection, models
from psycopg import sql


def event_model(model: type[models.Model]) -> type[models.Model]:
    """The table of events of a tracked model."""
    relation: Any = model._meta.get_field("events")
    found: type[models.Model] = relation.related_model
    return found


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns that the model and its events both have, without the key."""
    kept = {field.column for field in event_model(model)._meta.concrete_fields}
    own = [str(field.column) for field in model._meta.concrete_fields if not field.primary_key]
    return [name for name in own if name in kept]


def run(
    cursor: Any, text: str, model: type[models.Model], values: dict[str, Any], **parts: sql.Composable
) -> list[tuple[Any, ...]]:
    """The rows of a statement in which {table}, {events}, {key} and {type} stand for those of `model`."""
    key: Any = model._meta.pk
    statement = sql.SQL(text).format(
        table=sql.Identifier(model._meta.db_table),
        events=sql.Identifier(event_model(model)._meta.db_table),
        key=sql.Identifier(key.column),
        type=sql.SQL(key.rel_db_type(connection)),
        **parts,
    )
    # What records the history looks into every statement, and wants text. It also writes into the values.
    cursor.execute(statement.as_string(connection.connection), dict(values))
    return list(cursor.fetchall()) if cursor.description else []
