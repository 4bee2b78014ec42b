"""Writes the Word files of the shipped letters, laid out as an official letter (GB/T 9704-2012).

`python -m tools.letter_templates` writes src/xinan/documents/defaults; `--check` compares. The same text gives the same bytes.
"""

import io
import sys
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tools.chromium import ROOT
from tools.letter_texts import TEXTS as PLAIN_TEXTS
from tools.letter_texts_casework import TEXTS as CASEWORK_TEXTS

FOLDER = ROOT / "src" / "xinan" / "documents" / "defaults"
TEXTS = {**PLAIN_TEXTS, **CASEWORK_TEXTS}
RED = RGBColor(0xD7, 0x00, 0x0F)
# The moment written into each package: its own would make every run another file.
STAMP = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Face:
    """A typeface by its size in points."""

    name: str
    size: float
    bold: bool = False
    colour: RGBColor | None = None


BODY = Face("仿宋_GB2312", 16)
HEADING = Face("黑体", 16)
TITLE = Face("方正小标宋简体", 22)
HEAD = Face("方正小标宋简体", 32, colour=RED)
NOTE = Face("仿宋_GB2312", 14)


def build(code: str) -> bytes:
    """The Word file of a kind of letter."""
    document = Document()
    page(document)
    head(document)
    for line in TEXTS[code]:
        put(document, line)
    closing(document)
    footer(document)
    return packed(document)


def page(document: WordDocument) -> None:
    """A4 with the margins of an official letter; the body's type and its line of 28 points."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(BODY.size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY.name)
    spacing = style.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
    document.core_properties.title = "{{ 标题 }}"
    document.core_properties.author = "薪安"
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(*STAMP)  # noqa: DTZ001


def head(document: WordDocument) -> None:
    """The office's name in red, the number, the red line below."""
    name = written(document, "{{ 发文机关 }}", HEAD, align=WD_ALIGN_PARAGRAPH.CENTER)
    name.paragraph_format.line_spacing = Pt(44)
    name.paragraph_format.space_after = Pt(22)
    number = written(document, "{{ 文号 }}", BODY, align=WD_ALIGN_PARAGRAPH.CENTER)
    rule_below(number)
    written(document, "", BODY)


def put(document: WordDocument, line: str) -> None:
    """One line of a text: `#` a title, `>` the addressee, `##` a heading, `{%p` a tag, else body."""
    if line.startswith("## "):
        indented(written(document, line[3:], HEADING))
    elif line.startswith("# "):
        title = written(document, line[2:], TITLE, align=WD_ALIGN_PARAGRAPH.CENTER)
        title.paragraph_format.line_spacing = Pt(34)
        title.paragraph_format.space_after = Pt(18)
    elif line.startswith("> "):
        written(document, line[2:], BODY)
    elif line.startswith("{%p"):
        written(document, line, BODY)
    else:
        indented(written(document, line, BODY, align=WD_ALIGN_PARAGRAPH.JUSTIFY))


def closing(document: WordDocument) -> None:
    """Who signs, when, and whom to call."""
    for _ in range(2):
        written(document, "", BODY)
    for text, right in (("{{ 发文机关 }}", 2), ("{{ 落款日期 }}", 4)):
        signed = written(document, text, BODY, align=WD_ALIGN_PARAGRAPH.RIGHT)
        signed.paragraph_format.right_indent = Pt(BODY.size * right)
        signed.paragraph_format.keep_with_next = text == "{{ 发文机关 }}"
    written(document, "", BODY)
    for line in (
        "{%p if 联系电话 %}",
        "（联系人：{{ 联系人 }}，联系电话：{{ 联系电话 }}{% if 单位地址 %}，地址：{{ 单位地址 }}{% endif %}）",
        "{%p endif %}",
    ):
        note = written(document, line, NOTE)
        if not line.startswith("{%p"):
            indented(note, size=NOTE.size)


def footer(document: WordDocument) -> None:
    """The page's number between dashes."""
    line = document.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    dressed(line.add_run("— "), NOTE)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line._p.append(field)
    dressed(line.add_run(" —"), NOTE)


def written(document: WordDocument, text: str, face: Face, *, align: WD_ALIGN_PARAGRAPH | None = None) -> Paragraph:
    """A paragraph in a typeface."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    if text:
        dressed(paragraph.add_run(text), face)
    return paragraph


def dressed(run: Run, face: Face) -> None:
    """The run in that typeface, Chinese characters too."""
    run.font.size, run.font.bold = Pt(face.size), face.bold
    if face.colour is not None:
        run.font.color.rgb = face.colour
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia",) if face.name == BODY.name else ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(script), face.name)


def indented(paragraph: Paragraph, *, size: float = BODY.size) -> None:
    """The first line two characters in."""
    paragraph.paragraph_format.first_line_indent = Pt(size * 2)
    paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")


def rule_below(paragraph: Paragraph) -> None:
    """The red line under the number."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", str(RED))):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def packed(document: WordDocument) -> bytes:
    """The package with fixed moments and a fixed order, without the thumbnail of python-docx's own template."""
    raw, clean = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return clean.getvalue()


def contents(package: bytes) -> dict[str, bytes]:
    """The parts of a package; its compression may differ between machines."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def behind(folder: Path = FOLDER) -> list[str]:
    """The committed files that are not what their texts give."""
    found = []
    for code in TEXTS:
        file = folder / f"{code}.docx"
        if not file.exists() or contents(file.read_bytes()) != contents(build(code)):
            found.append(file.name)
    return found


def main(arguments: list[str]) -> int:
    """Write the files, or say which are behind."""
    if "--check" in arguments:
        for name in behind():
            print(f"{name} is behind tools/letter_texts.py: run python -m tools.letter_templates")
        return 1 if behind() else 0
    FOLDER.mkdir(exist_ok=True)
    for code in TEXTS:
        (FOLDER / f"{code}.docx").write_bytes(build(code))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
