"""Items and papers as a file is made of, without a database."""

import io
from datetime import UTC, date, datetime

from docx import Document
from PIL import Image
from PIL.ExifTags import Base
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from xinan.casework.dossier.items import Item, Paper, Part, Table
from xinan.casework.dossier.printing.volume import Volume
from xinan.kernel.text import Text


def photo(*, taken: str = "2026:10:05 07:31:00", device: str = "Planted-Phone-7") -> bytes:
    """A JPEG that says when, and with what, it was taken."""
    picture = Image.effect_noise((640, 480), 40).convert("RGB")
    exif = Image.Exif()
    exif[Base.Model], exif[Base.DateTime], exif[Base.Artist] = device, taken, "张三丰"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def pdf(*texts: str, author: str = "张三丰", size: tuple[float, float] = (420, 595)) -> bytes:
    """A PDF of some pages, with an author and a date of its own."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for text in texts:
        canvas.drawString(40, size[1] - 60, text)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    writer.add_metadata({"/Author": author, "/CreationDate": "D:20261005073100"})
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    done = io.BytesIO()
    writer.write(done)
    return done.getvalue()


def word(*lines: str) -> bytes:
    """A Word file of some paragraphs and a table."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "工资月份", "2026-09"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def paper(content: bytes, media_type: str) -> Paper:
    return Paper(media_type, len(content), lambda: content)


def item(key: str, part: Part = Part.PROCEEDINGS, **fields: object) -> Item:
    given: dict[str, object] = {
        "title": Text(f"条目 {key}", f"Item {key}"),
        "at": datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
        "sealed": {"said": key},
        **fields,
    }
    return Item(key=key, part=part, **given)  # type: ignore[arg-type]


def volume(*items: Item, **fields: object) -> Volume:
    given: dict[str, object] = {
        "title": Text("案　卷", "File"),
        "number": "吉薪案〔2026〕00012号",
        "made_on": date(2026, 11, 23),
        "items": items,
        **fields,
    }
    return Volume(**given)  # type: ignore[arg-type]


TABLE = Table(
    (Text("月份", "Month"), Text("应发", "Payable")), tuple((f"2026-{n:02}", f"{n * 1000:,}.00") for n in range(1, 13))
)
