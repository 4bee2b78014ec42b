"""Arrow IPC streams: record batches whose columns bear the names of the fields."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.ipc

from xinan.intake.native.body import Body
from xinan.intake.native.errors import broken, too_many_rows
from xinan.intake.native.parts import Block, Part, record_of
from xinan.intake.sheets import Sheet
from xinan.kernel.text import Text

_ROWS = 50_000  # of one block; a record batch may hold any number


def arrow_parts(body: Body, sheet: Sheet, *, columnar: bool, most: int) -> Iterator[Part]:
    """The rows of a stream, numbered from 1. With `columnar`, as columns where all of them are text or moments."""
    known = {column.name for column in sheet.columns}
    first = 1
    try:
        reader = pa.ipc.open_stream(pa.PythonFile(body, mode="r"))
        _check_names(reader.schema, known)
        for batch in reader:
            if first + batch.num_rows - 1 > most:
                raise too_many_rows(most)
            batch.validate(full=True)
            for start in range(0, batch.num_rows, _ROWS):
                piece = batch.slice(start, _ROWS)
                yield _part(first + start, piece, columnar=columnar)
            first += batch.num_rows
    except (pa.ArrowException, MemoryError, OSError, ValueError, OverflowError) as error:
        raise broken(
            Text("内容不是完整的 Arrow 流。", "The body is not a whole Arrow stream."), code="arrow"
        ) from error


def _check_names(schema: pa.Schema, known: set[str]) -> None:
    strange = [name for name in schema.names if name not in known]
    if strange or len(set(schema.names)) < len(schema.names):
        shown = "、".join(name[:40] for name in strange[:5])
        names = ", ".join(sorted(known))
        raise broken(
            Text(f"列名不对：{shown or '有重复'}。", f"The columns are wrong: {shown or 'names repeated'}."),
            code="header",
            remedy=Text(f"可用：{names}。", f"There are: {names}."),
        )


def _part(first: int, batch: pa.RecordBatch, *, columnar: bool) -> Part:
    if columnar:
        columns = [_text(column) for column in batch.columns]
        if all(column is not None for column in columns):
            return Block(first, pa.RecordBatch.from_arrays(columns, names=batch.schema.names))
    return [record_of(number, row) for number, row in enumerate(batch.to_pylist(), start=first)]


def _text(column: Any) -> Any:
    """The column as text, None where its values are no texts."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    if pa.types.is_timestamp(kind) and kind.tz is None:
        seconds = column.cast(pa.timestamp("s"), safe=False)
        return seconds.cast(pa.string())
    return None
