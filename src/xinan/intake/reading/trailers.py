"""Rows below a table that are no facts: sums, signatures, remarks. And whether a sum is that of its rows."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xinan.intake.reading.cells import is_empty, plain_text
from xinan.intake.reading.headers import Layout
from xinan.intake.reading.numbers import Cell, parse_money
from xinan.intake.sheets.columns import CellKind
from xinan.kernel.errors import InvalidValue

_SUM = re.compile(r"(?:本?[页表]|班组|项目|总)?(?:合计|总计|共计|小计|累计|计)")
_WHOLE_SUM = re.compile(r"(?:本?表|项目|总)?(?:合计|总计|共计)")
_SIGNED = re.compile(
    r"(?:制表|制单|填表|填报|审核|审批|复核|核准|批准|经办|编制|负责人|项目经理|劳资专管员|财务|出纳|单位负责|签字|签章|盖章|注|备注|说明|备考)"
    r"(?:人|日期|时间|单位)?[:：（(]?"
)
# What says of whom or when a row is; a sum or a signature has none.
_OF_SOMEBODY = frozenset({CellKind.IDENTITY, CellKind.CARD, CellKind.ACCOUNT, CellKind.PHONE, CellKind.CREDIT_CODE})
_LONGEST = 60


class Trailers:
    """Tells the rows of a layout that are no facts, and sums the amounts of those that are."""

    def __init__(self, layout: Layout) -> None:
        self._own = tuple(layout.places.values())
        kinds = {name: layout.sheet.column(name).kind for name in layout.places}
        self._somebody = tuple(layout.places[name] for name, kind in kinds.items() if kind in _OF_SOMEBODY)
        self._money = {name: layout.places[name] for name, kind in kinds.items() if kind is CellKind.MONEY}
        self._titles = {name: layout.sheet.column(name).title for name in self._money}
        self._sums = dict.fromkeys(self._money, Decimal(0))
        self._said: dict[str, Decimal] = {}
        self.rows: list[int] = []

    def is_blank(self, cells: Sequence[Cell]) -> bool:
        """Whether none of the columns we know holds anything: such as a row that was numbered in advance."""
        return all(place >= len(cells) or is_empty(cells[place]) for place in self._own)

    def takes(self, number: int, cells: Sequence[Cell]) -> bool:
        """Whether the row is a sum, a signature or a remark; it is remembered."""
        first = next((cell for cell in cells if not is_empty(cell)), None)
        if not isinstance(first, str) or any(self._at(cells, place) for place in self._somebody):
            return False
        text = plain_text(first[:_LONGEST]).replace(" ", "")
        is_sum = _SUM.fullmatch(text.rstrip(":：")) is not None
        if not is_sum and (_SIGNED.match(text) is None or self._is_full(cells)):
            return False
        if _WHOLE_SUM.fullmatch(text.rstrip(":：")):
            self._note_sum(cells)
        self.rows.append(number)
        return True

    def _is_full(self, cells: Sequence[Cell]) -> bool:
        """Whether at least half of the columns we know are filled in."""
        return sum(self._at(cells, place) is not None for place in self._own) * 2 >= len(self._own)

    def add(self, values: dict[str, Any]) -> None:
        """One row that is a fact."""
        for name in self._sums:
            self._sums[name] += values[name] or 0

    def differing(self) -> list[tuple[str, Decimal, Decimal]]:
        """The amounts whose sum in the sheet is not that of its rows: title, sum in the sheet, sum of the rows."""
        return [
            (self._titles[name], said, self._sums[name])
            for name, said in self._said.items()
            if said != self._sums[name]
        ]

    def _note_sum(self, cells: Sequence[Cell]) -> None:
        for name, place in self._money.items():
            value = self._at(cells, place)
            if value is None:
                continue
            try:
                self._said[name] = parse_money(value, plain_text(value), negative=True)
            except InvalidValue:
                self._said.pop(name, None)

    @staticmethod
    def _at(cells: Sequence[Cell], place: int) -> Cell:
        return cells[place] if place < len(cells) and not is_empty(cells[place]) else None
