"""Which column is probably which, from titles and from what the values look like. A proposal, never an answer."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from xinan.intake.reading.cells import is_empty, parse_cell, plain_text
from xinan.intake.reading.files import Grid
from xinan.intake.reading.headers import (
    NEVER_GUESSED,
    Layout,
    best_layout,
    column_letter,
    layout_of,
    mistakable,
    titles_of,
)
from xinan.intake.reading.numbers import Cell
from xinan.intake.reading.titles import Header, headers_of, texts_above
from xinan.intake.sheets import SHEETS
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import CitizenId
from xinan.kernel.text import Text

_LOOKED_AT = 30
_SHOWN = 3
_MOST = 0.6  # of the values must look so
_LONG = re.compile(r"[0-9A-Za-z]{9,}")
_PERSON = re.compile(r"姓名|^工人$|联系人|班组长$|负责人")
# Kinds whose values cannot be mistaken for another's.
_SHAPES = (
    CellKind.IDENTITY,
    CellKind.CREDIT_CODE,
    CellKind.CARD,
    CellKind.PHONE,
    CellKind.MOMENT,
    CellKind.DATE,
    CellKind.MONTH,
)
_SURE = Text("列名相同", "same title")
_LIKE = Text("列名相近，请核对", "similar title, please check")
_SHAPE = Text("按内容推测，请核对", "from its values, please check")
_UNCLEAR = Text("可能有几列都是，请您选定", "several may be it, please choose")


@dataclass(frozen=True, slots=True)
class Guess:
    """One column of a person's sheet: its letter, title, some values (masked), what it probably is and why."""

    index: int
    letter: str
    title: str
    samples: tuple[str, ...]
    name: str = ""
    why: Text = field(default_factory=lambda: Text("", ""))


@dataclass(frozen=True)
class Proposal:
    """What a sheet probably is."""

    sheet: Sheet
    header: Header
    guesses: tuple[Guess, ...]

    @property
    def places(self) -> dict[str, int]:
        """The proposed index of each column."""
        return {guess.name: guess.index for guess in self.guesses if guess.name}


def propose(grid: Grid, *, file_name: str, kind: str = "", header_row: int = 0) -> Proposal | None:
    """What the grid probably holds; `kind` and `header_row` (its last line) are what a person has already said.

    None where nothing in it looks like any of our sheets.
    """
    sheets = [sheet for sheet in SHEETS if not kind or sheet.kind == kind]
    proposals = []
    for sheet in sheets:
        header, layout = _header(grid, sheet, file_name=file_name, row=header_row)
        if header is not None and (kind or not mistakable(sheet, layout.places)):
            proposals.append(_proposal(grid, sheet, header, layout))
    best = max(
        proposals,
        key=lambda proposal: _promise(proposal, (grid.name, file_name, *texts_above(grid, proposal.header.last_row))),
        default=None,
    )
    if best is None or (not kind and len(best.places) < 2):
        return None
    return best


def masked_sample(text: str, *, person: bool) -> str:
    """A cell fit to be shown: long numbers and names of people without their middle.

    >>> masked_sample("220102198505010011", person=False), masked_sample("张三丰", person=True)
    ('220***********0011', '张**')
    """
    short = text if len(text) <= 40 else f"{text[:40]}…"
    if person and short:
        return short[0] + "*" * min(len(short) - 1, 3)
    return _LONG.sub(lambda found: f"{found[0][:3]}{'*' * (len(found[0]) - 7)}{found[0][-4:]}", short)


def _header(grid: Grid, sheet: Sheet, *, file_name: str, row: int) -> tuple[Header | None, Layout]:
    empty = Layout(sheet, 0, {})
    if not row:
        header, layout = best_layout(grid, file_name=file_name, wanted=sheet)
        if header is not None and layout is not None and len(layout.places) > 1:
            return header, layout
    headers = [header for header in headers_of(grid) if not row or header.last_row == row]
    if not headers:
        return None, empty
    best = max(
        headers, key=lambda h: (len(layout_of(sheet, h).places), sum(map(bool, h.titles)), -h.lines, -h.first_row)
    )
    return best, layout_of(sheet, best)


