"""NDJSON: one object a line. Blocks of plain text values are read at once, whatever is unusual line by line."""

import json
from collections.abc import Iterable, Iterator
from io import BytesIO

import pyarrow as pa
import pyarrow.json

from xinan.intake.native.parts import Block, Item, Part, line_fault, record_of
from xinan.intake.sheets import Sheet
from xinan.kernel.text import Text


def ndjson_parts(blocks: Iterable[tuple[int, bytes]], sheet: Sheet, *, columnar: bool) -> Iterator[Part]:
    """The rows of a body; empty lines are none. With `columnar`, as columns where that gives the same rows."""
    schema = pa.schema([(column.name, pa.string()) for column in sheet.columns])
    for first, block in blocks:
        rows = _columns(block, schema) if columnar else None
        yield Block(first, rows) if rows is not None else list(_lines(first, block))


def _columns(block: bytes, schema: pa.Schema) -> pa.RecordBatch | None:
    """The block as columns of text; None where it holds anything but one flat object of texts a line."""
    try:
        table = pa.json.read_json(
            BytesIO(block),
            read_options=pa.json.ReadOptions(use_threads=False, block_size=len(block) + 1),
            parse_options=pa.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error"),
        )
    except pa.ArrowException:
        return None
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    if table.num_rows != lines or b"\n\n" in block or b"\n\r\n" in block:
        return None
    (batch,) = table.combine_chunks().to_batches() or [None]
    return batch


def _lines(first: int, block: bytes) -> Iterator[Item]:
    for number, line in enumerate(block.split(b"\n"), start=first):
        text = line.strip()
        if not text:
            continue
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            yield [line_fault(number, "not_json", Text("这一行不是 JSON。", "The line is not JSON."))]
            continue
        yield record_of(number, values)
