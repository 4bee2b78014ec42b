"""The sender's own sheet again, every bad cell coloured and commented, with a list of all faults beside it."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import structlog
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from xinan.intake.reading.faults import Fault
from xinan.intake.reading.files import Grid
from xinan.intake.reading.guarded import Crashed, OutOfLimits, mark_guarded
from xinan.intake.reading.headers import Layout, column_letter
from xinan.intake.reading.marking_child import COLOUR, MOST_COMMENTS
from xinan.intake.reading.numbers import Cell

log = structlog.get_logger(__name__)
FAULTS_PAGE = "错误清单"
_ROWS_KEPT_IN_STYLE = 20_000  # above this the sheet is written anew: editing in place would take minutes
_HEADS = ("行", "列", "问题", "怎样改正")


def error_workbook(
    content: bytes, *, file_name: str, grid: Grid, layout: Layout, faults: Sequence[Fault], language: str = "zh"
) -> bytes:
    """An .xlsx of the sender's sheet with the faults marked.

    A workbook of ordinary size keeps its own look: it is edited in place, by a process under limits. One that the editor
    stumbles over, larger ones, and other formats are written anew from their values, cell by cell in the same place.
    """
    marks = _marks(layout, faults, language=language)
    if file_name.lower().endswith(".xlsx") and content.startswith(b"PK") and grid.height <= _ROWS_KEPT_IN_STYLE:
        try:
            return _edited(content, grid=grid, marks=marks, faults=faults, language=language)
        except (OutOfLimits, Crashed):
            log.info("error workbook written anew", rows=grid.height)
    return _written(grid, header_row=layout.header_row, marks=marks, faults=faults, language=language)


def _marks(layout: Layout, faults: Sequence[Fault], *, language: str) -> dict[tuple[int, int], str]:
    """Comment by (row, column index); a fault of the whole row, or of a column the file lacks, at its first cell."""
    places = {layout.sheet.column(name).title: place for name, place in layout.places.items()}
    first = min(layout.places.values())
    marks: dict[tuple[int, int], str] = {}
    for fault in faults:
        place = (fault.row, places.get(fault.column, first))
        text = f"{fault.what.in_language(language)}\n{fault.remedy.in_language(language)}"
        if fault.column and fault.column not in places:
            text = f"“{fault.column}”：{text}"
        marks[place] = f"{marks[place]}\n{text}" if place in marks else text
    return marks


def _listed(fault: Fault, language: str) -> tuple[int, str, str, str]:
    return fault.row, fault.column, fault.what.in_language(language), fault.remedy.in_language(language)


def _edited(
    content: bytes, *, grid: Grid, marks: dict[tuple[int, int], str], faults: Sequence[Fault], language: str
) -> bytes:
    asked = {
        "page": grid.name,
        "cells": [(f"{column_letter(place)}{row}", text) for (row, place), text in marks.items()],
        "list": FAULTS_PAGE,
        "lines": [_HEADS, *(_listed(fault, language) for fault in faults)],
    }
    return mark_guarded(content, asked)


def _written(
    grid: Grid, *, header_row: int, marks: dict[tuple[int, int], str], faults: Sequence[Fault], language: str
) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as workbook:
        formats = _formats(workbook)
        page = workbook.add_worksheet(grid.name[:31] or "数据")
        page.freeze_panes(header_row, 0)
        for number, cells in grid.rows():
            for index, value in enumerate(cells):
                text = marks.get((number, index))
                _write(page, number - 1, index, value, formats, marked=text is not None)
        for (row, place), text in list(marks.items())[:MOST_COMMENTS]:
            page.write_comment(row - 1, place, text, {"author": "薪安", "x_scale": 2.2, "y_scale": 1.2})
        listing = workbook.add_worksheet(FAULTS_PAGE)
        listing.write_row(0, 0, _HEADS)
        for index, fault in enumerate(faults, start=1):
            listing.write_row(index, 0, _listed(fault, language))
    return buffer.getvalue()


def _formats(workbook: Workbook) -> dict[tuple[str, bool], Format]:
    shapes = {"": "@", "number": "General", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss", "time": "hh:mm:ss"}
    return {
        (kind, marked): workbook.add_format({"num_format": shape} | ({"bg_color": f"#{COLOUR}"} if marked else {}))
        for kind, shape in shapes.items()
        for marked in (False, True)
    }


def _write(
    page: Worksheet, row: int, place: int, value: Cell, formats: dict[tuple[str, bool], Format], *, marked: bool
) -> None:
    if value is None or value == "":
        if marked:
            page.write_blank(row, place, None, formats["", True])
    elif isinstance(value, datetime):
        page.write_datetime(row, place, value, formats["moment", marked])
    elif isinstance(value, date):
        page.write_datetime(row, place, value, formats["day", marked])
    elif isinstance(value, (time, timedelta)):
        page.write_datetime(row, place, value, formats["time", marked])
    elif isinstance(value, bool):
        page.write_boolean(row, place, value, formats["number", marked])
    elif isinstance(value, (int, float)):
        page.write_number(row, place, value, formats["number", marked])
    else:
        page.write_string(row, place, value, formats["", marked])
