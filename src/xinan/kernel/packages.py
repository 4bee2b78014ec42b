"""Opening a zip package that a stranger sent (.xlsx, .docx) without unpacking more than its reader has room for."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

BEGINNING = b"PK\x03\x04"
# What the library raises for bytes that are no sound package, while it looks at the directory and while it unpacks.
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    ValueError,
)
_ENCRYPTED = 1


class BadPackage(Exception):
    """Why nothing is read from the package: `code` is `damaged`, `password` or `unpacked` (too many parts, too large)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@contextmanager
def opened_package(content: bytes, *, most_parts: int, largest: int) -> Iterator[zipfile.ZipFile]:
    """The package, to be read within the block; `largest` is in bytes, of all its parts unpacked.

    What the directory declares is the most that is read of a part: one that unpacks to more is cut, and fails its
    checksum. Raises BadPackage, also for what turns out broken within the block.

    >>> with opened_package(b"PK no more", most_parts=1, largest=1):
    ...     pass
    Traceback (most recent call last):
    xinan.kernel.packages.BadPackage: damaged
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if any(member.flag_bits & _ENCRYPTED for member in members):
                raise BadPackage("password")
            if len(members) > most_parts or sum(member.file_size for member in members) > largest:
                raise BadPackage("unpacked")
            yield package
    except _BROKEN as error:
        raise BadPackage("damaged") from error
