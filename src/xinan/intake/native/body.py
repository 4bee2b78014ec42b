"""A body as it comes over the wire: read piece by piece, unpacked, counted, digested; never held whole."""

import io
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import Protocol

from xinan.intake.native.errors import (
    LARGEST_BODY,
    LONGEST_LINE,
    UnsupportedBody,
    broken,
    long_line,
    not_utf8,
    too_large,
)
from xinan.kernel.text import Text

_PIECE = 1024 * 1024
_GZIP = 31  # zlib's number for a gzip wrapper


class Readable(Protocol):
    """What a body is read from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


class Body(io.RawIOBase):
    """The bytes of a body, unpacked where `encoding` says gzip. `expected` is the Content-Length, None where unknown.

    Raises UnusableBody, TooLargeBody and UnsupportedBody from whatever reads it. `digest` is of the bytes as sent, and
    complete only once everything has been read.
    """

    def __init__(self, source: Readable, *, encoding: str = "", expected: int | None = None) -> None:
        super().__init__()
        if encoding not in {"", "identity", "gzip"}:
            raise UnsupportedBody(
                "body.packing",
                Text(f"不支持压缩方式“{encoding[:20]}”。", f"Content-Encoding “{encoding[:20]}” is not read."),
                Text("请用 gzip，或不压缩。", "Use gzip, or none."),
            )
        self._source, self._expected = source, expected
        self._unpacker = zlib.decompressobj(_GZIP) if encoding == "gzip" else None
        self._hash = sha256()
        self._sent = self._unpacked = 0
        self._left = b""
        self._open = False  # a gzip member has begun and not ended

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes as sent, in hexadecimal."""
        return self._hash.hexdigest()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        """Fill `buffer` as far as there is something; 0 at the end."""
        piece = self._piece(len(buffer))
        self._unpacked += len(piece)
        if self._unpacked > LARGEST_BODY:
            raise too_large()
        buffer[: len(piece)] = piece
        return len(piece)

    def finish(self) -> str:
        """Read what is left without looking at it; the digest of the whole."""
        while self._received(_PIECE):
            pass
        return self.digest

    def _piece(self, size: int) -> bytes:
        if self._unpacker is None:
            return self._received(size)
        while True:
            packed = self._left or self._received(min(size, _PIECE))
            if not packed and not self._open:
                return b""
            if self._unpacker.eof:
                # Another member of the same stream, as `cat a.gz b.gz` makes it.
                self._unpacker = zlib.decompressobj(_GZIP)
            try:
                piece = self._unpacker.decompress(packed, size)
            except zlib.error as error:
                raise _bad_gzip() from error
            self._open = not self._unpacker.eof
            self._left = self._unpacker.unconsumed_tail if self._open else self._unpacker.unused_data
            if piece:
                return piece
            if not packed and self._open:
                raise _bad_gzip()

    def _received(self, size: int) -> bytes:
        try:
            piece = self._source.read(size)
        except OSError as error:
            raise _broken_off() from error
        self._hash.update(piece)
        self._sent += len(piece)
        if not piece and size and self._expected is not None and self._sent < self._expected:
            raise _broken_off()
        return piece


def line_blocks(body: Readable) -> Iterator[tuple[int, bytes]]:
    """The body in pieces of whole lines, each with the number of its first line, from 1; all of it is UTF-8."""
    number, rest = 1, b""
    while piece := body.read(_PIECE):
        end = piece.rfind(b"\n") + 1
        if not end:
            rest += piece
            if len(rest) > LONGEST_LINE:
                raise long_line(number)
            continue
        block = rest + piece[:end]
        rest = piece[end:]
        _check_block(block, number)
        yield number, block
        number += block.count(b"\n")
        if len(rest) > LONGEST_LINE:
            raise long_line(number)
    if rest:
        _check_block(rest, number)
        yield number, rest


def _check_block(block: bytes, number: int) -> None:
    try:
        block.decode()
    except UnicodeDecodeError:
        raise not_utf8() from None  # its message holds the bytes
    if len(block) > LONGEST_LINE and max(map(len, block.split(b"\n"))) > LONGEST_LINE:
        raise long_line(number)


def _broken_off() -> Exception:
    return broken(
        Text("连接在内容传完之前中断。", "The connection broke off before the whole body had come."), code="incomplete"
    )


def _bad_gzip() -> Exception:
    return broken(Text("gzip 内容已损坏或不完整。", "The gzip body is damaged or incomplete."), code="gzip")
