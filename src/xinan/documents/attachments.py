"""Papers beside a letter: photos and PDFs, checked by content, sealed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from xinan.documents.enums import FileRole
from xinan.documents.models import Letter, LetterAttachment
from xinan.documents.sealing import ATTACHMENT, seal_bytes
from xinan.kernel.ciphers import Keyring
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.people.models import User

LARGEST = 10 * 1024 * 1024
MOST_FILES = 10
# What a file of each type begins with; its name is not believed.
_TYPES = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
_NAME = re.compile(r"[\x00-\x1f\\/:*?\"<>|]+")


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A file as it was sent."""

    name: str
    content: bytes


def media_type_of(paper: SentPaper) -> str:
    """PDF, JPEG or PNG; raises InvalidValue: `paper.type`, `paper.large`, `paper.empty`."""
    if not paper.content:
        raise _refused("empty", Text("文件是空的。", "The file is empty."))
    if len(paper.content) > LARGEST:
        raise _refused("large", Text(f"文件超过 {LARGEST // 1024 // 1024} MB。", "The file is too large."))
    found = next((kind for start, kind in _TYPES if paper.content.startswith(start)), None)
    if found is None:
        raise _refused("type", Text("文件不是照片或 PDF。", "It is neither a photo nor a PDF."))
    return found


def keep_papers(
    letter: Letter, papers: Sequence[SentPaper], *, role: FileRole, by: User, now: datetime, keyring: Keyring
) -> None:
    """Seal the papers beside the letter; none is kept where one is refused."""
    if len(papers) > MOST_FILES:
        raise _refused("many", Text(f"一次最多 {MOST_FILES} 个文件。", f"At most {MOST_FILES} files at a time."))
    types = [media_type_of(paper) for paper in papers]
    LetterAttachment.objects.bulk_create(
        LetterAttachment(
            letter=letter,
            role=role,
            name=_NAME.sub("_", paper.name)[-200:] or "file",
            media_type=kind,
            size=len(paper.content),
            digest=sm3_hex(paper.content),
            sealed=seal_bytes(paper.content, keyring=keyring, context=ATTACHMENT),
            by=by,
            at=now,
        )
        for paper, kind in zip(papers, types, strict=True)
    )


def _refused(code: str, what: Text) -> InvalidValue:
    return InvalidValue(
        f"paper.{code}",
        what,
        Text("请上传 JPG、PNG 照片或 PDF，每个不超过 10 MB。", "Send JPG or PNG photos or PDFs of at most 10 MB each."),
    )
