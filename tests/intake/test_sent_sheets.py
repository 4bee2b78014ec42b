"""Sheets as people really send them: titles above, merged cells, hidden rows, sums below, old formats, odd encodings."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake.site import LABOUR, LABOUR_NAME, card, identity
from tests.intake.workbooks import workbook_of
from xinan.intake.reading.cells import parse_cell
from xinan.intake.reading.faults import Fault, UnusableFile
from xinan.intake.reading.files import Grid, read_grids
from xinan.intake.reading.headers import recognise
from xinan.intake.reading.rows import Noticed, Row, read_rows
from xinan.intake.sheets import sheet_of_kind
from xinan.kernel.errors import InvalidValue

HEADS = (
    "序号",
    "单位名称",
    "信用代码",
    "班组",
    "姓名",
    "身份证号码",
    "工资月份",
    "出勤天数",
    "本月应发",
    "实领金额",
    "发放日期",
    "工资单编号",
    "签字",
)


def line(n: int, **changed: Any) -> list[Any]:
    """One worker's line, in the order of HEADS."""
    said = {
        "序号": n,
        "单位名称": LABOUR_NAME,
        "信用代码": LABOUR,
        "班组": "钢筋一班",
        "姓名": f"工人{'甲乙丙丁戊己'[n % 6]}",
        "身份证号码": identity(n),
        "工资月份": "2026-03",
        "出勤天数": 24,
        "本月应发": 7200,
        "实领金额": 7200,
        "发放日期": "2026-04-10",
        "工资单编号": f"GZ-{n}",
        "签字": None,
    } | changed
    return [said[head] for head in HEADS]


def book(fill: Callable[[Worksheet], None]) -> bytes:
    """An .xlsx of one worksheet made cell by cell."""
    made = openpyxl.Workbook()
    page = made.active
    assert isinstance(page, Worksheet)
    fill(page)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def read(content: bytes, name: str = "三月.xlsx") -> tuple[Grid, list[Row | list[Fault]], Noticed]:
    (grid,) = read_grids(name, content)
    noticed = Noticed()
    return grid, list(read_rows(grid, recognise(grid, file_name=name), noticed=noticed)), noticed


def good(items: Sequence[Row | list[Fault]]) -> list[Row]:
    faults = [fault for item in items if isinstance(item, list) for fault in item]
    assert faults == []
    return [item for item in items if isinstance(item, Row)]


def test_titles_above_sums_and_signatures_below_are_no_rows() -> None:
    def fill(page: Worksheet) -> None:
        page.append(["吉林省示例建筑有限公司农民工工资支付表"])
        page.merge_cells("A1:M1")
        page.append(["项目：安居家园二期", None, None, "2026年3月"])
        page.append(HEADS)
        for n in (1, 2):
            page.append(line(n))
        page.append([None, "小 计", None, None, None, None, None, 48, 14400, 14400])
        page.append(line(3))
        page.append([4] + [None] * 12)
        page.append(["合计", None, None, None, None, None, None, 72, 21600, 21600])
        page.append(["制表人：张某", None, None, None, "审核人：李某"])
        page.append(["注：本表一式三份，金额单位为元"])

    _grid, items, noticed = read(book(fill))
    assert [row.number for row in good(items)] == [4, 5, 7]
    assert [row.values["payable"] for row in good(items)] == [Decimal("7200.00")] * 3
    assert noticed.left_out == [6, 9, 10, 11]
    assert noticed.differing == []


def test_a_sum_that_is_not_that_of_its_rows_is_noticed() -> None:
    content = workbook_of([HEADS, line(1), line(2), ["合计", *[None] * 7, 14400, 14000]])
    _grid, items, noticed = read(content)
    assert len(good(items)) == 2
    assert noticed.differing == [("实发", Decimal("14000.00"), Decimal("14400.00"))]


def test_a_worker_whose_row_begins_like_a_sum_is_a_worker() -> None:
    _grid, items, noticed = read(workbook_of([HEADS, line(1, 序号="合计")]))
    assert len(good(items)) == 1
    assert noticed.left_out == []


def test_a_header_of_two_lines_with_merged_groups() -> None:
    def fill(page: Worksheet) -> None:
        page.append(["农民工工资表"])
        page.merge_cells("A1:I1")
        page.append(["信用代码", "姓名", "身份证号", "月份", "出勤天数", "工资（元）", None, "发放日期", "工资单编号"])
        page.append([None, None, None, None, None, "应发", "实发"])
        page.merge_cells("F2:G2")
        for letter in "ABCDEHI":
            page.merge_cells(f"{letter}2:{letter}3")
        page.append([LABOUR, "工人甲", identity(1), "2026-03", 24, 7200, 7000, "2026-04-10", "GZ-1"])

    _grid, items, _noticed = read(book(fill))
    (row,) = good(items)
    assert (row.number, row.values["payable"], row.values["paid"]) == (4, Decimal("7200.00"), Decimal("7000.00"))


