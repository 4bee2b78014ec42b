"""The PDF and the archive hold what the file holds, in order, with a true table of contents, and nothing beside it."""

import csv
import io
import re
import zipfile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt, RGBColor
from PIL import Image
from pypdf import PdfReader

from tests.casework.dossier.made import TABLE, item, paper, pdf, photo, volume
from xinan.casework.dossier.items import Part
from xinan.casework.dossier.printing.archive import pack
from xinan.casework.dossier.printing.blocks import WORD
from xinan.casework.dossier.printing.cleaning import clean_pdf, clean_picture
from xinan.casework.dossier.printing.pdf import print_pdf
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.text import Text

WORDS = "南关区工地拖欠九月工资，<b>不是</b>标签 & 也不是 =公式。\n第二行"


@pytest.fixture(scope="module")
def printed() -> PdfReader:
    """A file of four parts with papers of every kind."""
    made = volume(
        item("case:1", Part.COVER, lines=((Text("案号", "Number"), "吉薪案〔2026〕00012号"),)),
        item("step:1", words=WORDS, papers=(paper(photo(), "image/jpeg"), paper(pdf("ONE", "TWO"), "application/pdf"))),
        item("step:2", papers=(paper(b"not a picture", "image/png"), paper(b"%PDF-broken", "application/pdf"))),
        item("letter:1", Part.LETTERS, papers=(paper(b"\x00" * 20, "audio/mpeg"), paper(b"no Word file", WORD))),
        item("wages:1", Part.FACTS, table=TABLE),
        notes=((Text("生成", "Made"), "2026-11-23"),),
    )
    return PdfReader(io.BytesIO(print_pdf(made)))


def texts(reader: PdfReader) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]


def test_everything_stands_in_it_in_order(printed: PdfReader) -> None:
    whole = "".join(texts(printed)[2:])
    found = [
        whole.index(words)
        for words in ("案件登记", "条目step:1", "ONE", "TWO", "条目step:2", "条目letter:1", "2026-12")
    ]
    assert found == sorted(found)
    assert "<b>不是</b>标签&也不是=公式。第二行" in whole
    assert whole.count("这份材料无法读出。") == 3
    assert whole.count("此类材料不能打印，见压缩包。") == 1


def test_the_table_of_contents_names_the_pages(printed: PdfReader) -> None:
    pages = texts(printed)
    lines = re.sub(r"[ \u3000]", "", printed.pages[1].extract_text(extraction_mode="layout")).splitlines()
    titles = ("1-1条目case:1", "2-1条目step:1", "2-2条目step:2", "3-1条目letter:1", "4-1条目wages:1")
    for title in titles:
        page = next(at for at, text in enumerate(pages, start=1) if at > 2 and title in text)
        assert any(re.fullmatch(rf"{title}\.+{page}", line) for line in lines), (title, page, lines)


def test_the_outline_leads_where_it_says(printed: PdfReader) -> None:
    pages = texts(printed)
    flat = [entry for part in printed.outline for entry in (part if isinstance(part, list) else [part])]
    assert len(flat) == 9  # four parts, five items
    for entry in flat:
        page = printed.get_destination_page_number(entry)
        assert page is not None
        assert re.sub(r"\s", "", str(entry.title)) in pages[page]


def test_pages_of_other_files_are_set_into_their_places(printed: PdfReader) -> None:
    pages = texts(printed)
    places = [next(at for at, text in enumerate(pages) if word in text) for word in ("ONE", "TWO")]
    assert places[1] == places[0] + 1
    assert all(f"第{place + 1}页" in pages[place] for place in places)  # our own foot stands under them
    assert all(float(page.mediabox.width) == pytest.approx(595.28, abs=0.1) for page in printed.pages)


def test_the_typeface_is_inside(printed: PdfReader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()["/FontDescriptor"].get_object()
        for page in printed.pages[:2]
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
        if "NotoSans" in str(font.get_object()["/BaseFont"])
    }
    assert fonts
    assert all("/FontFile2" in descriptor for descriptor in fonts.values())