def _proposal(grid: Grid, sheet: Sheet, header: Header, layout: Layout) -> Proposal:
    rows = _data(grid, header)
    width = max([len(header.titles), *map(len, rows)], default=0)
    columns = [[row[index] for row in rows if index < len(row) and not is_empty(row[index])] for index in range(width)]
    known = _known(sheet, layout)
    _add_similar(sheet, header, known)
    _add_shapes(sheet, columns, known)
    guesses = []
    for index in range(width):
        name, why = known.get(index, ("", Text("", "")))
        title = masked_sample(header.shown[index], person=False) if index < len(header.shown) else ""
        person = name.endswith("person_name") or _PERSON.search(title) is not None
        samples = [masked_sample(plain_text(value), person=person) for value in columns[index][:_SHOWN]]
        if title or samples:
            guesses.append(Guess(index, column_letter(index), title, tuple(samples), name, why))
    return Proposal(sheet, header, tuple(guesses))


def _data(grid: Grid, header: Header) -> list[list[Cell]]:
    rows = (cells for number, cells in grid.rows() if number > header.last_row and any(not is_empty(c) for c in cells))
    return list(islice(rows, _LOOKED_AT))


def _known(sheet: Sheet, layout: Layout) -> dict[int, tuple[str, Text]]:
    """What the titles say; of several that may be an amount or somebody's number, none."""
    known = {index: (name, _SURE) for name, index in layout.places.items() if name not in layout.doubtful}
    for indexes in layout.doubtful.values():
        known |= dict.fromkeys(indexes, ("", _UNCLEAR))
    return known


def _free(sheet: Sheet, known: dict[int, tuple[str, Text]]) -> list[SheetColumn]:
    taken = {name for name, _why in known.values()}
    return [column for column in sheet.columns if column.name not in taken]


def _add_similar(sheet: Sheet, header: Header, known: dict[int, tuple[str, Text]]) -> None:
    """Titles that contain one of ours: “应发工资（含加班）”. Where two columns do for an amount, neither is proposed."""
    free = {column.name for column in _free(sheet, known)}
    ours = sorted(
        ((title, name) for title, (name, _own) in titles_of(sheet.kind).items() if name in free),
        key=lambda t: -len(t[0]),
    )
    found: dict[str, list[int]] = {}
    for index, titles in enumerate(header.titles):
        if index in known or not titles:
            continue
        name = next((name for title, name in ours if len(title) > 1 and title in titles[1]), "")
        if name:
            found.setdefault(name, []).append(index)
    for name, indexes in found.items():
        if len(indexes) > 1 and sheet.column(name).kind in NEVER_GUESSED:
            known |= dict.fromkeys(indexes, ("", _UNCLEAR))
        else:
            known[indexes[0]] = (name, _LIKE)


def _add_shapes(sheet: Sheet, columns: Sequence[Sequence[Cell]], known: dict[int, tuple[str, Text]]) -> None:
    """Values that can only be of one kind, where the sheet lacks just one column of it. Never amounts: they all look alike."""
    for kind in _SHAPES:
        lacking = [
            column
            for column in _free(sheet, known)
            if column.kind is kind and (column.required or column.printed or kind in NEVER_GUESSED)
        ]
        fitting = [
            index
            for index, values in enumerate(columns)
            if index not in known and lacking and _share(values, lacking[0]) >= _MOST
        ]
        wanted = [column for column in lacking if column.required] or lacking
        if len(wanted) == 1 and len(fitting) == 1:
            known[fitting[0]] = (wanted[0].name, _SHAPE)


def _share(values: Sequence[Cell], column: SheetColumn) -> float:
    return sum(_looks(value, column) for value in values) / len(values) if values else 0.0


def _looks(value: Cell, column: SheetColumn) -> bool:
    if isinstance(value, (int, float)) and column.kind in {CellKind.DATE, CellKind.MOMENT, CellKind.MONTH}:
        return False  # an amount may be a serial day
    try:
        parsed = parse_cell(value, column)
        if column.kind is CellKind.IDENTITY:
            CitizenId.parse(str(parsed))
    except InvalidValue:
        return False
    return parsed is not None


def _promise(proposal: Proposal, texts: Sequence[str]) -> tuple[float, int]:
    """How well a kind fits: the share of its required columns found or in question, and whether a title names it."""
    required = [column.name for column in proposal.sheet.required]
    unclear = sum(guess.why is _UNCLEAR for guess in proposal.guesses) > 0
    share = (sum(name in proposal.places for name in required) + unclear) / len(required)
    named = any(word in text for text in texts for word in _names(proposal.sheet))
    return share + (0.5 if named else 0), len(proposal.places)


def _names(sheet: Sheet) -> Iterable[str]:
    return (
        sheet.name.zh,
        *({"payroll": ("工资",), "attendance": ("考勤",), "people": ("花名册", "实名")}.get(sheet.kind, ())),
    )
