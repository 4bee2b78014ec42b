"""The list as a file, for a letter or a talk with a firm: CSV that Excel and WPS open rightly, or a workbook."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import get_language

from xinan.intake.templates import MIME_TYPE
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.monitoring.queries.switchboard import FeedRow, counted
from xinan.web.shell.scope_words import place_words
from xinan.web.switchboard.looks import STATE_LOOKS
from xinan.web.switchboard.presenters import heard_text, share_text

_HEAD = (
    Text("项目编号", "Project number"),
    Text("项目名称", "Project"),
    Text("所在地", "Place"),
    Text("施工总承包单位", "General contractor"),
    Text("数据", "Feed"),
    Text("状态", "State"),
    Text("最近收到", "Last heard"),
    Text("14 天行数", "Rows in 14 days"),
    Text("其中拒收", "Of these refused"),
    Text("拒收占比", "Share refused"),
    Text("待处理批次", "Batches waiting"),
    Text("中断起始日", "Silent since"),
    Text("暂缓的结论", "Findings withheld"),
)
_WIDTHS = (20, 34, 24, 28, 12, 10, 17, 12, 10, 10, 10, 12, 10)
# What a spreadsheet would take for a formula; a name may begin with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int


def csv_file(rows: Sequence[FeedRow], *, now: datetime) -> HttpResponse:
    """The rows as CSV with a byte-order mark; a text that looks like a formula is quoted as text."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for cells in _lines(rows, today=now.astimezone(CHINA).date()):
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells])
    return _download(text.getvalue().encode("utf-8-sig"), suffix="csv", mime="text/csv; charset=utf-8", now=now)


def workbook_file(rows: Sequence[FeedRow], *, now: datetime) -> HttpResponse:
    """The rows as a workbook of one sheet, with a filter on its head."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": True}) as book:
        sheet, bold = book.add_worksheet(_say(Text("接入状态", "Switchboard"))), book.add_format({"bold": True})
        for number, cells in enumerate(_lines(rows, today=now.astimezone(CHINA).date())):
            for column, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, cell, None if number else bold)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(_HEAD) - 1)
    return _download(file.getvalue(), suffix="xlsx", mime=MIME_TYPE, now=now)


def _lines(rows: Sequence[FeedRow], *, today: date) -> Iterator[tuple[Cell, ...]]:
    counts = counted(rows, today=today)
    yield tuple(_say(title) for title in _HEAD)
    for row in rows:
        came = counts[row.project_id, row.line]
        yield (
            row.project_id,
            row.name,
            _say(place_words(row.region_code, skip=1)),
            row.contractor,
            _say(row.line.words),
            _say(STATE_LOOKS[row.state].words),
            _say(heard_text(row)),
            came.rows,
            came.refused,
            share_text(came),
            row.waiting,
            row.silent_since.isoformat() if row.silent_since else "",
            row.withheld,
        )


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")


def _download(content: bytes, *, suffix: str, mime: str, now: datetime) -> HttpResponse:
    name = f"{_say(Text('接入状态', 'switchboard'))}-{now.astimezone(CHINA):%Y%m%d-%H%M}.{suffix}"
    response = HttpResponse(content, content_type=mime)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
