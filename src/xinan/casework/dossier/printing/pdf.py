"""A volume as one PDF: cover, table of contents with page numbers, items, and the papers that belong to them."""

import io
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any, Final

from pypdf import PdfReader, PdfWriter, Transformation
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Spacer
from reportlab.platypus.tableofcontents import TableOfContents

from xinan.casework.dossier.printing.blocks import (
    HEIGHT,
    STYLES,
    WIDTH,
    Foreign,
    Heading,
    item_blocks,
    lines_block,
    text_block,
)
from xinan.casework.dossier.printing.fonts import REGULAR, register_fonts
from xinan.casework.dossier.printing.volume import Progress, Volume
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text

_LEFT: Final = 25 * mm  # room to bind it
_BOTTOM: Final = 20 * mm
_CONTENTS: Final = Text("目　录", "Contents")
_PAGE: Final = Text("第 {page} 页", "Page {page}")


def print_pdf(volume: Volume, *, progress: Progress = lambda done, total: None) -> bytes:
    """The PDF. Its metadata hold the title and the day it was made, and nobody's name."""
    register_fonts()
    foreign = Foreign()
    out = io.BytesIO()
    _Printer(out, volume=volume).multiBuild(list(_story(volume, foreign=foreign, progress=progress)))
    return _finished(out.getvalue(), volume=volume, foreign=foreign)


class _Printer(BaseDocTemplate):  # type: ignore[misc]
    """Lays pages out, tells headings to the table of contents and to the outline."""

    def __init__(self, out: io.BytesIO, *, volume: Volume) -> None:
        # invariant: no moment of its making goes into it, nor a number made from one.
        super().__init__(out, pagesize=A4, invariant=1, title=volume.number, author="", creator="", subject="")
        frame = Frame(_LEFT, _BOTTOM, WIDTH, HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        self.volume = volume
        self.headings = 0
        self.addPageTemplates([PageTemplate("page", [frame], onPageEnd=self._foot)])

    def beforeDocument(self) -> None:
        """Each time it is laid out, headings are numbered anew."""
        self.headings = 0

    def afterFlowable(self, flowable: Flowable) -> None:
        """A heading was set on a page."""
        if isinstance(flowable, Heading):
            key = f"h{self.headings}"
            self.headings += 1
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.plain, key, level=flowable.level, closed=flowable.level == 0)
            self.notify("TOCEntry", (flowable.level, flowable.text, self.page, key))

    def _foot(self, canvas: Any, _document: Any) -> None:
        canvas.setFont(REGULAR, 8)
        canvas.drawString(_LEFT, 12 * mm, self.volume.number)
        canvas.drawRightString(_LEFT + WIDTH, 12 * mm, self.volume.say(_PAGE).format(page=canvas.getPageNumber()))


def _story(volume: Volume, *, foreign: Foreign, progress: Progress) -> Iterator[Flowable]:
    yield Spacer(1, 55 * mm)
    yield text_block(volume.say(volume.title), style="title")
    yield text_block(volume.number, style="number")
    yield Spacer(1, 30 * mm)
    if volume.notes:
        yield lines_block(volume, volume.notes)
    yield PageBreak()
    yield text_block(volume.say(_CONTENTS), style="part")
    yield _contents()
    last, total = "", len(volume.items)
    for done, (number, item) in enumerate(volume.numbered(), start=1):
        if item.part != last:
            last = item.part
            yield PageBreak()
            yield Heading(f"{number.split('-')[0]}　{volume.part_title(item)}", level=0, style="part")
        yield from item_blocks(volume, number, item, foreign=foreign)
        progress(done, total)


def _contents() -> TableOfContents:
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [
        STYLES["base"].clone("toc0", spaceBefore=6, fontSize=11, rightIndent=12 * mm),
        STYLES["base"].clone("toc1", leftIndent=6 * mm, rightIndent=12 * mm, fontSize=9.5, leading=14),
    ]
    return contents


def _finished(content: bytes, *, volume: Volume, foreign: Foreign) -> bytes:
    """With the pages of other PDFs set into their places, and the metadata that it is to have."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    for number, page in foreign.pages.items():
        _set_in(writer.pages[number - 1], page)
    made = datetime.combine(volume.made_on, time(), CHINA)
    writer.metadata = {"/Title": volume.number, "/CreationDate": f"D:{made:%Y%m%d%H%M%S}+08'00'"}
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _set_in(page: Any, other: Any) -> None:
    box = other.cropbox
    scale = min(WIDTH / float(box.width), HEIGHT / float(box.height), 1.0)
    left = _LEFT + (WIDTH - float(box.width) * scale) / 2
    bottom = _BOTTOM + (HEIGHT - float(box.height) * scale) / 2
    moved = Transformation().translate(-float(box.left), -float(box.bottom)).scale(scale).translate(left, bottom)
    page.merge_transformed_page(other, moved)
