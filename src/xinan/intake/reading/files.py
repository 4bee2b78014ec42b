"""A file as people send it to the grids of cells in it: .xlsx, .xls, .et and .csv, told apart by content."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.numbers import Cell
from xinan.kernel.text import Text

LARGEST_FILE = 50 * 1024 * 1024  # bytes; 100,000 punches take about 6 MB
_LARGEST_UNPACKED = 1024 * 1024 * 1024
SUFFIXES = (".xlsx", ".xls", ".et", ".xlsm", ".csv")
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Grid:
    """The cells of one worksheet. `rows` may be walked again and again; rows count from 1 as the spreadsheet shows."""

    name: str
    height: int
    _sheet: CalamineSheet | None = None
    _lines: tuple[tuple[str, ...], ...] = ()

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Every row with its number and its cells from column A on."""
        if self._sheet is None:
            for number, line in enumerate(self._lines, start=1):
                yield number, list(line)
            return
        left: list[Cell] = [""] * (self._sheet.start[1] if self._sheet.start else 0)
        for number, row in enumerate(self._sheet.iter_rows(), start=1):
            yield number, [*left, *row]


def read_grids(name: str, content: bytes) -> list[Grid]:
    """The worksheets of a file that hold anything, hidden ones left out.

    Raises UnusableFile: `file.empty`, `file.large`, `file.password`, `file.type`, `file.damaged`, `file.encoding`.
    """
    if not content:
        raise _unusable(name, "empty", Text("是空文件。", "is empty."), _SEND_AGAIN)
    if len(content) > LARGEST_FILE:
        limit = LARGEST_FILE // 1024 // 1024
        raise _unusable(
            name,
            "large",
            Text(f"超过 {limit} MB。", f"is larger than {limit} MB."),
            Text("请按月份拆分后分别导入。", "Split it by month and import the parts."),
        )
    grids = _grids_of(name, content)
    if not grids:
        raise _unusable(
            name,
            "empty",
            Text("里没有任何内容。", "holds nothing."),
            Text("请确认选对了文件，数据填在第一个工作表。", "Check that it is the right file."),
        )
    return grids


def _grids_of(name: str, content: bytes) -> list[Grid]:
    if content.startswith(_ZIP):
        _check_unpacked_size(name, content)
        return _workbook_grids(name, content)
    if content.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in content:
            raise _password(name)
        return _workbook_grids(name, content)
    if content.startswith(_PDF) or b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _wrong_type(name)
    return _csv_grids(name, content)


def _check_unpacked_size(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            size = sum(member.file_size for member in package.infolist())
            names = set(package.namelist())
    except zipfile.BadZipFile as error:
        raise _damaged(name) from error
    if not any(part.startswith("xl/") for part in names):
        raise _wrong_type(name)
    if size > _LARGEST_UNPACKED:
        raise _unusable(name, "large", Text("展开后过大。", "unpacks to too much."), _SEND_AGAIN)


def _workbook_grids(name: str, content: bytes) -> list[Grid]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        sheets = [workbook.get_sheet_by_name(sheet) for sheet in visible]
    except PasswordError as error:
        raise _password(name) from error
    except CalamineError as error:
        raise _damaged(name) from error
    return [Grid(sheet.name, sheet.total_height, sheet) for sheet in sheets if sheet.start is not None]


def _csv_grids(name: str, content: bytes) -> list[Grid]:
    text = _decoded(name, content)
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        lines = tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _damaged(name) from error
    if not any(cell.strip() for line in lines for cell in line):
        return []
    return [Grid("", len(lines), None, lines)]


def _decoded(name: str, content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unusable(
        name,
        "encoding",
        Text("的文字编码无法识别。", "is in an unknown text encoding."),
        Text("请另存为 .xlsx 或 UTF-8 编码的 .csv。", "Save it as .xlsx, or as .csv in UTF-8."),
    )


_SEND_AGAIN = Text("请检查文件后重新选择。", "Check the file and choose it again.")


def _unusable(name: str, code: str, what: Text, remedy: Text) -> UnusableFile:
    return UnusableFile(f"file.{code}", Text(f"文件“{name}”{what.zh}", f"The file “{name}” {what.en}"), remedy)


def _password(name: str) -> UnusableFile:
    return _unusable(
        name,
        "password",
        Text("有打开密码，无法读取。", "is protected by a password."),
        Text(
            "请在 Excel 或 WPS 中取消密码，保存后重新导入。", "Remove the password in Excel or WPS, save, import again."
        ),
    )


def _damaged(name: str) -> UnusableFile:
    return _unusable(
        name,
        "damaged",
        Text("已损坏，无法打开。", "is damaged and cannot be opened."),
        Text("请用 Excel 或 WPS 打开后另存为 .xlsx，再导入。", "Open it in Excel or WPS, save as .xlsx, import again."),
    )


def _wrong_type(name: str) -> UnusableFile:
    return _unusable(
        name,
        "type",
        Text("不是表格文件。", "is not a spreadsheet."),
        Text("只接受 .xlsx、.xls、.et 和 .csv 文件。", "Only .xlsx, .xls, .et and .csv are taken."),
    )
