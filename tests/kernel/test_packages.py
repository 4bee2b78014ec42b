"""Strangers' zip packages: opened within limits, and whatever is broken in them is told in one way."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinan.kernel.packages import BadPackage, opened_package

PARTS = {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"<row/>" * 500}
LIMITS = {"most_parts": 2, "largest": 3011}


def packed(parts: dict[str, bytes], *, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return buffer.getvalue()


def read(content: bytes, **limits: int) -> dict[str, bytes]:
    with opened_package(content, **{**LIMITS, **limits}) as package:
        return {name: package.read(name) for name in package.namelist()}


def refused(content: bytes, **limits: int) -> str:
    with pytest.raises(BadPackage) as refusal:
        read(content, **limits)
    return refusal.value.code


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_within_the_limits_is_read(how: int) -> None:
    assert read(packed(PARTS, how=how)) == PARTS


def test_one_part_or_one_byte_too_many_is_refused_before_anything_is_unpacked() -> None:
    content = packed(PARTS)
    assert refused(content, most_parts=1) == "unpacked"
    assert refused(content, largest=3010) == "unpacked"


def test_a_part_that_unpacks_to_more_than_it_declares_is_cut_and_refused() -> None:
    content = packed({"bomb": bytes(5_000_000)})
    declared = content.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 1000))
    assert declared.count(struct.pack("<I", 1000)) == 2
    assert refused(declared) == "damaged"


def test_an_encrypted_part_is_refused_as_such() -> None:
    content = bytearray(packed({"secret": b"words"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(content)) == "password"


def test_a_part_that_is_not_there_is_damage() -> None:
    with pytest.raises(BadPackage, match="damaged"), opened_package(packed(PARTS), **LIMITS) as package:
        package.read("xl/styles.xml")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]), st.data())
def test_bytes_changed_anywhere_are_read_or_refused_but_never_break_the_reader(how: int, data: st.DataObject) -> None:
    content = bytearray(packed(PARTS, how=how))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    found, code = {}, "damaged"
    try:
        found = read(bytes(content))
    except BadPackage as refusal:
        code = refusal.code
    assert code in {"damaged", "password", "unpacked"}
    assert sum(map(len, found.values())) <= LIMITS["largest"]
