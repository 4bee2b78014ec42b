"""The mapping step as the page shows it: each column of the sheet with its values, what it probably is, and a preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xinan.intake.actions.answer_columns import read_answer
from xinan.intake.mapping.answer import NUMBERED, Answer, fixable, month_in
from xinan.intake.mapping.lookup import titles_about
from xinan.intake.mapping.numbering import AUTO
from xinan.intake.mapping.propose import Guess, Proposal, masked_sample
from xinan.intake.mapping_models import ColumnMapping
from xinan.intake.models import Batch
from xinan.intake.reading.files import Grid
from xinan.intake.reading.headers import column_letter
from xinan.intake.reading.rows import Row, read_rows
from xinan.intake.reading.titles import headers_of
from xinan.intake.sheets import SHEETS, Sheet, SheetColumn, sheet_of_kind
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.registry.models import ProjectUnit
from xinan.web.components.views import Problem

_SHOWN_ROWS = 3
_COUNTED_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of the person's sheet, with the choice made for it."""

    index: int
    letter: str
    title: str
    samples: tuple[str, ...]
    chosen: str
    why: Text


@dataclass(frozen=True, slots=True)
class FixedView:
    """One column the sheet lacks, to be said for all of it."""

    name: str
    title: str
    meaning: Text
    value: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One row as it would be taken, or what is wrong with it."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[tuple[str, Text, Text], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the choices make of the sheet."""

    heads: tuple[str, ...]
    lines: tuple[PreviewLine, ...]
    rows: int
    bad: int


@dataclass(frozen=True)
class AskingPage:
    """Everything the page of one question shows."""

    batch: Batch
    sheet: Sheet
    kinds: tuple[tuple[str, Text], ...]
    header_rows: tuple[tuple[int, str], ...]
    header_row: int
    columns: tuple[ColumnView, ...]
    options: tuple[SheetColumn, ...]
    fixed: tuple[FixedView, ...]
    numbered: bool
    preview: Preview | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class MappingView:
    """One remembered answer."""

    mapping: ColumnMapping
    kind: Text
    pairs: tuple[tuple[str, str], ...]


def asking_page(
    batch: Batch, grid: Grid, proposal: Proposal, *, chosen: Sequence[str] | None, given: Mapping[str, str]
) -> AskingPage:
    """The page; `chosen` None: as proposed."""
    places = _places(proposal.sheet, chosen) if chosen is not None else proposal.places
    names = {index: name for name, index in places.items()}
    if chosen is not None:
        names = dict(enumerate(chosen))
    titles = titles_about(grid, proposal.header.first_row, file_name=batch.file_name)
    fixed = tuple(_fixed(column, batch, given, titles) for column in fixable(proposal.sheet, places))
    preview, problem = None, None
    try:
        answer, said = read_answer(
            batch,
            grid,
            proposal,
            chosen=[names.get(index, "") for index in range(max(names, default=-1) + 1)],
            given={each.name: each.value for each in fixed},
        )
        preview = _preview(grid, answer, said, titles)
    except InvalidValue as error:
        problem = Problem(error.what, error.remedy, error.code)
    return AskingPage(
        batch=batch,
        sheet=proposal.sheet,
        kinds=tuple((sheet.kind, sheet.name) for sheet in SHEETS),
        header_rows=_header_rows(grid),
        header_row=proposal.header.last_row,
        columns=tuple(_column(guess, names.get(guess.index, "")) for guess in proposal.guesses),
        options=proposal.sheet.columns,
        fixed=fixed,
        numbered=proposal.sheet.kind == NUMBERED[0] and NUMBERED[1] not in places,
        preview=preview,
        problem=problem,
    )


def mapping_views(mappings: Sequence[ColumnMapping]) -> list[MappingView]:
    """The remembered answers with their columns in words."""
    return [MappingView(mapping, sheet_of_kind(mapping.kind).name, _pairs(mapping)) for mapping in mappings]


def changing_columns(mapping: ColumnMapping, chosen: Sequence[str] | None) -> tuple[ColumnView, ...]:
    """The columns of a remembered answer with what they are; `chosen` None: as remembered."""
    names = {index: name for name, index in mapping.places.items()}
    width = max([len(mapping.titles), *(index + 1 for index in names)], default=0)
    return tuple(
        ColumnView(
            index,
            column_letter(index),
            mapping.titles[index] if index < len(mapping.titles) else "",
            (),
            chosen[index] if chosen is not None and index < len(chosen) else names.get(index, ""),
            Text("", ""),
        )
        for index in range(width)
    )


def _pairs(mapping: ColumnMapping) -> tuple[tuple[str, str], ...]:
    sheet = sheet_of_kind(mapping.kind)
    pairs = []
    for name, index in sorted(mapping.places.items(), key=lambda pair: pair[1]):
        title = mapping.titles[index] if index < len(mapping.titles) else column_letter(index)
        pairs.append((title, sheet.column(name).title))
    return tuple(pairs)


def _places(sheet: Sheet, chosen: Sequence[str]) -> dict[str, int]:
    known = {column.name for column in sheet.columns}
    return {name: index for index, name in reversed(list(enumerate(chosen))) if name in known}


def _column(guess: Guess, chosen: str) -> ColumnView:
    why = guess.why if chosen or not guess.name else Text("", "")
    return ColumnView(guess.index, guess.letter, guess.title, guess.samples, chosen, why)


def _fixed(column: SheetColumn, batch: Batch, given: Mapping[str, str], titles: Sequence[str]) -> FixedView:
    proposed = month_in(titles) if column.name == "month" else ""
    choices: tuple[tuple[str, str], ...] = ()
    if column.name == "enterprise_code" and batch.project_id:
        units = ProjectUnit.objects.filter(project_id=batch.project_id).select_related("enterprise").order_by("pk")
        choices = tuple({(unit.enterprise_id, unit.enterprise.name): None for unit in units})
    elif column.codes is not None:
        choices = tuple((code, name) for code, name in column.codes.entries.items())
    return FixedView(
        column.name, column.title, column.meaning, given.get(column.name, proposed), column.required, choices
    )


def _header_rows(grid: Grid) -> tuple[tuple[int, str], ...]:
    found = {
        header.last_row: "、".join(filter(None, header.shown))[:40]
        for header in headers_of(grid)
        if header.lines == 1 and header.plain
    }
    return tuple(sorted(found.items()))


def _preview(grid: Grid, answer: Answer, said: Mapping[str, str], titles: Sequence[str]) -> Preview:
    layout, _open = answer.layout(said=said, titles=titles)
    lines: list[PreviewLine] = []
    rows = bad = 0
    for item in read_rows(grid, layout):
        rows += 1
        bad += isinstance(item, list)
        if len(lines) < _SHOWN_ROWS:
            lines.append(_line(item, layout.found))
        if rows >= _COUNTED_ROWS:
            break
    return Preview(tuple(column.title for column in layout.found), tuple(lines), rows, bad)


def _line(item: Any, columns: Sequence[SheetColumn]) -> PreviewLine:
    if isinstance(item, Row):
        return PreviewLine(item.number, tuple(_shown(item.values[column.name], column) for column in columns), ())
    return PreviewLine(item[0].row, (), tuple((fault.column, fault.what, fault.remedy) for fault in item))


def _shown(value: object, column: SheetColumn) -> str:
    if value is None:
        return ""
    if column.codes is not None:
        return column.codes.entries.get(str(value), str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.name == NUMBERED[1] and str(value).startswith(AUTO):
        return "自动"
    if not column.personal:
        return str(value)
    return masked_sample(str(value), person=column.name.endswith("person_name"))
