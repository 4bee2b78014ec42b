"""Writing a snapshot: one file a fact table, project by project, only what is known on the last day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from xinan.rules.vocabulary import TABLES, Column, FactTable, Kind, When
from xinan.simulation.arrears import Arrears
from xinan.simulation.chance import Chance
from xinan.simulation.draft import Draft
from xinan.simulation.facts import Truth

_TYPES: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.CHOICE: pa.string(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.INTEGER: pa.int32(),
    Kind.MONEY: pa.decimal128(18, 2),
    Kind.NUMBER: pa.decimal128(18, 6),
    Kind.DATE: pa.date32(),
    Kind.TIME: pa.time64("us"),
    Kind.TIMESTAMP: pa.timestamp("us", tz="Asia/Shanghai"),
    Kind.MONTH: pa.string(),
}
_ROWS = 200_000  # that are gathered before they are written as one row group
_MICROSECONDS = 1_000_000
_MILLIONTHS = 1_000_000
# The lists of a draft, by the table they are rows of; attendance is kept by column.
_LISTS = {
    "enterprise": "enterprises",
    "pause": "pauses",
    "wage_account": "accounts",
    "account_entry": "entries",
    "deposit": "deposits",
    "deposit_draw": "draws",
    "arrears_record": "records",
    "joint_list": "listings",
    "notice_board": "boards",
    "worker": "workers",
    "employment": "employments",
    "payroll_line": "lines",
    "wage_payment": "payments",
    "clue": "clues",
    "feed": "feeds",
}
_ENTERPRISE_TABLES = ("enterprise", "arrears_record", "joint_list")


def arrow_schema(table: FactTable) -> pa.Schema:
    """The Arrow schema of a fact table's file."""
    return pa.schema([pa.field(column.name, _TYPES[column.kind]) for column in table.columns])


class Sink(Protocol):
    """Takes a table's rows, batch by batch."""

    def write(self, rows: pa.Table) -> None:
        """Write some rows."""

    def close(self) -> None:
        """All rows are written."""


