"""Which rows and columns of a worksheet its author has hidden. Runs in the process of `reading.child`.

The reader of cells does not say; so the parts of the package (or the records of an .xls) are looked through for the marks
alone. What is not well-formed has no marks: the worst that can come of it is that nothing is told about hidden rows.
"""

import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from xlrd.compdoc import CompDoc, CompDocError

from xinan.intake.reading.limits import LARGEST_UNPACKED, MOST_PARTS
from xinan.kernel.packages import BadPackage, opened_package

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]{0,2000}>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]{0,2000}>")
_HIDDEN = re.compile(rb"<(?:\w+:)?(row|col)\s((?:[^<>]{0,2000}\s)?hidden=\"(?:1|true)\"[^<>]{0,2000})>")
_ATTRIBUTE = re.compile(rb"([\w:]+)=\"([^\"]*)\"")
_CHUNK = 1 << 20
_LONGEST_TAG = 4096
_MOST_MARKS = 100_000
_LAST_COLUMN = 16_384
_BOUND_SHEET, _ROW, _COLUMNS, _BOF = 0x0085, 0x0208, 0x007D, 0x0809


@dataclass
class Hidden:
    """Numbers of hidden rows, and of hidden columns as (first, last); all from 1."""

    rows: list[int] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)


def hidden_in_package(content: bytes) -> dict[str, Hidden]:
    """Hidden rows and columns by worksheet, of an .xlsx."""
    try:
        with opened_package(content, most_parts=MOST_PARTS, largest=LARGEST_UNPACKED) as package:
            return {name: _of_part(package, part) for name, part in _parts(package)}
    except BadPackage:
        return {}


def _parts(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    targets = {}
    for found in _RELATION.finditer(_start_of(package, "xl/_rels/workbook.xml.rels")):
        said = _attributes(found[0])
        targets[said.get("Id", "")] = said.get("Target", "")
    parts = []
    for found in _SHEET.finditer(_start_of(package, "xl/workbook.xml")):
        said = _attributes(found[0])
        relation = next((value for name, value in said.items() if name.endswith(":id")), "")
        target = targets.get(relation, "")
        if target:
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            parts.append((unescape(said.get("name", "")), part))
    return parts


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace"): value.decode("utf-8", "replace") for name, value in _ATTRIBUTE.findall(tag)
    }


def _start_of(package: zipfile.ZipFile, part: str) -> bytes:
    with package.open(part) as stream:
        return stream.read(_CHUNK)


def _of_part(package: zipfile.ZipFile, part: str) -> Hidden:
    hidden = Hidden()
    for kind, said in _marks(package, part):
        if kind == b"row":
            hidden.rows.append(int(said.get("r", "0")))
        else:
            first, last = int(said.get("min", "0")), int(said.get("max", "0"))
            hidden.columns.append((first, min(last, _LAST_COLUMN)))
        if len(hidden.rows) + len(hidden.columns) > _MOST_MARKS:
            break
    return hidden


def _marks(package: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, dict[str, str]]]:
    rest = b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            if b'hidden="' in text:
                for found in _HIDDEN.finditer(text):
                    yield found[1], _attributes(found[2])
            cut = text.rfind(b"<", max(len(text) - _LONGEST_TAG, 0))
            rest = text[cut:] if cut >= 0 and b">" not in text[cut:] else b""


def hidden_in_xls(content: bytes) -> dict[str, Hidden]:
    """Hidden rows and columns by worksheet, of an Excel 97–2003 workbook."""
    try:
        stream = _xls_stream(content)
        return _of_records(stream) if stream else {}
    except (CompDocError, AssertionError, IndexError, ValueError, KeyError, struct.error, OverflowError):
        return {}


def _xls_stream(content: bytes) -> bytes | None:
    document = CompDoc(content, logfile=io.StringIO())
    stream: bytes | None = document.get_named_stream("Workbook") or document.get_named_stream("Book")
    return stream


def _of_records(stream: bytes) -> dict[str, Hidden]:
    names: dict[int, str] = {}
    found: dict[str, Hidden] = {}
    sheet = Hidden()
    for position, code, body in _records(stream):
        if code == _BOUND_SHEET and len(body) > 8:
            (start,) = struct.unpack_from("<I", body)
            names[start] = _short_text(body[6:])
        elif code == _BOF:
            sheet = found.setdefault(names[position], Hidden()) if position in names else Hidden()
        elif code == _ROW and len(body) >= 16 and body[12] & 0x20:
            sheet.rows.append(struct.unpack_from("<H", body)[0] + 1)
        elif code == _COLUMNS and len(body) >= 10 and body[8] & 0x01:
            first, last = struct.unpack_from("<HH", body)
            sheet.columns.append((first + 1, last + 1))
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    position = 0
    while position + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, position)
        yield position, code, stream[position + 4 : position + 4 + size]
        position += 4 + size


def _short_text(body: bytes) -> str:
    """A worksheet's name: its length, whether its characters take two bytes, the characters."""
    length, wide = body[0], body[1] & 1
    return body[2 : 2 + length * 2].decode("utf-16-le") if wide else body[2 : 2 + length].decode("latin-1")
