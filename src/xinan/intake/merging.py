"""Many rows into one table at once: COPY into a staging table, then one INSERT … ON CONFLICT that changes what differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from psycopg import sql

from xinan.intake.restating import restate


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did. `touched` holds the key and whether it is new, for each row inserted or changed.

    What was staged lies in the table `stage` until the end of the transaction, or the next merge into the same table.
    """

    touched: dict[tuple[Any, ...], bool]
    staged: int
    stage: str

    @property
    def added(self) -> int:
        """Rows that were not there."""
        return sum(self.touched.values())

    @property
    def changed(self) -> int:
        """Rows that were there and differed."""
        return len(self.touched) - self.added

    @property
    def unchanged(self) -> int:
        """Rows that were there just so."""
        return self.staged - len(self.touched)

    def outcome(self, key: tuple[Any, ...]) -> str:
        """“added”, “changed” or “unchanged” for one key."""
        if key not in self.touched:
            return "unchanged"
        return "added" if self.touched[key] else "changed"


def merge(
    model: type[models.Model],
    records: Iterable[Sequence[Any]],
    *,
    columns: Sequence[str],
    key: Sequence[str],
    batch_id: int | None,
    keep: Sequence[str] = (),
    remember: bool = False,
) -> Merged:
    """Bring `records` (values in the order of `columns`) into the table of `model`, which has a unique `key`.

    A key may come once only. An empty value of a column in `keep` leaves what is there. Rows written get the batch's
    number; rows that already say the same are not touched, so that their history and the change log stay quiet. With
    `remember` it is noted of these that this batch says so too (restating.py).
    """
    name = f"stage_{model._meta.db_table}"
    target, stage = sql.Identifier(model._meta.db_table), sql.Identifier(name)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with connection.cursor() as cursor:
        cursor.execute(_text(sql.SQL("DROP TABLE IF EXISTS {}").format(stage)))
        cursor.execute(
            _text(
                sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
                    stage, names, target
                )
            )
        )
        staged = 0
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(stage, names)) as copy:
            for record in records:
                copy.write_row(record)
                staged += 1
        cursor.execute(_text(_insert(model, stage=stage, columns=columns, key=key, keep=keep)), [batch_id])
        touched = {tuple(row[:-1]): row[-1] for row in cursor.fetchall()}
    merged = Merged(touched, staged, name)
    if remember and batch_id is not None and merged.unchanged:
        restate(model, _unchanged(model, stage=stage, key=key, batch_id=batch_id), batch_id=batch_id)
    return merged


def _unchanged(model: type[models.Model], *, stage: sql.Identifier, key: Sequence[str], batch_id: int) -> list[Any]:
    """The rows that say what was staged already, by their primary key."""
    own: Any = model._meta.pk
    statement = sql.SQL("SELECT t.{own} FROM {stage} s JOIN {target} t USING ({key}) WHERE t.batch_id <> %s").format(
        own=sql.Identifier(own.column),
        stage=stage,
        target=sql.Identifier(model._meta.db_table),
        key=sql.SQL(", ").join(map(sql.Identifier, key)),
    )
    with connection.cursor() as cursor:
        cursor.execute(_text(statement), [batch_id])
        return [row[0] for row in cursor.fetchall()]


def _text(statement: sql.Composed) -> str:
    """The statement as text: what records the history looks into every statement."""
    return statement.as_string(connection.connection)


def _insert(
    model: type[models.Model], *, stage: sql.Identifier, columns: Sequence[str], key: Sequence[str], keep: Sequence[str]
) -> sql.Composed:
    target = sql.Identifier(model._meta.db_table)
    values = [name for name in columns if name not in key]
    new = {name: _new_value(name, target, keeps=name in keep) for name in values}
    recorded = any(field.name == "recorded_at" for field in model._meta.fields)
    sets: list[sql.Composable] = [sql.SQL("{} = {}").format(sql.Identifier(name), new[name]) for name in values]
    sets.append(sql.SQL("batch_id = excluded.batch_id"))
    if recorded:
        sets.append(sql.SQL("recorded_at = excluded.recorded_at"))
    comma = sql.SQL(", ")
    return sql.SQL(
        "INSERT INTO {target} ({names}, batch_id) SELECT {names}, %s FROM {stage}"
        " ON CONFLICT ({key}) DO UPDATE SET {sets} WHERE ({old}) IS DISTINCT FROM ({new})"
        " RETURNING {returned}, (xmax = 0)"
    ).format(
        target=target,
        names=comma.join(map(sql.Identifier, columns)),
        stage=stage,
        key=comma.join(map(sql.Identifier, key)),
        sets=comma.join(sets),
        old=comma.join(sql.SQL("{}.{}").format(target, sql.Identifier(name)) for name in values),
        new=comma.join(new.values()),
        returned=comma.join(sql.SQL("{}.{}").format(target, sql.Identifier(name)) for name in key),
    )


def _new_value(name: str, target: sql.Identifier, *, keeps: bool) -> sql.Composed:
    excluded = sql.SQL("excluded.{}").format(sql.Identifier(name))
    if not keeps:
        return excluded
    return sql.SQL("coalesce({}, {}.{})").format(excluded, target, sql.Identifier(name))
