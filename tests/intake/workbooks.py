"""Workbooks as clerks make them, from readable rows."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from xinan.intake.sheets import sheet_of_kind

Record = Mapping[str, Any]


def workbook(
    kind: str, records: Sequence[Record], *, title: str = "", sheet_name: str = "", extra: Sequence[str] = ()
) -> bytes:
    """An .xlsx of the sheet `kind` with a row for each record (values by Chinese column title).

    `title` puts a line above the header, as many offices do; `extra` appends columns the template does not show.
    """
    sheet = sheet_of_kind(kind)
    heads = [column.title for column in sheet.printed] + list(extra)
    unknown = {name for record in records for name in record} - set(heads)
    if unknown:
        raise ValueError(f"not columns of {kind}: {unknown}")
    lines = ([[title]] if title else []) + [heads] + [[record.get(head) for head in heads] for record in records]
    return workbook_of(lines, sheet_name=sheet_name or f"{sheet.number}{sheet.name.zh}")


def workbook_of(lines: Sequence[Sequence[Any]], *, sheet_name: str = "Sheet1") -> bytes:
    """An .xlsx of one worksheet with these cells."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as book:
        page = book.add_worksheet(sheet_name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for row, line in enumerate(lines):
            for place, value in enumerate(line):
                if isinstance(value, datetime):
                    page.write_datetime(row, place, value, moment)
                elif isinstance(value, date):
                    page.write_datetime(row, place, value, day)
                elif value is not None:
                    page.write(row, place, value)
    return buffer.getvalue()


def csv_of(kind: str, records: Sequence[Record], *, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """The same rows as a .csv file."""
    heads = [column.title for column in sheet_of_kind(kind).printed]
    lines = [heads, *([str(record.get(head) or "") for head in heads] for record in records)]
    return "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
