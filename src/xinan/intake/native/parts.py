"""What a body is read into: rows one by one, or many at once as columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa

from xinan.intake.actions.take_records import Record
from xinan.intake.reading.faults import Fault
from xinan.intake.reading.numbers import Cell
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text

Item = Record | list[Fault]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows with consecutive line numbers, as columns of text under the names of the sheet's columns."""

    first: int
    rows: pa.RecordBatch

    def records(self) -> Iterator[Record]:
        """The rows one by one."""
        return numbered(enumerate(self.rows.to_pylist(), start=self.first))

    def chosen(self, indices: Any) -> Iterator[Record]:
        """The rows at these indices one by one."""
        lines = (self.first + int(index) for index in indices)
        return numbered(zip(lines, self.rows.take(pa.array(indices)).to_pylist(), strict=True))


Part = Block | list[Item]


def numbered(rows: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Record]:
    """Records of rows; what a row does not say is left out."""
    for number, row in rows:
        yield number, {name: value for name, value in row.items() if value is not None}


def items_of(parts: Iterable[Part]) -> Iterator[Item]:
    """All rows one by one."""
    for part in parts:
        yield from part.records() if isinstance(part, Block) else part


def cell_of(value: Any) -> Cell:
    """A value of JSON or Arrow as a cell; TypeError where no cell can hold it."""
    if isinstance(value, datetime):
        return value.astimezone(CHINA).replace(tzinfo=None) if value.tzinfo else value
    if value is None or isinstance(value, (str, bool, int, float, date, time)):
        return value
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def record_of(number: int, values: Any) -> Item:
    """The record of a line, or what is wrong with the line as such."""
    if not isinstance(values, dict):
        return [line_fault(number, "not_an_object", Text("这一行不是一个 JSON 对象。", "The line is no JSON object."))]
    cells: dict[str, Cell] = {}
    for name, value in values.items():
        try:
            cells[name] = cell_of(value)
        except TypeError:
            return [nested_value(number, name)]
    return number, cells


def line_fault(number: int, code: str, what: Text) -> Fault:
    """A line that is no row."""
    right = Text("每行一条记录，字段名见数据格式说明。", "One record a line; the data formats have the names.")
    return Fault(number, "", f"line.{code}", what, right)


def nested_value(number: int, name: str) -> Fault:
    """A list or an object where a value belongs."""
    return Fault(
        number,
        name[:100],
        "line.nested",
        Text("值是列表、对象或二进制。", "The value is a list, an object or binary."),
        Text("请填文字、数字、真假或空。", "Give a text, a number, true, false or null."),
    )
