"""A Word file as it reads: its paragraphs and tables in order, for showing in a browser.

Nothing converts Word to print here, so this is text with its weight, place and lines, not the page as Word sets it. What cannot
be shown (pictures, text boxes) is told, so that nobody takes the preview for the whole.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_ALIGN = {
    WD_ALIGN_PARAGRAPH.CENTER: "center",
    WD_ALIGN_PARAGRAPH.RIGHT: "right",
    WD_ALIGN_PARAGRAPH.JUSTIFY: "justify",
}
# From so many points on a line is a heading, or the office's name at the head.
_LARGE, _HEAD = 20.0, 28.0
_BODY = 16.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A run: its text, bold or not, red or not."""

    text: str
    bold: bool = False
    red: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph."""

    pieces: tuple[Piece, ...]
    align: str = ""
    size: str = ""
    indented: bool = False
    ruled: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells of lines."""

    rows: tuple[tuple[tuple[Line, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a Word file says. `omits` where it holds what cannot be shown here."""

    blocks: tuple[Line | Grid, ...]
    omits: bool = False


def preview_of(content: bytes) -> Preview:
    """The preview of a Word file of ours."""
    document = Document(io.BytesIO(content))
    blocks = tuple(_block(each) for each in document.iter_inner_content())
    body = document.element.body
    omits = any(True for _ in body.iter(qn("w:drawing"), qn("w:pict"), qn("w:object")))
    return Preview(_trimmed(blocks), omits)


def _trimmed(blocks: tuple[Line | Grid, ...]) -> tuple[Line | Grid, ...]:
    """Without the empty lines at the end."""
    last = len(blocks)
    while last and isinstance(blocks[last - 1], Line) and not blocks[last - 1].text.strip():  # type: ignore[union-attr]
        last -= 1
    return blocks[:last]


def _block(block: Paragraph | Table) -> Line | Grid:
    if isinstance(block, Paragraph):
        return _line(block)
    return Grid(tuple(tuple(tuple(_lines(cell.iter_inner_content())) for cell in row.cells) for row in block.rows))


def _lines(blocks: Iterable[Paragraph | Table]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _line(block)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from _lines(cell.iter_inner_content())


def _line(paragraph: Paragraph) -> Line:
    pieces = tuple(_piece(run) for run in paragraph.runs if run.text)
    alignment = paragraph.alignment
    indent = paragraph.paragraph_format.first_line_indent
    return Line(
        pieces,
        align=_ALIGN.get(alignment, "") if alignment is not None else "",
        size=_size(paragraph),
        indented=indent is not None and indent > 0,
        ruled=paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}") is not None,
    )


def _piece(run: Run) -> Piece:
    colour: Any = run.font.color.rgb if run.font.color is not None else None
    red = colour is not None and colour[0] > 0x99 and max(colour[1], colour[2]) < 0x55
    return Piece(run.text, bold=bool(run.bold), red=red)


def _size(paragraph: Paragraph) -> str:
    points = max((run.font.size.pt for run in paragraph.runs if run.font.size is not None), default=_BODY)
    return "head" if points >= _HEAD else "large" if points >= _LARGE else "small" if points < _BODY else ""
