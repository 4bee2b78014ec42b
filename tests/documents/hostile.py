"""Word files that are not what they seem, each made from a shipped template."""

import io
import zipfile
from collections.abc import Callable, Mapping

from docx import Document

from tools.letter_templates import FOLDER

REMINDER = (FOLDER / "reminder.docx").read_bytes()
RELATIONS = "word/_rels/document.xml.rels"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def with_parts(parts: Mapping[str, bytes], *, content: bytes = REMINDER) -> bytes:
    """The package with parts replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        kept = {name: source.read(name) for name in source.namelist()}
        for name, part in {**kept, **parts}.items():
            target.writestr(name, part)
    return made.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(REMINDER)) as source:
        return source.read(name)


def replaced(name: str, old: str, new: str) -> bytes:
    """A text of one part replaced, which must be there."""
    source = part(name).decode()
    assert old in source
    return with_parts({name: source.replace(old, new).encode()})


def saying(*lines: str, keep: bool = True) -> bytes:
    """The template with paragraphs added at its end; without its own text where not `keep`."""
    document = Document(io.BytesIO(REMINDER)) if keep else Document()
    for line in lines:
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def related(kind: str, target: str, *, external: bool = True) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    entry = (
        f'<Relationship Id="rId99" Target="{target}"{mode} '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
    )
    return replaced(RELATIONS, "</Relationships>", f"{entry}</Relationships>")


def field(instruction: str, *, split: bool = False) -> bytes:
    """A field of Word in the body, its instruction cut over two runs where `split`."""
    middle = len(instruction) // 2
    cut = (instruction[:middle], instruction[middle:]) if split else (instruction,)
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in cut)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return replaced("word/document.xml", "<w:sectPr", f"<w:p>{begin}{runs}{end}</w:p><w:sectPr")


def bomb() -> bytes:
    """Some hundred kilobytes that unpack to half a gigabyte."""
    return with_parts({"word/media/zero.xml": b"\0" * (512 * 1024 * 1024)})


def laughs() -> bytes:
    """A thousand million times the same entity."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY l0 "ha">{entities}]>'
    return with_parts(
        {
            "word/document.xml": f"{doctype}<w:document {_W}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>".encode()
        }
    )


def slow_tags() -> bytes:
    """Opening braces without end, over which a search goes back and forth."""
    return saying(*("{{" * 40_000 for _ in range(6)))


def macro_document() -> bytes:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return replaced("[Content_Types].xml", plain, kind)


# The code by which each is refused, and how it is made.
HOSTILE: dict[str, tuple[set[str], Callable[[], bytes]]] = {
    "a text file": ({"type"}, lambda: b"just words"),
    "an empty file": ({"type"}, lambda: b""),
    "half a package": ({"damaged"}, lambda: REMINDER[: len(REMINDER) // 2]),
    "a package of something else": ({"damaged"}, lambda: _zip({"a.txt": b"a"})),
    "a zip bomb": ({"unpacked"}, bomb),
    "too many parts": ({"unpacked"}, lambda: with_parts({f"word/media/{n}.txt": b"" for n in range(500)})),
    "nested entities": ({"entity"}, laughs),
    "a macro document": ({"macro"}, macro_document),
    "a program inside": ({"macro"}, lambda: with_parts({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})),
    "an embedded file": ({"embedded"}, lambda: with_parts({"word/embeddings/book.xlsx": b"PK"})),
    "a picture elsewhere": ({"external"}, lambda: related("image", "http://203.0.113.1/p.png")),
    "a link": ({"external"}, lambda: related("hyperlink", "https://example.com/")),
    "a template elsewhere": ({"external"}, lambda: related("attachedTemplate", "file://host/share/t.dotm")),
    "a foreign part": ({"embedded"}, lambda: related("aFChunk", "afchunk.mht", external=False)),
    "a field that reads elsewhere": ({"field"}, lambda: field('INCLUDETEXT "C:\\\\secret.txt"')),
    "a field cut in two": ({"field"}, lambda: field(" DDEAUTO c:\\\\windows\\\\cmd.exe ", split=True)),
    "a date that changes": ({"field"}, lambda: field("DATE")),
    "a class asked for": ({"forbidden"}, lambda: saying("{{ ''.__class__ }}")),
    "the way up from a field": ({"forbidden", "unknown"}, lambda: saying("{{ 文号.__class__.__mro__ }}")),
    "the way up from a row": ({"forbidden"}, lambda: saying("{% for 行 in 预警事项 %}{{ 行.__class__ }}{% endfor %}")),
    "an item asked for": ({"forbidden"}, lambda: saying("{{ 文号['__class__'] }}")),
    "a filter": ({"forbidden"}, lambda: saying("{{ 文号|attr('__class__') }}")),
    "a call": ({"forbidden"}, lambda: saying("{{ 文号.format(1) }}")),
    "globals": ({"unknown", "forbidden"}, lambda: saying("{{ cycler.__init__.__globals__ }}")),
    "an import": ({"forbidden"}, lambda: saying("{% import 'os' as os %}")),
    "an inclusion": ({"forbidden"}, lambda: saying("{% include '/etc/passwd' %}")),
    "a macro of its own": ({"forbidden"}, lambda: saying("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")),
    "a large product": ({"forbidden"}, lambda: saying("{{ 'a' * 1000000000 }}")),
    "an assignment": ({"forbidden"}, lambda: saying("{% set 文号 = '自编' %}")),
    "loops within loops": (
        {"forbidden"},
        lambda: saying("{% for a in 预警事项 %}{% for b in 预警事项 %}{{ a.名称 }}{% endfor %}{% endfor %}"),
    ),
    "an escape in the footer": (
        {"forbidden"},
        lambda: replaced("word/footer1.xml", "— ", "{{ ''.__class__.__base__.__subclasses__() }}"),
    ),
    "braces without end": ({"limits", "syntax"}, slow_tags),
    "a tag left open": ({"syntax"}, lambda: saying("{% if 文号 %}没有结束")),
}  # fmt: skip


def _zip(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return made.getvalue()
