"""A photograph keeps its picture and loses what the camera wrote into it."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.patrols.making import jpeg, segment
from xinan.patrols.jpeg import MOST_BYTES, MOST_SIDE, cleaned
from xinan.patrols.refusals import PhotoRefused

SECRET = b"GPS 43.86N 125.35E owner=somebody"


def test_metadata_and_what_follows_the_end_are_gone() -> None:
    photo = cleaned(jpeg(width=1600, height=1200, exif=SECRET, after=b"<script>" + SECRET))
    assert SECRET not in photo.content
    assert b"Exif" not in photo.content
    assert b"<script>" not in photo.content
    assert (photo.width, photo.height) == (1600, 1200)
    assert photo.content.startswith(b"\xff\xd8")
    assert photo.content.endswith(b"\xff\xd9")


def test_a_clean_photograph_stays_as_it_is() -> None:
    once = cleaned(jpeg(exif=SECRET))
    assert cleaned(once.content) == once


@given(kinds=st.lists(st.sampled_from([*range(0xE1, 0xEE), 0xEF, 0xFE]), max_size=5), content=st.binary(max_size=40))
@settings(deadline=None)
def test_no_segment_of_an_application_survives(kinds: list[int], content: bytes) -> None:
    content = b"\x01KEEPOUT" + content
    extra = b"".join(segment(kind, content) for kind in kinds)
    plain = jpeg()
    assert cleaned(plain[:2] + extra + plain[2:]) == cleaned(plain)


@given(cut=st.integers(0, 400), content=st.binary(max_size=600))
@settings(max_examples=200, deadline=None)
def test_what_is_no_photograph_is_refused_not_crashed_on(cut: int, content: bytes) -> None:
    whole = jpeg(exif=SECRET)
    for broken in (whole[: min(cut, len(whole) - 1)], b"\xff\xd8" + content[:2].replace(b"\xff", b"\x00") + content):
        with pytest.raises(PhotoRefused):
            cleaned(broken)


def test_a_marker_within_the_picture_is_not_its_end() -> None:
    scan = b"\x11\xff\x00\x22\xff\xd3\x33\xff\xff\x00\x44"
    assert scan in cleaned(jpeg(scan=scan)).content


@pytest.mark.parametrize(
    ("photo", "code"),
    [
        (jpeg(after=b"x" * MOST_BYTES), "photo-too-large"),
        (jpeg(width=MOST_SIDE + 1), "photo-side"),
        (jpeg(height=0), "photo-side"),
        (b"GIF89a" + bytes(40), "photo-not-jpeg"),
        (b"\xff\xd8" + segment(0xDA, b"\x01") + b"\xff\xd9", "photo-not-jpeg"),
        (b"\xff\xd8\xff\xc0" + struct.pack(">H", 1) + b"\xff\xd9", "photo-not-jpeg"),
    ],
)
def test_what_is_refused_says_why(photo: bytes, code: str) -> None:
    with pytest.raises(PhotoRefused) as refused:
        cleaned(photo)
    assert refused.value.code == code
