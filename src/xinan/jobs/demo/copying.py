"""Arrow tables into PostgreSQL by COPY: columns by name, what the table lacks from the model's defaults."""

import io
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
from django.db import models
from psycopg import Cursor, sql

CHUNK_ROWS = 50_000


def copy_rows(
    cursor: Cursor[Any], model: type[models.Model], rows: pa.Table, *, constants: Mapping[str, str] | None = None
) -> int:
    """Append `rows` to the model's table; gives their number.

    A column the rows lack takes its value from `constants`, else the database's default, else the field's. Constraints
    and triggers of the table hold as for any insert.
    """
    fixed = {**_defaults(model, given=set(rows.column_names)), **(constants or {})}
    columns = [name for name in rows.column_names if name in _columns(model)]
    filled = rows.select(columns)
    for name, value in fixed.items():
        filled = filled.append_column(name, pa.repeat(pa.scalar(value, pa.string()), rows.num_rows))
    # What was filled in is never null: without this COPY would read an empty text as none.
    not_null = sql.SQL(", ").join(map(sql.Identifier, fixed))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv{})").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, filled.column_names)),
        sql.SQL(", FORCE_NOT_NULL ({})").format(not_null) if fixed else sql.SQL(""),
    )
    with cursor.copy(statement) as copy:
        for batch in filled.to_batches(max_chunksize=CHUNK_ROWS):
            copy.write(to_csv(batch))
    return int(rows.num_rows)


def to_csv(batch: pa.RecordBatch) -> bytes:
    """Nulls as nothing, texts quoted: so COPY tells an empty text from none."""
    buffer = io.BytesIO()
    pacsv.write_csv(batch, buffer, pacsv.WriteOptions(include_header=False, quoting_style="needed"))
    return buffer.getvalue()


def _columns(model: type[models.Model]) -> set[str]:
    return {field.column for field in model._meta.concrete_fields if field.column}


def _defaults(model: type[models.Model], *, given: set[str]) -> dict[str, str]:
    """The fields' own defaults, for columns that may not be null and that the database fills with nothing."""
    found = {}
    for field in model._meta.concrete_fields:
        if field.column in given or field.null or field.has_db_default() or isinstance(field, models.AutoField):
            continue
        if field.column and not getattr(field, "primary_key", False):
            found[field.column] = str(field.get_default() or "")
    return found
