"""Files that people send as proof: looked at for kind and size, then sealed before anything is kept."""

from collections.abc import Sequence
from typing import Final, Protocol

from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import InvalidValue
from xinan.kernel.packages import BEGINNING, BadPackage, opened_package
from xinan.kernel.text import Text
from xinan.procedures.given import SentProof, seal_proof

MOST_FILES: Final = 10
LARGEST: Final = 15 * 1024 * 1024
ACCEPT: Final = ".jpg,.jpeg,.png,.pdf,.xlsx,.xls,.docx"
JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
XLS: Final = "application/vnd.ms-excel"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What a file begins with says what it is; its name says nothing.
_BEGINNINGS: Final = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
_OLE = b"\xd0\xcf\x11\xe0"
# The main part of each kind of package.
_PACKAGES: Final = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}
# The streams that tell an old workbook from an old document or an encrypted package, as they stand in its directory.
_OLD_WORKBOOKS: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_OLD_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")
_LARGEST_UNPACKED: Final = 300 * 1024 * 1024
_MOST_PARTS: Final = 5_000
SUFFIXES: Final = {JPEG: ".jpg", PNG: ".png", PDF: ".pdf", XLS: ".xls", XLSX: ".xlsx", DOCX: ".docx"}


class SentFile(Protocol):
    """A file of a form."""

    name: str | None
    size: int | None

    def read(self) -> bytes:
        """Everything in it."""


class BadProof(InvalidValue):
    """A file that is not taken as proof; `what` says which and why."""


def sealed_proofs(files: Sequence[SentFile], *, keyring: Keyring) -> list[SentProof]:
    """Each file sealed. Raises BadProof where one is too large, of a kind that is not taken, or there are too many."""
    if len(files) > MOST_FILES:
        raise BadProof(
            "proof-too-many",
            Text(f"一次最多上传 {MOST_FILES} 个文件。", f"At most {MOST_FILES} files at a time."),
            Text("请分几次提交，或合并成一个 PDF。", "Send them in several goes, or as one PDF."),
        )
    return [_sealed(file, place=place, keyring=keyring) for place, file in enumerate(files, start=1)]


def _sealed(file: SentFile, *, place: int, keyring: Keyring) -> SentProof:
    if (file.size or 0) > LARGEST:
        limit = LARGEST // 1024 // 1024
        raise BadProof(
            "proof-large",
            Text(f"第 {place} 个文件超过 {limit} MB。", f"File number {place} is larger than {limit} MB."),
            Text("压缩照片或拆分文件后再上传。", "Make the photograph smaller or split the file."),
        )
    content = file.read()
    media_type = media_type_of(content)
    if not media_type:
        raise BadProof(
            "proof-type",
            Text(f"第 {place} 个文件不是可接受的类型。", f"File number {place} is of a kind that is not taken."),
            Text(
                "只接受照片（JPG、PNG）、PDF、Excel 和 Word（.docx）文件，不得含宏或加密。",
                "Photographs (JPG, PNG), PDF, Excel and Word (.docx) are taken, without macros and not encrypted.",
            ),
        )
    return seal_proof((file.name or "")[-120:], content, media_type=media_type, keyring=keyring)


def media_type_of(content: bytes) -> str:
    """What the bytes are; empty for what is not taken: programs, archives, files with macros, locked ones.

    >>> media_type_of(b"%PDF-1.7 ..."), media_type_of(b"MZ...")
    ('application/pdf', '')
    """
    for beginning, media_type in _BEGINNINGS:
        if content.startswith(beginning):
            return media_type
    if content.startswith(BEGINNING):
        return _package(content)
    if content.startswith(_OLE):
        return XLS if any(name in content for name in _OLD_WORKBOOKS) and _OLD_MACROS not in content else ""
    return ""


def _package(content: bytes) -> str:
    try:
        with opened_package(content, most_parts=_MOST_PARTS, largest=_LARGEST_UNPACKED) as package:
            names = set(package.namelist())
    except BadPackage:
        return ""
    if any(name.endswith("vbaProject.bin") for name in names):
        return ""
    return next((media_type for part, media_type in _PACKAGES.items() if part in names), "")
