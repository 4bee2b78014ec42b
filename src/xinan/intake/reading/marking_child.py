"""Marks the bad cells in the sender's own workbook, in a process under limits (forked by reading.fork_server).

What is merged over a million cells, or unpacks to gigabytes, is only noticed on opening; so this, too, has nothing to lose.
In: a line of JSON that says what to mark, then the workbook. Out: the workbook.
"""

import io
import json
from typing import Any, BinaryIO

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from xinan.intake.reading.limits import set_limits

COLOUR = "FFC7CE"
MOST_COMMENTS = 5_000  # more make Excel crawl; the list beside the sheet has them all


def main(incoming: BinaryIO, outgoing: BinaryIO) -> int:
    """Mark the cells as asked and write the workbook."""
    set_limits()
    asked = json.loads(incoming.readline())
    outgoing.write(marked(incoming.read(), asked))
    outgoing.flush()
    return 0


def marked(content: bytes, asked: dict[str, Any]) -> bytes:
    """The workbook with `cells` (coordinate, comment) of the worksheet `page` marked and `lines` on a page `list`."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    page: Worksheet = workbook[asked["page"]]
    fill = PatternFill("solid", start_color=COLOUR, end_color=COLOUR)
    for index, (coordinate, text) in enumerate(asked["cells"]):
        cell = page[coordinate]
        cell.fill = fill
        if index < MOST_COMMENTS:
            cell.comment = Comment(text, "薪安", height=90, width=320)
    if asked["list"] in workbook.sheetnames:
        del workbook[asked["list"]]
    listing = workbook.create_sheet(asked["list"])
    for line in asked["lines"]:
        listing.append(line)
    workbook.active = workbook.sheetnames.index(asked["page"])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
