"""Workbooks of relief: whom a bank pays, the book of a fund."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from xinan.casework.relief.actions.open_payees import Payee
from xinan.casework.relief.book import MonthLine
from xinan.casework.relief.models import Fund, FundEntry

_PAYEES = ("序号", "姓名", "证件号码", "工资卡号", "工资月份", "应付金额（元）")
_MONTHS = ("月份", "期初（元）", "拨入（元）", "垫付（元）", "冲正（元）", "追回（元）", "期末（元）")
_ENTRIES = ("日期", "类别", "金额（元）", "事项", "说明", "登记人")


def payees_workbook(payees: Sequence[Payee]) -> bytes:
    """One row a payment."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as book:
        page = book.add_worksheet("支付名单")
        _head(book, page, _PAYEES)
        money = book.add_format({"num_format": "#,##0.00"})
        for row, payee in enumerate(payees, start=1):
            for place, text in enumerate((str(payee.row_id), payee.name, payee.id_number, payee.card, payee.month)):
                page.write_string(row, place, text)
            page.write_number(row, 5, float(payee.amount), money)
    return buffer.getvalue()


def book_workbook(fund: Fund, months: Sequence[MonthLine], entries: Sequence[FundEntry]) -> bytes:
    """The book by months, and every entry."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as book:
        money = book.add_format({"num_format": "#,##0.00"})
        page = book.add_worksheet("按月")
        _head(book, page, _MONTHS)
        for row, line in enumerate(months, start=1):
            page.write_string(row, 0, line.month)
            sums = (line.opening, line.added, line.paid, line.reversed, line.recovered, line.closing)
            for place, amount in enumerate(sums, start=1):
                page.write_number(row, place, float(amount), money)
        page = book.add_worksheet("逐笔")
        _head(book, page, _ENTRIES)
        for row, entry in enumerate(entries, start=1):
            relief = entry.relief.number if entry.relief is not None else ""
            page.write_string(row, 0, f"{entry.on:%Y-%m-%d}")
            page.write_string(row, 1, entry.get_kind_display())
            page.write_number(row, 2, float(entry.amount), money)
            for place, text in enumerate((relief, entry.words, entry.by.display_name), start=3):
                page.write_string(row, place, text)
        book.set_properties({"title": fund.name})
    return buffer.getvalue()


def _head(book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, titles: Sequence[str]) -> None:
    look = book.add_format({"bold": True, "border": 1, "bg_color": "#DCE8F5"})
    page.freeze_panes(1, 0)
    for place, title in enumerate(titles):
        page.set_column(place, place, max(len(title) * 2.2 + 2, 16))
        page.write_string(0, place, title, look)