def test_a_team_merged_over_its_rows_is_said_of_each() -> None:
    def fill(page: Worksheet) -> None:
        page.append(HEADS)
        for n in (1, 2, 3):
            page.append(line(n, 班组="木工一班" if n == 1 else None, 工资月份="2026-03" if n == 1 else None))
        page.merge_cells("D2:D4")
        page.merge_cells("G2:G4")

    _grid, items, noticed = read(book(fill))
    assert [row.values["team_name"] for row in good(items)] == ["木工一班"] * 3
    assert [row.values["month"] for row in good(items)] == ["2026-03"] * 3
    assert noticed.filled == 4


def test_an_amount_merged_over_rows_is_nobodys() -> None:
    def fill(page: Worksheet) -> None:
        page.append(HEADS)
        for n in (1, 2, 3):
            page.append(line(n))
        page.merge_cells("I2:I3")

    _grid, items, _noticed = read(book(fill))
    faults = [fault for item in items if isinstance(item, list) for fault in item]
    assert [(fault.row, fault.column, fault.code) for fault in faults] == [
        (2, "应发", "cell.merged"),
        (3, "应发", "cell.merged"),
    ]
    assert isinstance(items[2], Row)


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    def fill(page: Worksheet) -> None:
        page.append(HEADS)
        for n in (1, 2, 3, 4):
            page.append(line(n))
        page.row_dimensions[3].hidden = True
        page.row_dimensions[4].hidden = True
        page.column_dimensions["F"].hidden = True

    grid, items, _noticed = read(book(fill))
    assert len(good(items)) == 4
    assert grid.hidden_rows == (3, 4)
    assert grid.hidden_columns == ((6, 6),)


def test_a_hidden_worksheet_is_left_out() -> None:
    made = openpyxl.Workbook()
    for title, state in (("三月", "visible"), ("旧", "hidden"), ("更旧", "veryHidden")):
        page = made.create_sheet(title)
        page.sheet_state = state
        page.append(HEADS)
        page.append(line(1))
    del made["Sheet"]
    buffer = io.BytesIO()
    made.save(buffer)
    assert [grid.name for grid in read_grids("工资.xlsx", buffer.getvalue())] == ["三月"]


@pytest.mark.parametrize("name", ["工资.xls", "工资.et"])
def test_an_old_workbook_with_merges_hidden_rows_and_real_dates(name: str) -> None:
    made = xlwt.Workbook(encoding="utf-8")
    page = made.add_sheet("三月")
    page.write_merge(0, 0, 0, 12, "农民工工资表")
    for place, head in enumerate(HEADS):
        page.write(1, place, head)
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for n in (1, 2, 3):
        for place, value in enumerate(line(n, 发放日期=date(2026, 4, 10))):
            if HEADS[place] == "班组":
                continue
            if value is not None:
                page.write(1 + n, place, value, *([day] if isinstance(value, date) else []))
    page.write_merge(2, 4, 3, 3, "瓦工一班")
    page.row(3).hidden = True
    page.col(5).hidden = True
    buffer = io.BytesIO()
    made.save(buffer)
    grid, items, _noticed = read(buffer.getvalue(), name)
    rows = good(items)
    assert [(row.values["paid_on"], row.values["team_name"]) for row in rows] == [(date(2026, 4, 10), "瓦工一班")] * 3
    assert grid.hidden_rows == (4,)
    assert grid.hidden_columns == ((6, 6),)


@pytest.mark.parametrize("name", ["工资.et", "工资.xls", "工资.csv"])
def test_what_a_file_is_called_does_not_matter(name: str) -> None:
    """WPS saves an .xlsx under .et; clerks rename."""
    _grid, items, _noticed = read(workbook_of([HEADS, line(1)]), name)
    assert len(good(items)) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_file_in_any_encoding_in_use(encoding: str) -> None:
    text = "\r\n".join(",".join("" if cell is None else str(cell) for cell in cells) for cells in (HEADS, line(1)))
    _grid, items, _noticed = read(text.encode(encoding), "工资.csv")
    (row,) = good(items)
    assert row.values["identity"] == identity(1)