class SnapshotWriter:
    """Writes a snapshot into a directory; a context manager. `file_format` is `parquet` or `csv`."""

    def __init__(self, directory: Path, *, end: date, file_format: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory, self._end = directory, end
        open_sink = _ParquetSink if file_format == "parquet" else _CsvSink
        self._sinks: dict[str, Sink] = {
            name: open_sink(directory / f"{name}.{file_format}", arrow_schema(table)) for name, table in TABLES.items()
        }
        self._waiting: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
        self._firms_seen: set[tuple[str, str]] = set()

    def __enter__(self) -> "SnapshotWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in TABLES:
            self._flush(name)
            self._sinks[name].close()

    def add_regions(self, rows: Sequence[tuple[str, str, str, str | None]]) -> None:
        """The regions of the province."""
        names = TABLES["region"].names
        self._add("region", pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)}))

    def add(self, draft: Draft) -> None:
        """The facts of a project."""
        self._add("project", project_table(TABLES["project"], [draft.project], end=self._end))
        for name, attribute in _LISTS.items():
            rows = getattr(draft, attribute)
            if name in _ENTERPRISE_TABLES:
                rows = self._new_firms(name, rows)
            if rows:
                self._add(name, project_table(TABLES[name], rows, end=self._end))
        if draft.employments:
            self._add("attendance_day", attendance_table(draft))

    def write_truth(self, rows: Sequence[Truth]) -> None:
        """`truth.csv`: the planted violations."""
        lines = ["rule,project_id,subject_kind,subject_id,period"]
        lines += [",".join((row.rule, row.project_id, row.subject_kind, row.subject_id, row.period)) for row in rows]
        (self._directory / "truth.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def write_arrears(self, rows: Sequence[Arrears]) -> None:
        """`arrears.csv`: every month of the history whose wages were late, from when until when."""
        lines = ["project_id,wage_month,due_on,began_on,ended_on"]
        lines += [f"{row.project_id},{row.month},{row.due_on},{row.began_on},{row.ended_on or ''}" for row in rows]
        (self._directory / "arrears.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _new_firms(self, name: str, rows: Sequence[Any]) -> list[Any]:
        """A firm has several projects and is written once."""
        new = []
        for row in rows:
            if (name, row.enterprise_id) not in self._firms_seen:
                self._firms_seen.add((name, row.enterprise_id))
                new.append(row)
        return new

    def _add(self, name: str, rows: pa.Table) -> None:
        if not len(rows):
            return
        self._waiting[name].append(rows)
        if sum(len(part) for part in self._waiting[name]) >= _ROWS:
            self._flush(name)

    def _flush(self, name: str) -> None:
        if self._waiting[name]:
            self._sinks[name].write(pa.concat_tables(self._waiting[name]))
            self._waiting[name] = []


class _ParquetSink:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        # Times of day hardly repeat: a dictionary of them costs time and saves nothing.
        plain = {"first_at", "last_at", "balance_after", "entry_id", "line_id", "payment_id"}
        repeating = [field.name for field in schema if field.name not in plain]
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=repeating)

    def write(self, rows: pa.Table) -> None:
        self._writer.write_table(rows, row_group_size=len(rows))

    def close(self) -> None:
        self._writer.close()


class _CsvSink:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        shown = pa.schema(
            [pa.field(one.name, pa.time32("s") if pa.types.is_time(one.type) else one.type) for one in schema]
        )
        self._schema = shown
        self._writer = pa_csv.CSVWriter(path, shown, write_options=pa_csv.WriteOptions(quoting_style="needed"))

    def write(self, rows: pa.Table) -> None:
        self._writer.write_table(rows.cast(self._schema))

    def close(self) -> None:
        self._writer.close()


def project_table(table: FactTable, rows: Sequence[Any], *, end: date) -> pa.Table:
    """Rows as an Arrow table: those that exist on the day `end`, without the dates that are not known then."""
    begins = [column.name for column in table.columns if column.when is When.EXISTS_FROM]
    known = [row for row in rows if all(getattr(row, name) <= end for name in begins)]
    columns = [_column(column, known, end=end) for column in table.columns]
    return pa.Table.from_arrays(columns, schema=arrow_schema(table))


def attendance_table(draft: Draft) -> pa.Table:
    """A project's days of attendance."""
    chance = Chance(draft.options.seed, "punches", draft.plan.number)
    made = draft.site.columns(draft.window, chance=chance)
    workers = pa.array([row.worker_id for row in draft.employments], pa.string())
    columns = {
        "project_id": pa.repeat(pa.scalar(draft.project_id), len(made.day)),
        "worker_id": pc.take(workers, pa.array(made.worker)),
        "day": pa.array(made.day).cast(pa.date32()),
        "first_at": pa.array(made.first_at.astype(np.int64) * _MICROSECONDS).cast(pa.time64("us")),
        "last_at": pa.array(made.last_at.astype(np.int64) * _MICROSECONDS).cast(pa.time64("us")),
        "punches": pa.array(made.punches),
        "supplements": pa.array(made.supplements),
    }
    return pa.table(columns, schema=arrow_schema(TABLES["attendance_day"]))


def _column(column: Column, rows: Sequence[Any], *, end: date) -> pa.Array:
    values = [getattr(row, column.name) for row in rows]
    if column.when is When.KNOWN_FROM:
        values = [value if value is None or value <= end else None for value in values]
    return _MAKERS.get(column.kind, _plain)(values, _TYPES[column.kind])


def _plain(values: list[Any], arrow_type: pa.DataType) -> pa.Array:
    return pa.array(values, arrow_type)


def _money(values: list[int | None], arrow_type: pa.DataType) -> pa.Array:
    """Fen as decimal yuan: the same whole number, two places shifted."""
    mask = np.array([value is None for value in values], dtype=bool)
    low = np.array([value or 0 for value in values], dtype=np.int64)
    pairs = np.column_stack([low, low >> 63])
    validity = pa.py_buffer(np.packbits(~mask, bitorder="little").tobytes()) if mask.any() else None
    return pa.Array.from_buffers(arrow_type, len(values), [validity, pa.py_buffer(pairs.tobytes())])


def _number(values: list[float | None], arrow_type: pa.DataType) -> pa.Array:
    return pa.array([None if value is None else Decimal(str(value)) for value in values], arrow_type)


_MAKERS: Mapping[Kind, Callable[[list[Any], pa.DataType], pa.Array]] = {Kind.MONEY: _money, Kind.NUMBER: _number}
