"""CSV: a header line with the names of the fields, then a line a row."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from itertools import chain

import pyarrow as pa
import pyarrow.csv

from xinan.intake.native.errors import UnusableBody, broken
from xinan.intake.native.parts import Block, Item, Part, line_fault
from xinan.intake.sheets import Sheet
from xinan.kernel.text import Text

_MARK = b"\xef\xbb\xbf"
_PART = 10_000


def csv_parts(blocks: Iterable[tuple[int, bytes]], sheet: Sheet, *, columnar: bool) -> Iterator[Part]:
    """The rows of a body. With `columnar`, as columns until the first quotation mark, for lines end anywhere then."""
    rest = iter(blocks)
    number, block = next(rest, (1, b""))
    head, _, block = block.removeprefix(_MARK).partition(b"\n")
    names = _names(head, sheet)
    pieces = chain([(number + 1, block)] if block else [], rest)
    for first, piece in pieces:
        rows = _columns(piece, names) if columnar and b'"' not in piece else None
        if rows is None and b'"' in piece:
            yield from _quoted(chain([(first, piece)], pieces), names)
            return
        yield Block(first, rows) if rows is not None else list(_rows([(first, piece)], names))


def _names(head: bytes, sheet: Sheet) -> list[str]:
    known = [column.name for column in sheet.columns]
    try:
        names = [name.strip() for name in next(csv.reader([head.decode()]), [])]
    except csv.Error as error:
        ends = Text(
            "表头读不出：行尾只有回车，或字段过长。行以换行（LF 或 CRLF）结尾。",
            "The header cannot be read: lines end with a bare carriage return, or a field is too long. End lines with LF or CRLF.",
        )
        raise _header(ends, known) from error
    strange = [name for name in names if name not in known]
    if not names or strange or len(set(names)) < len(names):
        shown = "、".join(name[:40] or "（空）" for name in strange[:5])
        raise _header(
            Text(
                f"表头不对：{shown or '空行或重复的字段'}。",
                f"The header is wrong: {shown or 'empty or repeated names'}.",
            ),
            known,
        )
    return names


def _header(what: Text, known: list[str]) -> UnusableBody:
    names = ", ".join(known)
    right = Text(f"第一行写字段名，可用：{names}。", f"The first line names the fields; there are: {names}.")
    return broken(what, code="header", remedy=right)


def _columns(block: bytes, names: list[str]) -> pa.RecordBatch | None:
    """The block as columns of text; None where a line has more or fewer fields, or is empty."""
    try:
        table = pa.csv.read_csv(
            BytesIO(block),
            read_options=pa.csv.ReadOptions(column_names=names, use_threads=False, block_size=len(block) + 1),
            parse_options=pa.csv.ParseOptions(quote_char=False),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[], strings_can_be_null=False
            ),
        )
    except pa.ArrowException:
        return None
    if table.num_rows != block.count(b"\n") + (not block.endswith(b"\n")):
        return None
    (batch,) = table.combine_chunks().to_batches() or [None]
    return batch


def _quoted(pieces: Iterable[tuple[int, bytes]], names: list[str]) -> Iterator[Part]:
    part: list[Item] = []
    for item in _rows(pieces, names):
        part.append(item)
        if len(part) == _PART:
            yield part
            part = []
    yield part


def _rows(pieces: Iterable[tuple[int, bytes]], names: list[str]) -> Iterator[Item]:
    """The rows of consecutive pieces; a row has the number of the line it begins in."""
    first = 0

    def lines() -> Iterator[str]:
        nonlocal first
        for number, piece in pieces:
            first = first or number
            yield from StringIO(piece.decode(), newline="\n")

    reader = csv.reader(lines(), strict=True)
    begun = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise broken(
                Text(f"第 {first + begun} 行起引号或分隔符有误。", f"Quoting goes wrong from line {first + begun} on."),
                code="csv",
            ) from error
        if cells is None:
            return
        number, begun = first + begun, reader.line_num
        if not cells:
            continue
        if len(cells) != len(names):
            what = Text(
                f"这一行有 {len(cells)} 个字段，表头有 {len(names)} 个。",
                f"The line has {len(cells)} fields, the header {len(names)}.",
            )
            yield [line_fault(number, "fields", what)]
            continue
        yield number, dict(zip(names, cells, strict=True))
