"""A file as people send it to the grids of cells in it: .xlsx, .xls, .et and .csv, told apart by content."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.guarded import Crashed, OutOfLimits, Result, read_guarded
from xinan.intake.reading.numbers import Cell
from xinan.kernel.text import Text

LARGEST_FILE = 50 * 1024 * 1024  # bytes; 100,000 punches take about 6 MB
SUFFIXES = (".xlsx", ".xls", ".et", ".xlsm", ".csv")
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; from 1


@dataclass(frozen=True)
class Grid:
    """The cells of one worksheet. `rows` may be walked again and again; rows count from 1 as the spreadsheet shows.

    `hidden_rows` and `hidden_columns` (first, last) are hidden, not gone: their cells are among the others.
    """

    name: str
    height: int
    _result: Result = field(repr=False, compare=False)
    _start: int = field(repr=False)
    _end: int = field(repr=False)
    visible: bool = True
    merges: tuple[Merge, ...] = field(default=(), repr=False)
    hidden_rows: tuple[int, ...] = field(default=(), repr=False)
    hidden_columns: tuple[tuple[int, int], ...] = ()

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Every row with its number and its cells from column A on."""
        return enumerate(self._result.lines(start=self._start, end=self._end), start=1)


def read_grids(name: str, content: bytes) -> list[Grid]:
    """The worksheets of a file that hold anything, hidden ones left out.

    Raises UnusableFile: `file.empty`, `file.large`, `file.password`, `file.type`, `file.damaged`, `file.encoding`,
    `file.web_page`, `file.unpacked`; `file.reader_failed` where the fault is ours.
    """
    return [grid for grid in read_all_grids(name, content) if grid.visible]


def read_all_grids(name: str, content: bytes) -> list[Grid]:
    """The worksheets of a file that hold anything, hidden ones too. Raises as `read_grids`."""
    if not content:
        raise unusable(name, "empty")
    if len(content) > LARGEST_FILE:
        raise unusable(name, "large")
    try:
        result = read_guarded(content)
    except OutOfLimits as error:
        raise unusable(name, "unpacked") from error
    except Crashed as error:
        raise unusable(name, "reader_failed") from error
    if refusal := result.index["refusal"]:
        raise unusable(name, refusal)
    grids = [_grid(result, sheet) for sheet in result.index["sheets"]]
    if not any(grid.visible for grid in grids):
        raise unusable(name, "holds_nothing")
    return grids


def _grid(result: Result, sheet: dict[str, object]) -> Grid:
    said: dict[str, list[list[int]]] = {name: _listed(sheet[name]) for name in ("merges", "hidden_columns")}
    rows = sheet["hidden_rows"]
    return Grid(
        name=str(sheet["name"]),
        height=int(str(sheet["height"])),
        _result=result,
        _start=int(str(sheet["start"])),
        _end=int(str(sheet["end"])),
        visible=bool(sheet["visible"]),
        merges=tuple((top, left, bottom, right) for top, left, bottom, right in said["merges"]),
        hidden_rows=tuple(rows) if isinstance(rows, list) else (),
        hidden_columns=tuple((first, last) for first, last in said["hidden_columns"]),
    )


def _listed(value: object) -> list[list[int]]:
    return value if isinstance(value, list) else []


_SEND_AGAIN = Text("请检查文件后重新选择。", "Check the file and choose it again.")
_SAVE_ANEW = Text(
    "请用 Excel 或 WPS 打开后另存为 .xlsx，再导入。", "Open it in Excel or WPS, save as .xlsx, import again."
)
_LIMIT = LARGEST_FILE // 1024 // 1024
_UNUSABLE: dict[str, tuple[Text, Text]] = {
    "empty": (Text("是空文件。", "is empty."), _SEND_AGAIN),
    "holds_nothing": (
        Text("里没有任何内容。", "holds nothing."),
        Text("请确认选对了文件，数据填在第一个工作表。", "Check that it is the right file."),
    ),
    "large": (
        Text(f"超过 {_LIMIT} MB。", f"is larger than {_LIMIT} MB."),
        Text("请按月份拆分后分别导入。", "Split it by month and import the parts."),
    ),
    "encoding": (
        Text("的文字编码无法识别。", "is in an unknown text encoding."),
        Text("请另存为 .xlsx 或 UTF-8 编码的 .csv。", "Save it as .xlsx, or as .csv in UTF-8."),
    ),
    "password": (
        Text("有打开密码，无法读取。", "is protected by a password."),
        Text(
            "请在 Excel 或 WPS 中取消密码，保存后重新导入。", "Remove the password in Excel or WPS, save, import again."
        ),
    ),
    "damaged": (Text("已损坏，无法打开。", "is damaged and cannot be opened."), _SAVE_ANEW),
    "web_page": (
        Text("是网页，只是后缀改成了表格。", "is a web page under a spreadsheet's name."),
        _SAVE_ANEW,
    ),
    "type": (
        Text("不是表格文件。", "is not a spreadsheet."),
        Text("只接受 .xlsx、.xls、.et 和 .csv 文件。", "Only .xlsx, .xls, .et and .csv are taken."),
    ),
    "unpacked": (
        Text("展开后过大，或读取超过了时间和内存的限制。", "unpacks to too much, or took too long or too much memory to read."),
        Text(
            "常见原因是很远的行列里有多余的格子：请把有数据的区域复制到新表，另存为 .xlsx 后导入。",
            "Often stray cells far down or far right are the cause: copy the rows to a new sheet, save as .xlsx, import it.",
        ),
    ),
    "reader_failed": (
        Text(
            "没有读成：平台的读取程序出了故障，不一定是文件的问题。",
            "was not read: our reader failed, which need not be the file's fault.",
        ),
        Text(
            "请稍后重新导入；还是不行的，另存为 .xlsx 再试，或联系平台运维。",
            "Import it again later; failing that, save it as .xlsx anew, or ask the platform's operators.",
        ),
    ),
}  # fmt: skip


def unusable(name: str, code: str) -> UnusableFile:
    """Why no row can be taken from the file of that name."""
    what, remedy = _UNUSABLE[code]
    number = "empty" if code == "holds_nothing" else code
    return UnusableFile(f"file.{number}", Text(f"文件“{name}”{what.zh}", f"The file “{name}” {what.en}"), remedy)
