"""The same key twice in one file: the same words again say nothing new, other words contradict."""

from collections.abc import Sequence
from typing import Any

from xinan.intake.reading.rows import Row
from xinan.intake.sheets import Sheet
from xinan.intake.taking import Taken
from xinan.kernel.text import Text


class Duplicates:
    """Remembers the keys of a file while its rows pass by."""

    def __init__(self, sheet: Sheet) -> None:
        self._names = tuple(column.name for column in sheet.key_columns)
        self._sheet = sheet
        self._seen: dict[tuple[Any, ...], tuple[int, int]] = {}

    def without(self, rows: Sequence[Row], taken: Taken) -> list[Row]:
        """The rows whose key comes for the first time; the others are counted or refused in `taken`."""
        fresh = []
        for row in rows:
            key = tuple(row.values[name] for name in self._names)
            content = hash(tuple(row.values.values()))
            first = self._seen.setdefault(key, (row.number, content))
            if first[0] == row.number:
                fresh.append(row)
            elif first[1] == content:
                taken.count("unchanged")
            else:
                refuse_duplicate(self._sheet, row.number, earlier=first[0], taken=taken)
        return fresh


def refuse_duplicate(sheet: Sheet, number: int, *, earlier: int, taken: Taken) -> None:
    """Row `number` has the key of an earlier one and says something else."""
    titles = "、".join(column.title for column in sheet.key_columns)
    taken.refuse(
        Row(number, {}),
        sheet.key_columns[-1].title,
        code="duplicate",
        what=Text(
            f"与第 {earlier} 行的{titles}相同，内容不同。",
            f"The same {titles} as in row {earlier}, but other content.",
        ),
        remedy=Text("请只保留正确的一行。", "Keep the right one alone."),
    )
