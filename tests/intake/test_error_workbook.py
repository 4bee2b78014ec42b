"""The error workbook is the sender's own sheet: bad cells marked, with a comment that says what would be right."""

import io
from datetime import datetime

import openpyxl
import pytest

from tests.intake.test_files import PUNCH
from tests.intake.workbooks import csv_of, workbook
from xinan.intake.error_workbook import FAULTS_PAGE, error_workbook
from xinan.intake.reading.faults import Fault
from xinan.intake.reading.files import read_grids
from xinan.intake.reading.headers import recognise
from xinan.intake.reading.rows import read_rows

plain_moment = datetime(2026, 3, 6, 7, 1, 2)  # noqa: DTZ001 a spreadsheet knows no zones
RECORDS = [PUNCH, PUNCH | {"刷卡时间": "早上", "进出方向": "走廊"}, PUNCH | {"刷卡时间": plain_moment}]


def marked(name: str, content: bytes, *, language: str = "zh") -> tuple[bytes, list[Fault]]:
    (grid,) = read_grids(name, content)
    layout = recognise(grid, file_name=name)
    faults = [fault for row in read_rows(grid, layout) if isinstance(row, list) for fault in row]
    return error_workbook(content, file_name=name, grid=grid, layout=layout, faults=faults, language=language), faults


@pytest.mark.parametrize("name", ["6月考勤.xlsx", "6月考勤.csv"])
def test_only_the_bad_cells_are_marked_and_say_what_would_be_right(name: str) -> None:
    records = RECORDS if name.endswith("xlsx") else RECORDS[:2]
    content = (
        workbook("attendance", records, title="某项目考勤") if name.endswith("xlsx") else csv_of("attendance", records)
    )
    result, faults = marked(name, content)
    book = openpyxl.load_workbook(io.BytesIO(result))
    page = book.worksheets[0]
    first = 4 if name.endswith("xlsx") else 3
    comments = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
    coloured = {c.coordinate for row in page.iter_rows() for c in row if str(c.fill.start_color.rgb).endswith("FFC7CE")}
    assert set(comments) == coloured == {f"F{first}", f"G{first}"}
    assert "请写成 2026-03-05 06:58:12" in comments[f"F{first}"]
    assert "进场、出场" in comments[f"G{first}"]
    assert [row[:2] for row in book[FAULTS_PAGE].iter_rows(min_row=2, values_only=True)] == [
        (first, "刷卡时间"),
        (first, "进出方向"),
    ]
    assert len(faults) == 2


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_the_marked_sheet_reads_as_the_original_did(name: str) -> None:
    content = workbook("attendance", RECORDS) if name.endswith("xlsx") else csv_of("attendance", RECORDS[:2])
    result, _faults = marked(name, content)
    original = read_grids(name, content)[0]
    again = read_grids("a.xlsx", result)[0]
    assert list(read_rows(again, recognise(again, file_name="a"))) == list(
        read_rows(original, recognise(original, file_name="a"))
    )


def test_it_speaks_english_to_whoever_works_in_english() -> None:
    result, _faults = marked("a.xlsx", workbook("attendance", RECORDS), language="en")
    page = openpyxl.load_workbook(io.BytesIO(result)).worksheets[0]
    assert "Write it as 2026-03-05 06:58:12." in page["F3"].comment.text
