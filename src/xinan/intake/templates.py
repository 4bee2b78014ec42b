"""The empty workbooks clerks fill: header, notes, lists to choose from, an example row, every field explained."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from xinan.intake.sheets import SHEETS, CellKind, Sheet, SheetColumn
from xinan.intake.sheets.common import EXAMPLE_MARK
from xinan.kernel.text import Text

EXPLANATION_FILE = "00字段填写说明.xlsx"
MIME_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_LAST_ROW = 100_000  # formats and lists reach this far down
_LONGEST_LIST = 255  # characters Excel takes for a list written into the cell's rule
_KIND_NAMES = {
    CellKind.TEXT: Text("文字", "text"),
    CellKind.CODE: Text("代码或名称", "code or name"),
    CellKind.FLAG: Text("是/否", "是 or 否"),
    CellKind.CREDIT_CODE: Text("18 位信用代码", "18-character credit code"),
    CellKind.IDENTITY: Text("证件号码（文本格式）", "document number, as text"),
    CellKind.CARD: Text("卡号（文本格式）", "card number, as text"),
    CellKind.ACCOUNT: Text("账号（文本格式）", "account number, as text"),
    CellKind.PHONE: Text("电话号码", "telephone number"),
    CellKind.REGION: Text("区划代码或名称", "region code or name"),
    CellKind.DATE: Text("日期 年-月-日", "date YYYY-MM-DD"),
    CellKind.MOMENT: Text("时间 年-月-日 时:分:秒", "YYYY-MM-DD HH:MM:SS"),
    CellKind.MONTH: Text("月份 年-月", "month YYYY-MM"),
    CellKind.MONEY: Text("金额（元）", "yuan"),
    CellKind.NUMBER: Text("数字", "number"),
    CellKind.INTEGER: Text("整数", "whole number"),
}


@dataclass(frozen=True)
class _Looks:
    """The cell formats of one workbook."""

    required: Format
    optional: Format
    text: Format
    date: Format
    moment: Format
    money: Format
    example: Format
    plain: Format
    title: Format

    @classmethod
    def of(cls, workbook: Workbook) -> "_Looks":
        font = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
        head = font | {"bold": True, "border": 1, "text_wrap": True, "align": "center"}
        return cls(
            required=workbook.add_format(head | {"bg_color": "#0B5CAD", "font_color": "#FFFFFF"}),
            optional=workbook.add_format(head | {"bg_color": "#DCE8F5", "font_color": "#1B2A3A"}),
            text=workbook.add_format(font | {"num_format": "@"}),
            date=workbook.add_format(font | {"num_format": "yyyy-mm-dd"}),
            moment=workbook.add_format(font | {"num_format": "yyyy-mm-dd hh:mm:ss"}),
            money=workbook.add_format(font | {"num_format": "0.00"}),
            example=workbook.add_format(font | {"italic": True, "font_color": "#7A7A7A", "num_format": "@"}),
            plain=workbook.add_format(font | {"text_wrap": True, "valign": "top"}),
            title=workbook.add_format(font | {"bold": True, "font_size": 14}),
        )

    def body(self, column: SheetColumn) -> Format | None:
        """The format of a column's cells: text wherever Excel would spoil the digits."""
        if column.text_format:
            return self.text
        kinds = {CellKind.DATE: self.date, CellKind.MOMENT: self.moment, CellKind.MONEY: self.money}
        return kinds.get(column.kind)


def template_workbook(sheet: Sheet) -> bytes:
    """The .xlsx template of a sheet: its columns in order, an example row, the explanation on a second worksheet."""
    buffer = io.BytesIO()
    with _workbook(buffer) as workbook:
        looks = _Looks.of(workbook)
        page = workbook.add_worksheet(f"{sheet.number}{sheet.name.zh}")
        _write_columns(page, sheet, looks)
        _write_example(page, sheet, looks)
        _write_lists(workbook, page, sheet)
        _write_explanation(workbook.add_worksheet("填写说明"), (sheet,), looks)
    return buffer.getvalue()


def explanation_workbook() -> bytes:
    """Sheet 00: every column of every sheet, what may stand in it and what it means, and the code tables."""
    buffer = io.BytesIO()
    with _workbook(buffer) as workbook:
        looks = _Looks.of(workbook)
        _write_explanation(workbook.add_worksheet("字段填写说明"), SHEETS, looks)
        _write_code_tables(workbook.add_worksheet("代码表"), looks)
    return buffer.getvalue()


