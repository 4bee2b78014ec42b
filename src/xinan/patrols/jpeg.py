"""A photograph without what a camera writes into it: place, owner, time and thumbnails in EXIF and its kin. Pure.

The file is taken apart by its segments and put together from those that are needed to draw it; nothing else is copied, and
nothing after its end.
"""

from dataclasses import dataclass

from xinan.kernel.text import Text
from xinan.patrols.refusals import PhotoRefused

MOST_BYTES = 1_500_000
MOST_SIDE = 4096

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
# Frames (but not the tables that share their range), and what drawing needs: tables, restart interval, Adobe's colours.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NEEDED = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDD, 0xEE}
_RESTARTS = frozenset(range(0xD0, 0xD8))


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """The bytes that are kept, and the size of the picture."""

    content: bytes
    width: int
    height: int


def cleaned(content: bytes) -> CleanPhoto:
    """The photograph without metadata; PhotoRefused where it is none, is damaged, or is too large."""
    if len(content) > MOST_BYTES:
        raise PhotoRefused(
            "photo-too-large",
            Text(f"照片超过 {MOST_BYTES // 1000} KB。", f"The photograph is larger than {MOST_BYTES // 1000} KB."),
            Text("请在走访页面重新拍摄，页面会自动缩小。", "Take it again from the page, which makes it smaller."),
        )
    if content[:2] != b"\xff\xd8":
        raise _no_photo()
    kept, size, at = [b"\xff\xd8"], None, 2
    while True:
        marker, at = _marker(content, at)
        if marker == _EOI:
            break
        end = at + _length(content, at)
        if end > len(content):
            raise _no_photo()
        if marker in _FRAMES:
            size = _size(content[at:end])
        if marker == _SOS:
            end = _end_of_scan(content, end)
        if marker in _NEEDED or marker == _SOS:
            kept.append(b"\xff" + bytes([marker]) + content[at:end])
        at = end
    if size is None or len(kept) < 3:
        raise _no_photo()
    return CleanPhoto(b"".join(kept) + b"\xff\xd9", *size)


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """The marker at a place (fill bytes may precede it), and where it ends."""
    if content[at : at + 1] != b"\xff":
        raise _no_photo()
    while content[at : at + 1] == b"\xff":
        at += 1
    if at >= len(content) or content[at] in _RESTARTS or content[at] in (0, _SOI):
        raise _no_photo()
    return content[at], at + 1


def _length(content: bytes, at: int) -> int:
    length = int.from_bytes(content[at : at + 2], "big")
    if length < 2 or at + 2 > len(content):
        raise _no_photo()
    return length


def _size(frame: bytes) -> tuple[int, int]:
    """Width and height of a frame header."""
    if len(frame) < 7:
        raise _no_photo()
    height, width = int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[5:7], "big")
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE):
        raise PhotoRefused(
            "photo-side",
            Text(f"照片的边长应在 {MOST_SIDE} 像素以内。", f"A photograph has at most {MOST_SIDE} pixels a side."),
            Text("请在走访页面重新拍摄。", "Take it again from the page."),
        )
    return width, height


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the coded picture ends: at the first marker that is neither a stuffed byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise _no_photo()
        following = content[at + 1]
        if following == 0xFF:
            at += 1
        elif following == 0 or following in _RESTARTS:
            at += 2
        else:
            return at


def _no_photo() -> PhotoRefused:
    return PhotoRefused(
        "photo-not-jpeg",
        Text("文件不是完整的 JPEG 照片。", "The file is no complete JPEG photograph."),
        Text("请在走访页面拍照或从相册选取照片。", "Take a photograph, or choose one, from the page."),
    )
