"""The directory as a table in a file: which column is which by its title, each row read, what is wrong named by its cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from xinan.casework.directory.entries import Entry, faults_of
from xinan.intake.reading.cells import is_empty, plain_text
from xinan.intake.reading.dates import parse_date
from xinan.intake.reading.files import Grid, read_grids
from xinan.intake.reading.headers import column_letter
from xinan.intake.reading.numbers import Cell
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("类别", "机构类别", "机构类型"),
    "name": ("名称", "机构名称", "单位名称"),
    "region": ("地区", "所在地区", "县（市、区）", "属地"),
    "address": ("地址", "办公地址"),
    "phone": ("电话", "联系电话", "咨询电话"),
    "hours": ("办公时间", "工作时间"),
    "source": ("来源", "信息来源"),
    "valid_from": ("自", "启用日期", "生效日期"),
    "valid_to": ("至", "停用日期", "失效日期"),
}
_REQUIRED: Final = ("kind", "name", "region", "address", "phone")
_HEADER_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, and in which column (its letter)."""

    row: int
    column: str
    what: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row: the entry, or what is wrong with it."""

    row: int
    entry: Entry | None
    faults: tuple[Fault, ...] = ()


def read_sheet(name: str, content: bytes, *, today: date) -> list[RowRead]:
    """Every row below the header that holds anything; without a first day, from today. Raises UnusableFile, InvalidValue."""
    grid = read_grids(name, content)[0]
    header, places = _header(grid)
    return list(_rows(grid, header=header, places=places, today=today, source=name.rsplit("/", 1)[-1][:60]))


def _header(grid: Grid) -> tuple[int, dict[str, int]]:
    for number, cells in grid.rows():
        if number > _HEADER_WITHIN:
            break
        titles = ["".join(plain_text(cell).split()).strip("*＊") if not is_empty(cell) else "" for cell in cells]
        places = {field: titles.index(title) for field, known in COLUMNS.items() for title in known if title in titles}
        if all(field in places for field in _REQUIRED):
            return number, places
    raise InvalidValue(
        "directory-header",
        Text("没有找到表头。", "No header was found."),
        Text(
            "表头须有类别、名称、地区、地址、电话；可以先下载模板。",
            "It needs 类别, 名称, 地区, 地址 and 电话: see the template.",
        ),
    )


def _rows(grid: Grid, *, header: int, places: Mapping[str, int], today: date, source: str) -> Iterator[RowRead]:
    for number, cells in grid.rows():
        if number <= header or all(is_empty(cell) for cell in cells):
            continue
        wrong: list[Fault] = []
        days = {
            field: _day(cells, field, places=places, row=number, wrong=wrong) for field in ("valid_from", "valid_to")
        }
        text = {field: _text(cells, field, places=places) for field in COLUMNS if field not in days}
        entry = Entry(
            **{**text, "source": text["source"] or source},
            valid_from=days["valid_from"] or today,
            valid_to=days["valid_to"],
        )
        wrong += [
            Fault(number, column_letter(places[field]) if field in places else "", fault.what, fault.remedy)
            for field, fault in faults_of(entry)
        ]
        yield RowRead(number, None if wrong else entry, tuple(wrong))


def _text(cells: Sequence[Cell], field: str, *, places: Mapping[str, int]) -> str:
    place = places.get(field)
    value = cells[place] if place is not None and place < len(cells) else None
    return "" if is_empty(value) else plain_text(value).strip()


def _day(cells: Sequence[Cell], field: str, *, places: Mapping[str, int], row: int, wrong: list[Fault]) -> date | None:
    place = places.get(field)
    value = cells[place] if place is not None and place < len(cells) else None
    if place is None or is_empty(value):
        return None
    try:
        return parse_date(value, plain_text(value))
    except InvalidValue as error:
        wrong.append(Fault(row, column_letter(place), error.what, error.remedy))
        return None