def templates_archive() -> bytes:
    """A zip of sheet 00 and every template."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in all_templates():
            archive.writestr(name, content)
    return buffer.getvalue()


def all_templates() -> list[tuple[str, bytes]]:
    """File name and content of sheet 00 and every template, in order."""
    return [(EXPLANATION_FILE, explanation_workbook()), *((s.file_name, template_workbook(s)) for s in SHEETS)]


def _workbook(buffer: io.BytesIO) -> Workbook:
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False})
    # A fixed date: the same template twice is the same file.
    workbook.set_properties({"title": "薪安导入模板", "created": datetime(2026, 1, 1)})  # noqa: DTZ001
    return workbook


def _write_columns(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    page.freeze_panes(1, 0)
    page.set_row(0, 32)
    for index, column in enumerate(sheet.printed):
        width = max(len(column.title) * 2.2 + 2, min(len(column.example) * 1.2 + 2, 30), 10)
        page.set_column(index, index, width, looks.body(column))
        page.write_string(0, index, column.title, looks.required if column.required else looks.optional)
        need = "必填" if column.required else "选填"
        note = f"{need} · {_KIND_NAMES[column.kind].zh}\n{column.meaning.zh}"
        page.write_comment(0, index, note, {"author": "薪安", "x_scale": 1.6, "y_scale": 1.1})


def _write_example(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    """Row 2 shows how to fill; its first cell begins with 示例, by which the import knows it."""
    for index, column in enumerate(sheet.printed):
        text = f"{EXAMPLE_MARK}（本行不导入）{column.example}" if index == 0 else column.example
        page.write_string(1, index, text, looks.example)


def _write_lists(workbook: Workbook, page: Worksheet, sheet: Sheet) -> None:
    """Lists to choose from, and refusals of what cannot be a date or an amount, already while typing."""
    long_lists: list[SheetColumn] = []
    for index, column in enumerate(sheet.printed):
        rule = _typing_rule(column)
        if column.codes is not None and len(",".join(column.codes.names)) > _LONGEST_LIST:
            long_lists.append(column)
            rule = {"validate": "list", "source": _list_place(len(long_lists) - 1, len(column.codes.names))}
        if rule:
            page.data_validation(2, index, _LAST_ROW, index, rule | _refusal(column))
    if long_lists:
        lists = workbook.add_worksheet("选项")
        lists.hide()
        for index, column in enumerate(long_lists):
            lists.write_column(0, index, column.codes.names if column.codes else ())


def _list_place(index: int, length: int) -> str:
    letter = chr(ord("A") + index)
    return f"=选项!${letter}$1:${letter}${length}"


def _typing_rule(column: SheetColumn) -> dict[str, Any]:
    if column.codes is not None:
        return {"validate": "list", "source": list(column.codes.names)}
    if column.kind is CellKind.FLAG:
        return {"validate": "list", "source": ["是", "否"]}
    if column.kind is CellKind.DATE:
        return {"validate": "date", "criteria": "between", "minimum": date(1920, 1, 1), "maximum": date(2099, 12, 31)}
    if column.kind is CellKind.MONEY:
        lowest = -1e12 if column.negative else 0
        return {"validate": "decimal", "criteria": "between", "minimum": lowest, "maximum": 1e12}
    return {}


def _refusal(column: SheetColumn) -> dict[str, Any]:
    # “warning” lets codes and other accepted spellings through: the import understands more than the list shows.
    return {
        "error_type": "warning",
        "error_title": column.title[:32],
        "error_message": column.meaning.zh[:255],
        "ignore_blank": True,
    }


def _write_explanation(page: Worksheet, sheets: tuple[Sheet, ...], looks: _Looks) -> None:
    heads = ("模板", "列名", "是否必填", "格式", "说明", "示例", "也认作此列的列名")
    for index, (head, width) in enumerate(zip(heads, (14, 22, 10, 22, 60, 26, 40), strict=True)):
        page.set_column(index, index, width, looks.plain)
        page.write_string(0, index, head, looks.required)
    page.freeze_panes(1, 0)
    row = 1
    for sheet in sheets:
        for column in sheet.columns:
            cells = (
                f"{sheet.number}{sheet.name.zh}",
                column.title if column.printed else f"{column.title}（模板中没有，可自行加上）",
                "必填" if column.required else "选填",
                _KIND_NAMES[column.kind].zh,
                column.meaning.zh,
                column.example,
                "、".join(column.synonyms),
            )
            for index, text in enumerate(cells):
                page.write_string(row, index, text, looks.plain)
            row += 1


def _write_code_tables(page: Worksheet, looks: _Looks) -> None:
    tables = {c.codes.name.zh: c.codes for sheet in SHEETS for c in sheet.columns if c.codes is not None}
    place = 0
    for name, table in tables.items():
        page.set_column(place, place, 10, looks.text)
        page.set_column(place + 1, place + 1, 26, looks.text)
        page.merge_range(0, place, 0, place + 1, name, looks.required)
        for row, (code, meaning) in enumerate(table.entries.items(), start=1):
            page.write_string(row, place, code, looks.text)
            page.write_string(row, place + 1, meaning, looks.text)
        place += 3
