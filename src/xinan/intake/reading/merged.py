"""Cells merged over several rows: what they say is said of each row, but an amount cannot be everybody's."""

from collections import defaultdict
from collections.abc import Iterator

from xinan.intake.reading.faults import Fault
from xinan.intake.reading.files import Grid
from xinan.intake.reading.headers import Layout
from xinan.intake.reading.numbers import Cell
from xinan.intake.sheets.columns import CellKind
from xinan.kernel.text import Text

_OF_ONE = frozenset(
    {
        CellKind.MONEY,
        CellKind.NUMBER,
        CellKind.INTEGER,
        CellKind.IDENTITY,
        CellKind.CARD,
        CellKind.PHONE,
        CellKind.MOMENT,
    }
)
_MOST_ROWS = 1_000_000  # of all merges together; more is no table


class MergedCells:
    """The merges in the columns of a layout, below its header."""

    def __init__(self, grid: Grid, layout: Layout) -> None:
        self._spans: dict[int, dict[int, int]] = defaultdict(dict)  # first row of each row, by column
        self._columns = {place: layout.sheet.column(name) for name, place in layout.places.items()}
        self._values: dict[int, Cell] = {}
        self.filled = 0
        rest = _MOST_ROWS
        for top, left, bottom, right in grid.merges:
            last = min(bottom, grid.height)
            if top <= layout.header_row or last <= top:
                continue
            for place in self._columns.keys() & set(range(left - 1, min(right, left + 300))):
                rest -= last - top + 1
                if rest > 0:
                    self._spans[place] |= dict.fromkeys(range(top, last + 1), top)

    def __bool__(self) -> bool:
        return bool(self._spans)

    def filled_in(self, number: int, cells: list[Cell]) -> list[Cell]:
        """The row with what its merged cells say; call it for every row in order."""
        filled = list(cells)
        for place, rows in self._spans.items():
            top = rows.get(number)
            if top is None or self._columns[place].kind in _OF_ONE:
                continue
            filled.extend([None] * (place + 1 - len(filled)))
            if top == number:
                self._values[place] = filled[place]
            else:
                filled[place] = self._values.get(place)
                self.filled += 1
        return filled

    def faults(self, number: int) -> Iterator[Fault]:
        """What is wrong with a row because an amount or somebody's number is merged over it."""
        for place, rows in self._spans.items():
            column = self._columns[place]
            if number in rows and column.kind in _OF_ONE:
                yield Fault(
                    number,
                    column.title,
                    "cell.merged",
                    Text("此格与上下行合并，分不清每行各是多少。", "The cell is merged over rows; whose value it is cannot be told."),
                    Text("请取消合并，每行各填各的。", "Unmerge it and give each row its own value."),
                )  # fmt: skip