def official_letter() -> bytes:
    """As offices write them: a red head with a rule, a centred title, an indented paragraph, a table, the date at the right."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "编号：吉人社监〔2026〕7号"
    head, title, words, date_line = (document.add_paragraph() for _ in range(4))
    run = head.add_run("某县劳动保障监察局文件")
    run.font.size, run.font.color.rgb = Pt(30), RGBColor(0xE0, 0, 0)
    head.alignment = title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    border = OxmlElement("w:pBdr")
    border.append(OxmlElement("w:bottom"))
    head._p.get_or_add_pPr().append(border)
    title.add_run("责令改正决定书").bold = True
    words.add_run("你单位应于收到之日起五日内支付。" * 12)
    words.paragraph_format.first_line_indent = Pt(32)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (*table.rows[0].cells, *table.rows[1].cells), ("月份", "金额", "2026-09", "8,000.00"), strict=True
    ):
        cell.text = text
    date_line.add_run("二〇二六年十一月二十三日")
    date_line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_letter_is_set_as_an_official_letter_on_a_page_of_its_own() -> None:
    made = volume(item("letter:1", Part.LETTERS, papers=(paper(official_letter(), WORD),)), item("step:9"))
    reader = PdfReader(io.BytesIO(print_pdf(made)))
    page = next(each for each in reader.pages if "责令改正决定书" in each.extract_text())
    said: dict[str, tuple[float, float]] = {}

    def see(text: str, cm: list[float], matrix: list[float], _font: object, size: float) -> None:
        for words in ("编号：", "某县", "责令改正", "你单位", "月份", "8,000.00", "二〇二六"):
            if words in text and words not in said:
                said[words] = (round(cm[4] + matrix[4]), round(size))

    page.extract_text(visitor_text=see)
    assert set(said) == {"编号：", "某县", "责令改正", "你单位", "月份", "8,000.00", "二〇二六"}
    assert said["某县"][1] > said["责令改正"][1] >= said["你单位"][1] > said["月份"][1]
    left = 25 * 72 / 25.4
    assert said["责令改正"][0] > left + 100  # centred
    assert said["你单位"][0] > left + 20  # two characters in
    assert said["二〇二六"][0] > said["责令改正"][0]  # at the right
    assert said["8,000.00"][0] > said["月份"][0]
    assert "条目step:9" not in re.sub(r"\s", "", page.extract_text())  # nothing else stands on it


def test_the_metadata_hold_the_day_it_was_made_and_nobody(printed: PdfReader) -> None:
    assert printed.metadata is not None
    kept = {key: str(value) for key, value in printed.metadata.items() if str(value).strip()}
    assert kept == {"/Title": "吉薪案〔2026〕00012号", "/CreationDate": "D:20261123000000+08'00'"}
    raw = io.BytesIO()
    assert printed.stream is not None
    printed.stream.seek(0)
    raw.write(printed.stream.read())
    for planted in (
        b"Planted-Phone",
        b"2026:10:05",
        b"20261005",
        b"app.alert",
        "张三丰".encode("utf-16-be"),
        "张三丰".encode(),
    ):
        assert planted not in raw.getvalue()


def test_the_same_file_printed_twice_is_the_same_bytes() -> None:
    made = volume(item("step:1", words=WORDS), item("wages:1", Part.FACTS, table=TABLE))
    assert print_pdf(made) == print_pdf(made)


def test_a_file_of_hundreds_of_items_is_printed() -> None:
    made = volume(*(item(f"step:{number}", words=WORDS) for number in range(300)))
    steps: list[tuple[int, int]] = []
    reader = PdfReader(io.BytesIO(print_pdf(made, progress=lambda done, total: steps.append((done, total)))))
    assert steps == [(number, 300) for number in range(1, 301)]
    assert "条目step:299" in "".join(texts(reader)[-3:])


def archive() -> zipfile.ZipFile:
    made = volume(
        item("step:1", words=WORDS, papers=(paper(photo(), "image/jpeg"), paper(pdf("ONE"), "application/pdf"))),
        item("step:2", title=Text("=1+1", "=1+1")),
    )
    return zipfile.ZipFile(io.BytesIO(pack(made, chain=[(1, "step:1", "aa", "bb")])))


def test_the_archive_holds_index_contents_papers_and_digests() -> None:
    with archive() as opened:
        assert set(opened.namelist()) == {
            "index.html", "contents.csv", "seal.csv", "digests.csv", "papers/1-1-1.jpg", "papers/1-1-2.pdf",
        }  # fmt: skip
        page = opened.read("index.html").decode()
        assert "&lt;b&gt;不是&lt;/b&gt;" in page
        assert 'href="papers/1-1-1.jpg"' in page
        rows = list(csv.reader(io.StringIO(opened.read("contents.csv").decode("utf-8-sig"))))
        assert [row[0] for row in rows[1:]] == ["1-1", "1-2"]
        assert rows[2][2] == "'=1+1"  # no formula
        digests = list(csv.reader(io.StringIO(opened.read("digests.csv").decode("utf-8-sig"))))[1:]
        assert {row[0] for row in digests} == set(opened.namelist()) - {"digests.csv"}
        assert all(sm3_hex(opened.read(name)) == digest for name, _, digest in digests)


def test_nothing_in_the_archive_says_when_its_papers_were_made() -> None:
    with archive() as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(2026, 11, 23, 0, 0, 0)}
        with Image.open(io.BytesIO(opened.read("papers/1-1-1.jpg"))) as picture:
            assert not picture.getexif()
        inside = PdfReader(io.BytesIO(opened.read("papers/1-1-2.pdf")))
        assert not {key for key in (inside.metadata or {}) if key != "/Producer"}
        assert "ONE" in inside.pages[0].extract_text()
        whole = b"".join(opened.read(name) for name in opened.namelist())
    assert b"20261005" not in whole
    assert b"app.alert" not in whole


def test_what_cannot_be_read_is_none() -> None:
    assert clean_picture(b"nothing") is None
    assert clean_pdf(b"%PDF-1.4 nothing") is None
    assert clean_pdf(b"") is None
