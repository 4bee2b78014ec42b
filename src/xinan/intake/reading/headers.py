"""Which sheet a grid is, where its header row stands, and which of its columns is which."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.files import Grid
from xinan.intake.reading.numbers import Cell
from xinan.intake.reading.titles import SEARCHED_ROWS, Header, bare_title, headers_of
from xinan.intake.sheets import SHEETS
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn
from xinan.kernel.text import Text

_EXPLANATION = ("字段填写说明", "填写说明", "说明", "错误清单")
# Of two columns that may be the wages payable, or somebody's number, none is taken unasked.
NEVER_GUESSED = frozenset({CellKind.MONEY, CellKind.IDENTITY, CellKind.CARD, CellKind.ACCOUNT})

# A bank's list of payments has the columns of any wage sheet: from a person it is only taken for one by what no other has.
TOLD_BY: Mapping[str, frozenset[str]] = {"payouts": frozenset({"batch_code", "result", "sent", "fail_code"})}


@dataclass(frozen=True)
class Layout:
    """Where a sheet's columns stand in a grid: the header's last row, and the index of each column found.

    `fixed` is what the whole sheet says for a column it lacks. `doubtful` maps a column to the indexes of two or more
    that may be it.
    """

    sheet: Sheet
    header_row: int
    places: dict[str, int]
    fixed: Mapping[str, Cell] = field(default_factory=dict)
    doubtful: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def found(self) -> tuple[SheetColumn, ...]:
        """The sheet's columns that the grid has, or that are said for all of it."""
        return tuple(column for column in self.sheet.columns if column.name in self.places or column.name in self.fixed)

    @property
    def missing(self) -> tuple[SheetColumn, ...]:
        """The required columns that the grid lacks."""
        found = {column.name for column in self.found}
        return tuple(column for column in self.sheet.required if column.name not in found)

    def pick(self) -> Callable[[Sequence[Cell]], list[Cell]]:
        """A function from the cells of a row to those of `found`, in their order."""
        wanted = [
            (-1, self.fixed[column.name]) if column.name in self.fixed else (self.places[column.name], None)
            for column in self.found
        ]

        def picked(cells: Sequence[Cell]) -> list[Cell]:
            width = len(cells)
            return [value if place < 0 else cells[place] if place < width else None for place, value in wanted]

        return picked


def recognise(grid: Grid, *, file_name: str, wanted: Sheet | None = None, by_person: bool = False) -> Layout:
    """The layout of a grid, as the `wanted` sheet or as the one that fits best.

    `by_person`: whoever sent it is no bank, so that what looks like a list of wages is one.

    Raises UnusableFile: `file.wrong_template`, `file.missing_column`, `file.two_columns`.
    """
    _header, best = best_layout(grid, file_name=file_name, wanted=wanted, by_person=by_person)
    if best is None or len(best.missing) * 2 > len(best.sheet.required):
        raise _wrong_template(grid, file_name=file_name)
    if best.doubtful:
        raise _two_columns(best, file_name=file_name)
    if best.missing:
        raise _missing(best, file_name=file_name)
    return best


def best_layout(
    grid: Grid, *, file_name: str, wanted: Sheet | None = None, by_person: bool = False
) -> tuple[Header, Layout] | tuple[None, None]:
    """The header and layout that understand most, complete or not, in the fewest lines; None where no title is known."""
    layouts = [
        (header, layout)
        for header in headers_of(grid)
        for sheet in ((wanted,) if wanted else SHEETS)
        if (layout := layout_of(sheet, header)).places and not (by_person and mistakable(layout.sheet, layout.places))
    ]
    if not layouts:
        return None, None
    return max(layouts, key=lambda pair: (*_fitness(pair[1], grid.name, file_name), -pair[0].lines, -pair[0].first_row))


