"""What was noticed in reading a sheet and is no fault, in sentences. Never a value of a person."""

from collections.abc import Iterable, Sequence

from xinan.intake.mapping.lookup import Found, Recognised
from xinan.intake.reading.headers import column_letter
from xinan.intake.reading.rows import Noticed

Note = dict[str, str]
_LISTED = 12


def note(code: str, zh: str, en: str) -> Note:
    """One note as it is kept on a batch."""
    return {"code": code, "zh": zh[:400], "en": en[:400]}


def file_notes(recognised: Recognised) -> list[Note]:
    """Which worksheets of a file were not read."""
    notes = []
    if recognised.hidden:
        names = _names(recognised.hidden)
        notes.append(
            note("hidden_sheets", f"隐藏的工作表{names}没有读取。", f"Hidden worksheets {names} were not read.")
        )
    if recognised.passed:
        names = _names(recognised.passed)
        notes.append(
            note("passed_sheets", f"工作表{names}不是数据表，没有读取。", f"Worksheets {names} hold no rows of ours.")
        )
    return notes


def sheet_notes(found: Found, noticed: Noticed) -> list[Note]:
    """What was hidden, left out, filled in or does not add up, and by which mapping the sheet was read."""
    grid, layout = found.grid, found.layout
    notes = []
    if found.mapping is not None:
        notes.append(note("mapped", "按本单位确认过的列对应关系读取。", "Read by the columns your firm has confirmed."))
    hidden = [row for row in grid.hidden_rows if row > layout.header_row]
    if hidden:
        rows = ranges(hidden)
        notes.append(
            note("hidden_rows", f"第 {rows} 行是隐藏行，已一并读取。", f"Rows {rows} are hidden; they were read.")
        )
    columns = [
        f"{column_letter(layout.places[column.name])}“{column.title}”"
        for column in layout.found
        if any(first <= layout.places.get(column.name, -1) + 1 <= last for first, last in grid.hidden_columns)
    ]
    if columns:
        listed = "、".join(columns)
        notes.append(note("hidden_columns", f"隐藏列 {listed} 已一并读取。", f"Hidden columns {listed} were read."))
    if noticed.left_out:
        rows = ranges(noticed.left_out)
        notes.append(
            note(
                "left_out",
                f"第 {rows} 行是合计、签字或备注，没有作为数据。",
                f"Rows {rows} are sums, signatures or remarks.",
            )
        )
    if noticed.filled:
        zh = f"{noticed.filled} 个合并单元格按合并区域左上角的内容填到各行。"
        notes.append(note("merged", zh, f"{noticed.filled} merged cells were read as their upper left one."))
    for title, said, summed in noticed.differing:
        zh = f"表中“{title}”合计为 {said:,.2f}，各行相加为 {summed:,.2f}，请核对。"
        notes.append(note("sum_differs", zh, f"The sum of “{title}” says {said:,.2f}; its rows make {summed:,.2f}."))
    return notes


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in ascending order, runs of them joined.

    >>> ranges([3, 4, 5, 9])
    '3–5、9'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    shown = ["–".join(map(str, run)) for run in runs[:_LISTED]]
    return "、".join(shown) + ("……" if len(runs) > _LISTED else "")


def _names(names: Sequence[str]) -> str:
    return "、".join(f"“{name[:20]}”" for name in names[:_LISTED]) + ("……" if len(names) > _LISTED else "")
