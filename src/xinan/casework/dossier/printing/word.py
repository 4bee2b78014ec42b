"""A Word file as it is to look: the red head, the rule under it, the centred title, indented paragraphs, tables, the date at
the right (the lay-out of official letters, GB/T 9704-2012), set from what its paragraphs say of themselves.

Nothing here converts Word itself: pictures and text boxes are not shown, and it is said that they are left out.
"""

import io
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, LongTable, PageBreak, Paragraph, Spacer, TableStyle

from xinan.casework.dossier.printing.fonts import BOLD, REGULAR
from xinan.documents.preview import Grid, Line, preview_of
from xinan.kernel.text import Text

RED: Final = colors.HexColor("#c8102e")
OMITS: Final = Text(
    "原件中的图片未在此印出，见压缩包。", "Pictures of the original are not printed here; see the archive."
)
# Points and leading by the size that a paragraph has in the file (16 points, 三号, is the size of official letters' words).
_SIZES: Final = {"head": (26.0, 36.0), "large": (19.0, 28.0), "": (13.0, 22.0), "small": (10.5, 16.0)}
_CELL: Final = (10.5, 15.0)
_ALIGNED: Final = {"center": TA_CENTER, "right": TA_RIGHT, "justify": TA_JUSTIFY, "": TA_LEFT}
_CENTRED_FROM: Final = 2  # characters of indent that Chinese paragraphs begin with
_GRID: Final = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
)


def word_blocks(content: bytes, *, width: float) -> tuple[list[Flowable], bool] | None:
    """The letter on pages of its own, and whether something in it is not shown; None where it is no Word file."""
    try:
        preview = preview_of(content)
        heads = _page_heads(content)
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError):
        return None
    blocks: list[Flowable] = [PageBreak(), *(_line(Line((), align="center"), text=head) for head in heads)]
    for block in preview.blocks:
        blocks += _pieces(block, width=width)
    return [*blocks, PageBreak()], preview.omits


def _page_heads(content: bytes) -> list[str]:
    """What the file prints at the head of its first page."""
    section = next(iter(Document(io.BytesIO(content)).sections), None)
    header = section.header if section is not None else None
    return [line.text for line in header.paragraphs if line.text.strip()] if header is not None else []


def _pieces(block: Line | Grid, *, width: float) -> Iterator[Flowable]:
    if isinstance(block, Grid):
        if block.rows:
            yield Spacer(1, 2 * mm)
            yield _grid(block, width=width)
            yield Spacer(1, 2 * mm)
        return
    yield _line(block)
    if block.ruled:
        yield HRFlowable(width="100%", thickness=1.6, color=RED if _is_red(block) else colors.black, spaceAfter=4 * mm)


def _line(line: Line, *, text: str = "") -> Flowable:
    size, leading = _SIZES[line.size]
    if not (text or line.text).strip():
        return Spacer(1, leading * 0.7)
    style = ParagraphStyle(
        "word",
        fontName=REGULAR,
        fontSize=size,
        leading=leading,
        alignment=_ALIGNED[line.align],
        firstLineIndent=size * _CENTRED_FROM if line.indented else 0,
        wordWrap="CJK",
    )
    return Paragraph(escape(text) if text else _marked(line), style)


def _marked(line: Line) -> str:
    """The runs with their weight and colour."""
    said = []
    for piece in line.pieces:
        words = escape(piece.text).replace("\n", "<br/>").replace("\t", "&nbsp;" * 4)
        if piece.bold:
            words = f'<font name="{BOLD}">{words}</font>'
        said.append(f'<font color="{RED.hexval().replace("0x", "#")}">{words}</font>' if piece.red else words)
    return "".join(said)


def _grid(grid: Grid, *, width: float) -> LongTable:
    most = max(len(row) for row in grid.rows)
    rows = [[*([_cell(line) for line in cell] for cell in row), *[""] * (most - len(row))] for row in grid.rows]
    return LongTable(rows, colWidths=_widths(grid, most=most, width=width), style=_GRID)


def _cell(line: Line) -> Paragraph:
    size, leading = _CELL
    style = ParagraphStyle(
        "cell", fontName=REGULAR, fontSize=size, leading=leading, alignment=_ALIGNED[line.align], wordWrap="CJK"
    )
    return Paragraph(_marked(line) or "&nbsp;", style)


def _widths(grid: Grid, *, most: int, width: float) -> list[float]:
    """Columns by the longest words in them, none narrower than half an even share."""
    longest = [
        max((sum(len(line.text) for line in row[place]) for row in grid.rows if place < len(row)), default=1)
        for place in range(most)
    ]
    shares = [min(max(each, 2), 30) for each in longest]
    least = width / most / 2
    left = width - least * most
    return [least + left * share / sum(shares) for share in shares]


def _is_red(line: Line) -> bool:
    return any(piece.red for piece in line.pieces)