def mistakable(sheet: Sheet, names: Collection[str]) -> bool:
    """Whether a sheet with these columns may as well be another kind of sheet."""
    return sheet.kind in TOLD_BY and not TOLD_BY[sheet.kind] & set(names)


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


@lru_cache(maxsize=64)
def titles_of(sheet_kind: str) -> dict[str, tuple[str, bool]]:
    """Column name by every accepted title, and whether it is the column's own, which wins over another's synonym."""
    sheet = next(sheet for sheet in SHEETS if sheet.kind == sheet_kind)
    titles = {bare_title(synonym): (column.name, False) for column in sheet.columns for synonym in column.synonyms}
    return titles | {bare_title(column.title): (column.name, True) for column in sheet.columns}


def layout_of(sheet: Sheet, header: Header) -> Layout:
    """Where the sheet's columns stand under a header. A column's own title wins over a synonym, the first over others."""
    own: dict[str, list[int]] = {}
    others: dict[str, list[int]] = {}
    for index, titles in enumerate(header.titles):
        found = _column_of(titles, titles_of(sheet.kind))
        if found is not None:
            name, is_own = found
            (own if is_own else others).setdefault(name, []).append(index)
    candidates = {name: own.get(name) or others[name] for name in own | others}
    doubtful = {
        name: tuple(indexes)
        for name, indexes in candidates.items()
        if len(indexes) > 1 and sheet.column(name).kind in NEVER_GUESSED
    }
    places = {name: indexes[0] for name, indexes in candidates.items()}
    return Layout(sheet, header.last_row, places, doubtful=doubtful)


def _column_of(titles: Iterable[str], known: Mapping[str, tuple[str, bool]]) -> tuple[str, bool] | None:
    return next((known[title] for title in titles if title in known), None)


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
            f"{where}前 {SEARCHED_ROWS} 行里没有任何一种模板的表头。",
            f"{where_en} has no template's header in its first {SEARCHED_ROWS} rows.",
        ),
        Text(f"请使用模板：{names}；保留表头一行。", f"Use one of the templates ({names}) and keep its header row."),
    )


def _read_as(layout: Layout, file_name: str) -> Text:
    sheet = layout.sheet
    return Text(
        f"“{file_name}”按“{sheet.number}{sheet.name.zh}”识别，第 {layout.header_row} 行表头",
        f"“{file_name}” was read as “{sheet.number}{sheet.name.zh}”; its header in row {layout.header_row}",
    )


def _missing(layout: Layout, *, file_name: str) -> UnusableFile:
    printed = [column.name for column in layout.sheet.printed]
    wanted_zh, wanted_en = [], []
    for column in layout.missing:
        letter = column_letter(printed.index(column.name))
        wanted_zh.append(f"“{column.title}”（模板第 {letter} 列）")
        wanted_en.append(f"“{column.title}” (column {letter} of the template)")
    said = _read_as(layout, file_name)
    return UnusableFile(
        "file.missing_column",
        Text(f"{said.zh}缺少{'、'.join(wanted_zh)}。", f"{said.en} lacks {', '.join(wanted_en)}."),
        Text("请补上这些列，或下载模板重新填写。", "Add these columns, or fill in a fresh template."),
    )


def _two_columns(layout: Layout, *, file_name: str) -> UnusableFile:
    said = _read_as(layout, file_name)
    listed = [
        (layout.sheet.column(name).title, "、".join(column_letter(index) for index in indexes))
        for name, indexes in layout.doubtful.items()
    ]
    zh = "；".join(f"第 {letters} 列都可能是“{title}”" for title, letters in listed)
    en = "; ".join(f"columns {letters} may each be “{title}”" for title, letters in listed)
    return UnusableFile(
        "file.two_columns",
        Text(f"{said.zh}里，{zh}。", f"{said.en}: {en}."),
        Text(
            "金额和证件号码不作猜测：请只保留一列，或改用模板的列名。",
            "Amounts and people's numbers are not guessed: keep one, or use the template's title.",
        ),
    )