def test_numbers_as_text_full_width_figures_and_stray_spaces() -> None:
    changed = {
        "身份证号码": f" {identity(1)[:6]} {identity(1)[6:]}\u3000",
        "本月应发": "７，２００.００ 元",
        "实领金额": "¥7,200",
        "出勤天数": "２４ 天",
        "发放日期": "2026 年 4 月 10 日",
        "信用代码": "\u200b" + LABOUR.lower(),
    }
    (row,) = good(read(workbook_of([HEADS, line(1, **changed)]))[1])
    assert (row.values["payable"], row.values["paid"]) == (Decimal("7200.00"), Decimal("7200.00"))
    assert (row.values["identity"], row.values["enterprise_code"]) == (identity(1), LABOUR)
    assert (row.values["days"], row.values["paid_on"]) == (Decimal(24), date(2026, 4, 10))


@pytest.mark.parametrize("payable", ["应发工资", "本月应发", "应发合计", "应付工资", "应发金额（元）", "*应发"])
@pytest.mark.parametrize("paid", ["实发金额", "实领", "实领工资(元)", "实付金额", "本月实发"])
def test_what_payable_and_paid_are_called(payable: str, paid: str) -> None:
    heads = [{"本月应发": payable, "实领金额": paid}.get(head, head) for head in HEADS]
    (row,) = good(read(workbook_of([heads, line(1, 实领金额=100)]))[1])
    assert (row.values["payable"], row.values["paid"]) == (Decimal("7200.00"), Decimal("100.00"))


def test_of_two_columns_that_may_be_the_wages_none_is_taken() -> None:
    heads = [*HEADS, "应发工资"]
    with pytest.raises(UnusableFile) as raised:
        read(workbook_of([heads, [*line(1), 8000]]))
    assert raised.value.code == "file.two_columns"
    assert "第 I、N 列都可能是“应发”" in raised.value.what.zh


def test_the_templates_own_title_wins_over_a_synonym() -> None:
    heads = [*HEADS, "应发"]
    (row,) = good(read(workbook_of([heads, [*line(1), 8000]]))[1])
    assert row.values["payable"] == Decimal("8000.00")


DAY = sheet_of_kind("payroll").column("paid_on")


@pytest.mark.parametrize(
    "spelling",
    ["2026年3月5日", "2026年3月5号", "2026/3/5", "2026-3-5", "2026.3.5", "20260305", 20260305, 46086, "46086", 46086.0, "２０２６－３－５",
     "2026-03-05 00:00:00", "2026-03-05（星期四）", "2026年03月05日 周四", "二〇二六年三月五日", date(2026, 3, 5)],
)  # fmt: skip
def test_one_day_in_many_spellings(spelling: Any) -> None:
    assert parse_cell(spelling, DAY) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("spelling", "why"),
    [
        ("3-5", "没有年份"),
        ("3月5日", "没有年份"),
        ("3/5", "没有年份"),
        ("26.3.5", "年份只有两位，可能是 2026-03-05"),
        ("26年3月5日", "年份只有两位"),
        ("5/3/2026", "分不清月和日"),
        ("03-05-2026", "分不清月和日"),
    ],
)
def test_a_day_that_may_be_several_is_refused_with_what_would_be_right(spelling: str, why: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        parse_cell(spelling, DAY)
    assert raised.value.code == "cell.date_unclear"
    assert why in raised.value.what.zh
    assert "2026-03-05" in raised.value.remedy.zh


@pytest.mark.parametrize("spelling", ["二〇二六年十三月五日", "2026-02-30", "20261305", "昨天", "1" * 100_000])
def test_what_is_no_day_is_none(spelling: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        parse_cell(spelling, DAY)
    assert raised.value.code == "cell.date"
    assert len(raised.value.what.zh) < 100


def test_a_web_page_under_a_spreadsheets_name_says_so() -> None:
    with pytest.raises(UnusableFile) as raised:
        read("<html><table><tr><td>姓名</td></tr></table></html>".encode("gbk"), "工资.xls")
    assert raised.value.code == "file.web_page"


def test_cards_keep_their_digits() -> None:
    heads = [{"签字": "银行账号"}.get(head, head) for head in HEADS]
    items = read(workbook_of([heads, line(1, 签字=card(1)), line(2, 签字=6.2284800e18)]))[1]
    assert isinstance(items[0], Row)
    assert items[0].values["wage_card"] == card(1)
    assert isinstance(items[1], list)
    assert [fault.code for fault in items[1]] == ["cell.digits_lost"]
