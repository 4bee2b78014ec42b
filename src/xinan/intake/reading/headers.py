"""Which sheet a grid is, where its header row stands, and which of its columns is which."""

import re
from dataclasses import dataclass
from functools import lru_cache

from xinan.intake.reading.cells import plain_text
from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.files import Grid
from xinan.intake.reading.numbers import Cell
from xinan.intake.sheets import SHEETS
from xinan.intake.sheets.columns import Sheet, SheetColumn
from xinan.kernel.text import Text

_SEARCHED_ROWS = 20
_DECORATION = re.compile(r"[\s*＊:：_]|[（(\[【].*?[)）\]】]")
_EXPLANATION = ("字段填写说明", "填写说明", "说明", "错误清单")


@dataclass(frozen=True)
class Layout:
    """Where a sheet's columns stand in a grid: the header's row, and the index of each column found."""

    sheet: Sheet
    header_row: int
    places: dict[str, int]

    @property
    def found(self) -> tuple[SheetColumn, ...]:
        """The sheet's columns that the grid has."""
        return tuple(column for column in self.sheet.columns if column.name in self.places)

    @property
    def missing(self) -> tuple[SheetColumn, ...]:
        """The required columns that the grid lacks."""
        return tuple(column for column in self.sheet.required if column.name not in self.places)


def bare_title(value: Cell) -> str:
    """A column's title without stars, brackets, colons and spaces.

    >>> bare_title("* 应发 (元)：")
    '应发'
    """
    return _DECORATION.sub("", plain_text(value))


def recognise(grid: Grid, *, file_name: str, wanted: Sheet | None = None) -> Layout:
    """The layout of a grid, as the `wanted` sheet or as the one that fits best.

    Raises UnusableFile: `file.wrong_template`, `file.missing_column`.
    """
    layouts = [
        layout
        for number, row in _first_rows(grid)
        for sheet in ((wanted,) if wanted else SHEETS)
        if (layout := _layout(sheet, number, row)).places
    ]
    if not layouts:
        raise _wrong_template(grid, file_name=file_name)
    best = max(layouts, key=lambda layout: _fitness(layout, grid.name, file_name))
    if len(best.missing) * 2 > len(best.sheet.required):
        raise _wrong_template(grid, file_name=file_name)
    if best.missing:
        raise _missing(best, grid, file_name=file_name)
    return best


def is_explanation(grid: Grid) -> bool:
    """Whether a worksheet explains rather than holds rows."""
    return bare_title(grid.name).lstrip("0") in _EXPLANATION


def column_letter(index: int) -> str:
    """The letters a spreadsheet shows for a column, counted from 0.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _first_rows(grid: Grid) -> list[tuple[int, list[Cell]]]:
    rows = []
    for number, row in grid.rows():
        if number > _SEARCHED_ROWS:
            break
        rows.append((number, row))
    return rows


@lru_cache(maxsize=64)
def _titles(sheet_kind: str) -> dict[str, str]:
    """Column name by every accepted title; a column's own title wins over another's synonym."""
    sheet = next(sheet for sheet in SHEETS if sheet.kind == sheet_kind)
    titles = {bare_title(synonym): column.name for column in sheet.columns for synonym in column.synonyms}
    return titles | {bare_title(column.title): column.name for column in sheet.columns}


def _layout(sheet: Sheet, number: int, row: list[Cell]) -> Layout:
    titles = _titles(sheet.kind)
    places: dict[str, int] = {}
    for index, value in enumerate(row):
        name = titles.get(bare_title(value)) if isinstance(value, str) and value else None
        if name is not None:
            places.setdefault(name, index)
    return Layout(sheet, number, places)


def _fitness(layout: Layout, grid_name: str, file_name: str) -> tuple[int, float, bool]:
    """The more columns are understood the better, then the fewer required ones are missing, then the name."""
    required = len(layout.sheet.required)
    share = (required - len(layout.missing)) / required
    named = any(layout.sheet.name.zh in name or name.startswith(layout.sheet.number) for name in (grid_name, file_name))
    return len(layout.places), share, named


def _wrong_template(grid: Grid, *, file_name: str) -> UnusableFile:
    where = f"“{file_name}”" + (f"的工作表“{grid.name}”" if grid.name else "")
    where_en = f"“{file_name}”" + (f", worksheet “{grid.name}”," if grid.name else "")
    names = "、".join(f"{sheet.number}{sheet.name.zh}" for sheet in SHEETS)
    return UnusableFile(
        "file.wrong_template",
        Text(
            f"{where}前 {_SEARCHED_ROWS} 行里没有任何一种模板的表头。",
            f"{where_en} has no template's header in its first {_SEARCHED_ROWS} rows.",
        ),
        Text(f"请使用模板：{names}；保留表头一行。", f"Use one of the templates ({names}) and keep its header row."),
    )


def _missing(layout: Layout, grid: Grid, *, file_name: str) -> UnusableFile:
    sheet = layout.sheet
    printed = [column.name for column in sheet.printed]
    wanted_zh, wanted_en = [], []
    for column in layout.missing:
        letter = column_letter(printed.index(column.name))
        wanted_zh.append(f"“{column.title}”（模板第 {letter} 列）")
        wanted_en.append(f"“{column.title}” (column {letter} of the template)")
    return UnusableFile(
        "file.missing_column",
        Text(
            f"“{file_name}”按“{sheet.number}{sheet.name.zh}”识别，"
            f"第 {layout.header_row} 行表头缺少{'、'.join(wanted_zh)}。",
            f"“{file_name}” was read as “{sheet.number}{sheet.name.zh}”; "
            f"its header in row {layout.header_row} lacks {', '.join(wanted_en)}.",
        ),
        Text("请补上这些列，或下载模板重新填写。", "Add these columns, or fill in a fresh template."),
    )
