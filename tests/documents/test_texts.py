"""What every letter says, word for word, from its draft to the Word file that is sealed.

`XINAN_WRITE_SNAPSHOTS=1` writes the snapshots anew; read the difference before committing it.
"""

import io
import os
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document

from tests.documents.letters import FIELDS, drafted
from tools.letter_templates import behind
from xinan.documents.actions.download_letter import download_letter
from xinan.documents.actions.issue_letter import issue_letter
from xinan.documents.checking.guarded import check_template
from xinan.documents.checking.trial import text_of
from xinan.documents.fields import FieldKind
from xinan.documents.kinds import LetterKind, all_kinds
from xinan.documents.preview import Line, preview_of
from xinan.documents.rendering import sample_file
from xinan.documents.templates import default_template
from xinan.kernel.ciphers import Keyring
from xinan.people.models import User

SNAPSHOTS = Path(__file__).parent / "snapshots"


def by_code(kind: LetterKind) -> str:
    return kind.code


@pytest.mark.parametrize("kind", all_kinds(), ids=by_code)
def test_the_text_of_an_issued_letter(kind: LetterKind, officer: User, now: datetime, keyring: Keyring) -> None:
    letter = issue_letter(
        drafted(kind.code, by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring
    )
    said = text_of(download_letter(letter, by=officer, now=now, keyring=keyring)) + "\n"
    snapshot = SNAPSHOTS / f"{kind.code}.txt"
    if os.environ.get("XINAN_WRITE_SNAPSHOTS"):
        snapshot.write_text(said, encoding="utf-8")
    assert said == snapshot.read_text(encoding="utf-8")
    assert "南关人社监〔2026〕1号" in said


def test_every_kind_has_its_letter_and_every_letter_its_kind() -> None:
    codes = {kind.code for kind in all_kinds()}
    assert codes == set(FIELDS) == {file.stem for file in SNAPSHOTS.glob("*.txt")}


def test_the_committed_templates_are_those_of_their_texts() -> None:
    assert behind() == []


@pytest.mark.parametrize("kind", all_kinds(), ids=by_code)
def test_a_shipped_template_passes_its_own_check(kind: LetterKind) -> None:
    check_template(kind, file_name="标准.docx", content=default_template(kind).content)


@pytest.mark.parametrize("kind", all_kinds(), ids=by_code)
def test_a_sample_is_a_letter_as_word_opens_it(kind: LetterKind) -> None:
    document = Document(io.BytesIO(sample_file(default_template(kind), kind=kind)))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    title = next(each for each in document.paragraphs if each.text == kind.field_named("title").example)
    assert title.runs[0].font.size.pt == 22
    head = next(each for each in document.paragraphs if each.text)
    assert str(head.runs[0].font.color.rgb) == "D7000F"
    assert (
        document.styles["Normal"].element.rPr.rFonts.get(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
        )
        == "仿宋_GB2312"
    )


@pytest.mark.parametrize("kind", all_kinds(), ids=by_code)
def test_every_required_field_is_said_by_the_shipped_template(kind: LetterKind) -> None:
    with zipfile.ZipFile(io.BytesIO(default_template(kind).content)) as package:
        source = package.read("word/document.xml").decode()
    for field in kind.fields:
        if field.required and field.name not in ("project_id",):
            assert f" {field.label.zh}" in source, field.label.zh


@pytest.mark.parametrize("kind", all_kinds(), ids=by_code)
def test_the_preview_has_every_line_in_its_place(kind: LetterKind) -> None:
    made = sample_file(default_template(kind), kind=kind)
    preview = preview_of(made)
    lines = [block for block in preview.blocks if isinstance(block, Line)]
    assert "\n".join(line.text for line in lines).strip() == text_of(made).strip()
    assert not preview.omits
    head, number = (line for line in lines[:2])
    assert (head.size, head.align, head.pieces[0].red) == ("head", "center", True)
    assert number.ruled
    assert any(line.align == "right" and line.text == "2026年11月23日" for line in lines)


def test_the_clock_of_a_kind_stands_on_one_of_its_fields() -> None:
    for kind in all_kinds():
        if kind.clock:
            assert kind.field_named(kind.clock.field).kind in (FieldKind.DAY, FieldKind.LENGTH)
