"""Attendance as many sites keep it: a row for each worker, a column for each day of the month, a mark in each cell.

Such a sheet is recognised, and not read: why, docs/decisions/0047 says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from xinan.intake.reading.cells import plain_text
from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.files import Grid
from xinan.intake.reading.numbers import Cell
from xinan.intake.reading.titles import SEARCHED_ROWS
from xinan.kernel.text import Text

_FEWEST_DAYS = 15  # half a month, too, is a sheet of days
_LOOKED_AT = 200  # rows below the days
_DAY = re.compile(r"(?:\d{1,2}\s*[月./-]\s*)?0?(\d{1,2})\s*[日号]?")
_TIME = re.compile(r"\d{1,2}\s*[:：]\s*\d{2}")


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """Where the days stand, and whether the cells under them hold times of day rather than marks."""

    header_row: int
    days: int
    times: bool


def month_grid(grid: Grid) -> MonthGrid | None:
    """The grid as a sheet of days; None where none of its first rows counts up the days of a month."""
    rows = grid.rows()
    for number, cells in islice(rows, SEARCHED_ROWS):
        places = _days(cells)
        if len(places) >= _FEWEST_DAYS:
            return MonthGrid(number, len(places), times=_hold_times(islice(rows, _LOOKED_AT), places))
    return None


def refuse_month_grid(found: MonthGrid, *, file_name: str) -> UnusableFile:
    """Why it is not read, and what to send instead."""
    where = f"“{file_name}”是按月的考勤表（第 {found.header_row} 行起每天一列）"
    where_en = f"“{file_name}” is a sheet of a month's attendance, a column a day from row {found.header_row} on"
    if found.times:
        return UnusableFile(
            "file.month_of_times",
            Text(f"{where}，几次打卡挤在一格里。", f"{where_en}, with several punches to a cell."),
            Text(
                "请从考勤机导出原始打卡记录（每次打卡一行），用“06考勤”报送；出勤天数随“07工资”报送。",
                "Export the raw punches, one a row, and send them as sheet 06; days worked come with sheet 07.",
            ),
        )
    return UnusableFile(
        "file.month_of_marks",
        Text(
            f"{where}，格子里是“√”这样的标记，没有时刻：一天有效出勤要有相隔 4 小时以上的两次打卡，标记不能证明。",
            f"{where_en}, with marks and no times: a valid day needs two punches four hours apart, which no mark proves.",
        ),
        Text(
            "请从考勤机导出原始打卡记录，用“06考勤”报送；没有考勤机的，按实际进出时刻逐条填写，通行方式填“人工补录”。"
            "当月出勤天数随“07工资”报送。",
            "Export the raw punches and send them as sheet 06; without a machine, enter the true times of coming and going"
            " there, as typed in by hand. Days worked in the month come with sheet 07.",
        ),
    )


def _days(cells: Sequence[Cell]) -> list[int]:
    """The places of the longest run of cells that counts up by one within 1 to 31, gaps of other cells allowed."""
    best: list[int] = []
    run: list[int] = []
    last = 0
    for place, cell in enumerate(cells):
        day = _day_of(cell)
        if not day:
            continue
        run = [*run, place] if run and day == last + 1 else [place]
        last = day
        best = max(best, run, key=len)
    return best


def _day_of(cell: Cell) -> int:
    if isinstance(cell, bool) or cell is None:
        return 0
    if isinstance(cell, (int, float)):
        return int(cell) if float(cell).is_integer() and 1 <= cell <= 31 else 0
    found = _DAY.fullmatch(plain_text(cell)) if isinstance(cell, str) and len(cell) <= 10 else None
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else 0


def _hold_times(rows: Iterator[tuple[int, list[Cell]]], places: Sequence[int]) -> bool:
    """Whether most of the cells that are filled hold a time of day."""
    filled = times = 0
    for _number, cells in rows:
        for place in places:
            cell = cells[place] if place < len(cells) else None
            if cell not in (None, ""):
                filled += 1
                times += isinstance(cell, str) and _TIME.search(cell[:100]) is not None
    return times * 2 > filled
