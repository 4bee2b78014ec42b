"""The rows under a header: each becomes values, or the list of what is wrong with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from xinan.intake.reading.cells import is_empty, parse_cell, plain_text
from xinan.intake.reading.checks import ROW_CHECKS, check_identity
from xinan.intake.reading.faults import Fault, required_missing
from xinan.intake.reading.files import Grid
from xinan.intake.reading.headers import Layout
from xinan.intake.reading.merged import MergedCells
from xinan.intake.reading.numbers import Cell
from xinan.intake.reading.trailers import Trailers
from xinan.intake.sheets.columns import Sheet, SheetColumn
from xinan.intake.sheets.common import EXAMPLE_MARK
from xinan.kernel.errors import InvalidValue

_REMEMBERED = 20_000  # distinct spellings kept for one column; attendance repeats its people and gates


@dataclass
class Noticed:
    """What was seen in reading and is no fault: rows left out as sums or signatures, cells filled from merged ones, and
    sums that are not those of their rows (title, in the sheet, of the rows).
    """

    left_out: list[int] = field(default_factory=list)
    filled: int = 0
    differing: list[tuple[str, Decimal, Decimal]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its values by column name; a column the file lacks is None."""

    number: int
    values: dict[str, Any]


class RowParser:
    """Turns the cells of the given columns of a sheet into rows; the one place where cells of any source are judged."""

    def __init__(self, sheet: Sheet, columns: Sequence[SheetColumn]) -> None:
        self._readers = tuple(ColumnReader(column) for column in columns)
        self._blank: dict[str, Any] = {column.name: None for column in sheet.columns}
        self._check = ROW_CHECKS.get(sheet.kind)

    def parse(self, number: int, cells: Iterable[Cell]) -> Row | list[Fault]:
        """The row of these cells, in the order of the columns, or what is wrong with it."""
        values = dict(self._blank)
        faults: list[Fault] = []
        for reader, cell in zip(self._readers, cells, strict=True):
            outcome = reader.read(cell)
            if isinstance(outcome, InvalidValue):
                faults.append(Fault.of(outcome, row=number, column=reader.column.title))
            else:
                values[reader.column.name] = outcome
        if not faults:
            faults.extend(check_identity(number, values))
        if not faults and self._check is not None:
            faults.extend(self._check(number, values))
        return faults or Row(number, values)


def read_rows(grid: Grid, layout: Layout, *, noticed: Noticed | None = None) -> Iterator[Row | list[Fault]]:
    """Every row below the header, in order: its values, or its faults.

    Empty and example rows, sums, signatures and remarks are left out; what was left out is told in `noticed`.
    """
    parser = RowParser(layout.sheet, layout.found)
    merged, trailers = MergedCells(grid, layout), Trailers(layout)
    pick, whole = layout.pick(), True
    for number, cells in grid.rows():
        if number <= layout.header_row or _is_no_row(cells):
            continue
        if trailers.takes(number, cells) or trailers.is_blank(cells):
            continue
        item: Row | list[Fault] = list(merged.faults(number)) if merged else []
        if not item:
            item = parser.parse(number, pick(merged.filled_in(number, cells) if merged else cells))
        if isinstance(item, Row):
            trailers.add(item.values)
        else:
            whole = False
        yield item
    if noticed is not None:
        noticed.left_out, noticed.filled = trailers.rows, merged.filled
        noticed.differing = trailers.differing() if whole else []


class ColumnReader:
    """Reads one column; the same spelling is parsed once."""

    def __init__(self, column: SheetColumn) -> None:
        self.column = column
        self._known: dict[tuple[type, Cell], Any] = {}

    def read(self, value: Cell) -> Any:
        """The value of a cell, or the InvalidValue that says what is wrong with it."""
        spelling = (type(value), value)
        if spelling in self._known:
            return self._known[spelling]
        outcome = self._parsed(value)
        if len(self._known) < _REMEMBERED:
            self._known[spelling] = outcome
        return outcome

    def _parsed(self, value: Cell) -> Any:
        try:
            parsed = parse_cell(value, self.column)
        except InvalidValue as error:
            return error
        return required_missing() if parsed is None and self.column.required else parsed


def _is_no_row(cells: list[Cell]) -> bool:
    for cell in cells:
        if cell is not None and cell != "" and not is_empty(cell):
            return plain_text(cell).startswith(EXAMPLE_MARK)
    return True
