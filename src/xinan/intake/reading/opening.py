"""From the bytes of a file to its worksheets. Runs in the process of `reading.child`; knows no text to show."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from xinan.intake.reading.hidden import Hidden, hidden_in_package, hidden_in_xls
from xinan.intake.reading.limits import LARGEST_UNPACKED, MOST_PARTS
from xinan.intake.reading.plain_files import lines_of
from xinan.kernel.packages import BEGINNING, BadPackage, opened_package

MOST_SHEETS = 200
MOST_COLUMNS = 2_000
MOST_CELLS = 40_000_000
MOST_MERGES = 50_000
_OLE = b"\xd0\xcf\x11\xe0"
# What a photograph, a document or a program begins with: refused before anything is made of its bytes.
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
Row = Sequence[Any]
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; from 1


class Refusal(Exception):
    """The file cannot be read; `code` says why, `reading.files` says it to people."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class OpenSheet:
    """One worksheet: its rows from row 1 on, each from column A on."""

    name: str
    rows: Iterable[Row]
    visible: bool = True
    merges: Sequence[Merge] = ()
    hidden: Hidden = field(default_factory=Hidden)


def opened(content: bytes) -> list[OpenSheet]:
    """The worksheets that hold anything. Raises Refusal."""
    if content.startswith(BEGINNING):
        _check_package(content)
        return _workbook(content, hidden_in_package)
    if content.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in content:
            raise Refusal("password")
        return _workbook(content, hidden_in_xls)
    if content.startswith(_OTHERS):
        raise Refusal("type")
    lines = _plain(content)
    return [OpenSheet("", lines)] if any(cell.strip() for line in lines for cell in line) else []


def _plain(content: bytes) -> list[list[str]]:
    try:
        lines = lines_of(content, most_columns=MOST_COLUMNS)
    except ValueError as error:
        raise Refusal(str(error)) from error
    return lines


def _check_package(content: bytes) -> None:
    try:
        with opened_package(content, most_parts=MOST_PARTS, largest=LARGEST_UNPACKED) as package:
            if not any(name.startswith("xl/") for name in package.namelist()):
                raise Refusal("type")
    except BadPackage as error:
        raise Refusal(error.code) from error


def _workbook(content: bytes, hidden_of: Any) -> list[OpenSheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        about = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        if len(about) > MOST_SHEETS:
            raise Refusal("unpacked")
        sheets = [
            (sheet.visible == SheetVisibleEnum.Visible, workbook.get_sheet_by_name(sheet.name)) for sheet in about
        ]
        # A corner so far off cannot be anybody's table.
        if any(s.total_width > MOST_COLUMNS or s.total_width * s.total_height > MOST_CELLS for _, s in sheets):
            raise Refusal("unpacked")
    except PasswordError as error:
        raise Refusal("password") from error
    except CalamineError as error:
        raise Refusal("damaged") from error
    hidden = hidden_of(content)
    return [
        OpenSheet(sheet.name, _rows(sheet), visible, _merges(sheet), hidden.get(sheet.name, Hidden()))
        for visible, sheet in sheets
        if sheet.start is not None
    ]


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Every row, padded on the left."""
    left: list[Any] = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield [*left, *row] if left else row


def _merges(sheet: CalamineSheet) -> list[Merge]:
    ranges = sheet.merged_cell_ranges or []
    return [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges[:MOST_MERGES]]
