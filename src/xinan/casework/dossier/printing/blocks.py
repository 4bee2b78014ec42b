"""The pieces of a printed file: headings, lines, tables, words, pictures, and places for pages of other PDFs."""

import io
from collections.abc import Callable, Iterator
from typing import Any, Final
from xml.sax.saxutils import escape

from pypdf import PdfReader
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, LongTable, PageBreak, Paragraph, Spacer, TableStyle

from xinan.casework.dossier.items import Item, Paper, Table
from xinan.casework.dossier.printing.cleaning import PDF, PICTURES, clean_pdf, clean_picture
from xinan.casework.dossier.printing.fonts import BOLD, REGULAR
from xinan.casework.dossier.printing.volume import Volume, paper_name
from xinan.casework.dossier.printing.word import OMITS, word_blocks
from xinan.kernel.text import Text

WIDTH: Final = A4[0] - 25 * mm - 20 * mm
HEIGHT: Final = A4[1] - 20 * mm - 22 * mm
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BASE: Final = ParagraphStyle("base", fontName=REGULAR, fontSize=10, leading=15, wordWrap="CJK")
STYLES: Final = {
    "base": _BASE,
    "small": ParagraphStyle("small", parent=_BASE, fontSize=8.5, leading=12, textColor=colors.HexColor("#444444")),
    "label": ParagraphStyle("label", parent=_BASE, fontSize=9, leading=13, textColor=colors.HexColor("#444444")),
    "cell": ParagraphStyle("cell", parent=_BASE, fontSize=9, leading=12.5),
    "head": ParagraphStyle("head", parent=_BASE, fontName=BOLD, fontSize=9, leading=12.5),
    "part": ParagraphStyle("part", parent=_BASE, fontName=BOLD, fontSize=15, leading=22, spaceAfter=6),
    "item": ParagraphStyle("item", parent=_BASE, fontName=BOLD, fontSize=11, leading=16, spaceBefore=8, spaceAfter=3),
    "title": ParagraphStyle("title", parent=_BASE, fontName=BOLD, fontSize=26, leading=38, alignment=TA_CENTER),
    "number": ParagraphStyle("number", parent=_BASE, fontSize=14, leading=24, alignment=TA_CENTER),
}
_GRID: Final = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.HexColor("#999999")),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#f0f2f5")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
)
_LABELS: Final = TableStyle(
    [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
)
UNREADABLE: Final = Text("这份材料无法读出。", "This paper cannot be read.")
NOT_PRINTED: Final = Text("此类材料不能打印，见压缩包。", "Papers of this kind cannot be printed; see the archive.")


class Heading(Paragraph):  # type: ignore[misc]
    """A line that stands in the table of contents, at a level."""

    def __init__(self, text: str, *, level: int, style: str) -> None:
        super().__init__(escape(text), STYLES[style])
        self.level = level
        self.plain = text


class Place(Flowable):  # type: ignore[misc]
    """A page left free for one of another PDF; `placed` is told on which page it came to lie."""

    def __init__(self, *, placed: Callable[[int], None]) -> None:
        super().__init__()
        self.placed = placed

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """It fills what is left of the page."""
        return width, height

    def draw(self) -> None:
        """Nothing is drawn here: the page is set in afterwards."""
        self.placed(self.canv.getPageNumber())


class Foreign:
    """Pages of other PDFs and the pages of ours on which they are to be set."""

    def __init__(self) -> None:
        self.pages: dict[int, Any] = {}

    def places_for(self, content: bytes) -> Iterator[Flowable]:
        """A free page for each page of a PDF."""
        for page in PdfReader(io.BytesIO(content)).pages:
            yield PageBreak()
            yield Place(placed=lambda number, page=page: self._put(number, page))  # type: ignore[misc]

    def _put(self, number: int, page: Any) -> None:
        # Laid out several times until the contents' page numbers hold: the last time counts.
        for known in [known for known, there in self.pages.items() if there is page]:
            del self.pages[known]
        self.pages[number] = page


def text_block(words: str, *, style: str = "base") -> Paragraph:
    """Words as they were written, line by line."""
    return Paragraph("<br/>".join(escape(line) for line in words.splitlines()) or "&nbsp;", STYLES[style])


def item_blocks(volume: Volume, number: str, item: Item, *, foreign: Foreign) -> Iterator[Flowable]:
    """An item: its heading, what is known of it, its words, its table, its papers."""
    yield Heading(f"{number}　{volume.say(item.title)}", level=1, style="item")
    if item.lines:
        yield lines_block(volume, item.lines)
    if item.words.strip():
        yield Spacer(1, 2 * mm)
        yield text_block(item.words)
    if item.table is not None:
        yield Spacer(1, 2 * mm)
        yield table_block(volume, item.table)
    for place, paper in enumerate(item.papers, start=1):
        yield from paper_blocks(volume, paper_name(number, place, paper.media_type), paper, foreign=foreign)


def lines_block(volume: Volume, lines: tuple[tuple[Text, str], ...]) -> LongTable:
    """Labels with their values."""
    rows = [[text_block(volume.say(label), style="label"), text_block(value)] for label, value in lines]
    return LongTable(rows, colWidths=[32 * mm, WIDTH - 32 * mm], style=_LABELS)


def table_block(volume: Volume, table: Table) -> LongTable:
    """A table that may run over many pages, its head on each."""
    head = [text_block(volume.say(each), style="head") for each in table.head]
    rows = [[text_block(cell, style="cell") for cell in row] for row in table.rows]
    return LongTable([head, *rows], colWidths=[WIDTH / len(head)] * len(head), repeatRows=1, style=_GRID)


def paper_blocks(volume: Volume, name: str, paper: Paper, *, foreign: Foreign) -> Iterator[Flowable]:
    """A paper: a picture set in, a PDF page by page, a Word file as it reads; what cannot be shown is said."""
    yield Spacer(1, 2 * mm)
    yield text_block(volume.say(Text(f"附件 {name}", f"Paper {name}")), style="small")
    if paper.media_type in PICTURES:
        picture = clean_picture(paper.read())
        yield _picture(picture) if picture else text_block(volume.say(UNREADABLE), style="small")
    elif paper.media_type == PDF:
        content = clean_pdf(paper.read())
        if content is None:
            yield text_block(volume.say(UNREADABLE), style="small")
        else:
            yield from foreign.places_for(content)
    elif paper.media_type == WORD:
        yield from _word(volume, paper.read())
    else:
        yield text_block(volume.say(NOT_PRINTED), style="small")


def _picture(content: bytes) -> Image:
    image = Image(io.BytesIO(content))
    scale = min(WIDTH / image.imageWidth, (HEIGHT - 20 * mm) / image.imageHeight, 1.0)
    image.drawWidth, image.drawHeight = image.imageWidth * scale, image.imageHeight * scale
    return image


def _word(volume: Volume, content: bytes) -> Iterator[Flowable]:
    """A letter as it looks; what it holds that is not shown is said."""
    found = word_blocks(content, width=WIDTH)
    if found is None:
        yield text_block(volume.say(UNREADABLE), style="small")
        return
    blocks, omits = found
    if omits:
        yield text_block(volume.say(OMITS), style="small")
    yield from blocks
