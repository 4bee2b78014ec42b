"""Files are told apart by content; every way a file can be unusable says which it is and what would be right."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.intake.workbooks import csv_of, workbook, workbook_of
from xinan.intake.reading.faults import Fault, UnusableFile
from xinan.intake.reading.files import read_grids
from xinan.intake.reading.headers import recognise
from xinan.intake.reading.rows import Row, read_rows
from xinan.intake.sheets import SHEETS, sheet_of_kind
from xinan.intake.templates import all_templates, template_workbook

PUNCH = {
    "企业信用代码": "91350100M000100Y43",
    "企业名称": "长春示例建设有限公司",
    "班组名称": "钢筋一班",
    "工人姓名": "张某",
    "证件号码": "11010519491231002X",
    "刷卡时间": "2026-03-05 06:58:12",
    "进出方向": "01",
    "通行方式": "001",
}


def rows_of(name: str, content: bytes) -> list[Row | list[Fault]]:
    (grid,) = read_grids(name, content)
    return list(read_rows(grid, recognise(grid, file_name=name)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_says_the_same_as_the_workbook(encoding: str, delimiter: str) -> None:
    from_workbook = rows_of("06.xlsx", workbook("attendance", [PUNCH, PUNCH]))
    assert rows_of("06.csv", csv_of("attendance", [PUNCH, PUNCH], encoding=encoding, delimiter=delimiter)) == (
        from_workbook
    )
    assert [row.number for row in from_workbook if isinstance(row, Row)] == [2, 3]


def test_row_numbers_are_those_of_the_spreadsheet_with_title_gaps_and_an_offset() -> None:
    heads = [column.title for column in sheet_of_kind("attendance").printed]
    values = [PUNCH[head] for head in heads]
    content = workbook_of([[], ["", "6 月考勤表"], [], ["", *heads], [], ["", *values], [], ["", *values]])
    assert [row.number for row in rows_of("x.xlsx", content) if isinstance(row, Row)] == [6, 8]


def test_titles_with_stars_brackets_and_synonyms_are_understood() -> None:
    heads = ["*统一社会信用代码", "单位名称", "班组", "姓名（必填）", "身份证号", "打卡时间：", "方向", "考勤方式 "]
    content = workbook_of([heads, list(PUNCH.values())])
    assert rows_of("x.xlsx", content) == rows_of("y.xlsx", workbook("attendance", [PUNCH]))


def test_every_template_is_recognised_as_itself_and_its_example_is_no_row() -> None:
    for sheet in SHEETS:
        grid = read_grids(sheet.file_name, template_workbook(sheet))[0]
        layout = recognise(grid, file_name="a.xlsx")
        assert layout.sheet is sheet
        assert [column.name for column in sheet.printed] == sorted(layout.places, key=layout.places.__getitem__)
        assert list(read_rows(grid, layout)) == []


def test_the_columns_of_06_and_07_are_those_contractors_have() -> None:
    columns = {sheet.number: [column.title for column in sheet.printed] for sheet in SHEETS}
    assert columns["06"] == [
        "企业信用代码",
        "企业名称",
        "班组名称",
        "工人姓名",
        "证件号码",
        "刷卡时间",
        "进出方向",
        "通行方式",
    ]
    assert columns["07"] == [
        "信用代码",
        "企业名称",
        "班组名称",
        "工人姓名",
        "工资月份",
        "是否补发",
        "补发月份",
        "出勤天数",
        "总工时",
        "工资卡号",
        "应发",
        "实发",
        "发放日期",
        "第三方工资单编号",
    ]
    assert [name for name, _content in all_templates()][:8] == [
        "00字段填写说明.xlsx",
        "01参建单位.xlsx",
        "02班组.xlsx",
        "03人员.xlsx",
        "04进退场.xlsx",
        "05合同.xlsx",
        "06考勤.xlsx",
        "07工资.xlsx",
    ]


def _protected() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")


def _word_file() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"   \n  ", "file.empty"),
        (workbook_of([]), "file.empty"),
        (b"PK\x03\x04 cut off", "file.damaged"),
        (workbook_of([["x"]])[:-200], "file.damaged"),
        (_protected(), "file.password"),
        (_word_file(), "file.type"),
        (b"%PDF-1.7", "file.type"),
        (b"\x89PNG\r\n\x1a\n\0\0", "file.type"),
        (workbook_of([["今天", "天气"], ["很", "好"]]), "file.wrong_template"),
    ],
)
def test_an_unusable_file_says_how(content: bytes, code: str) -> None:
    with pytest.raises(UnusableFile) as raised:
        rows_of("考勤.xlsx", content)
    assert raised.value.code == code
    assert "考勤.xlsx" in raised.value.what.zh
    assert raised.value.remedy.zh


def test_a_missing_column_is_named_with_its_place() -> None:
    heads = [column.title for column in sheet_of_kind("attendance").printed if column.title != "刷卡时间"]
    with pytest.raises(UnusableFile) as raised:
        rows_of("考勤.xlsx", workbook_of([["标题"], heads]))
    assert raised.value.code == "file.missing_column"
    assert "06考勤" in raised.value.what.zh
    assert "第 2 行表头缺少“刷卡时间”（模板第 F 列）" in raised.value.what.zh


def test_all_faults_of_a_row_are_told_at_once_with_their_columns() -> None:
    bad = PUNCH | {"企业信用代码": "91350100M000100Y44", "证件号码": None, "刷卡时间": "早上"}
    (faults,) = rows_of("x.xlsx", workbook("attendance", [bad]))
    assert isinstance(faults, list)
    assert [(fault.row, fault.column, fault.code) for fault in faults] == [
        (2, "企业信用代码", "credit-code-checksum"),
        (2, "证件号码", "cell.required"),
        (2, "刷卡时间", "cell.moment"),
    ]


def test_a_resident_card_is_checked_and_a_passport_is_not_taken_for_one() -> None:
    (faults,) = rows_of("x.xlsx", workbook("attendance", [PUNCH | {"证件号码": "110105194912310021"}]))
    assert isinstance(faults, list)
    assert [fault.code for fault in faults] == ["citizen-id-checksum"]
    (row,) = rows_of("x.xlsx", workbook("attendance", [PUNCH | {"证件号码": "e12345678"}]))
    assert isinstance(row, Row)
    assert row.values["identity"] == "E12345678"


@pytest.mark.parametrize(
    ("kind", "changed", "column"),
    [
        ("payroll", {"实发": 100, "发放日期": None}, "发放日期"),
        ("payroll", {"是否补发": "是"}, "补发月份"),
        ("payroll", {"出勤天数": 32}, "出勤天数"),
    ],
)
def test_what_the_cells_of_a_row_must_say_together(kind: str, changed: dict[str, object], column: str) -> None:
    line = {
        "信用代码": "91350100M000100Y43",
        "工人姓名": "张某",
        "工资月份": "2026-03",
        "出勤天数": 24,
        "应发": "7680",
        "实发": 7680,
        "发放日期": "2026-04-10",
        "第三方工资单编号": "A1",
    }
    (row,) = rows_of("x.xlsx", workbook(kind, [line]))
    assert isinstance(row, Row)
    (faults,) = rows_of("x.xlsx", workbook(kind, [line | changed]))
    assert isinstance(faults, list)
    assert [fault.column for fault in faults] == [column]


@pytest.mark.parametrize("name", ["考勤.xls", "考勤.et"])
def test_the_older_format_of_excel_and_wps_says_the_same(name: str) -> None:
    """The file is of Excel 97–2003, which WPS writes as .et, too."""
    content = (Path(__file__).parent / "data" / "attendance.xls").read_bytes()
    (row,) = rows_of(name, content)
    (same,) = rows_of("06.xlsx", workbook("attendance", [PUNCH]))
    assert isinstance(row, Row)
    assert isinstance(same, Row)
    assert (row.number, row.values) == (3, same.values)
