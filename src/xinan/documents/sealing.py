"""What letters keep sealed: their fields, their files, their attachments."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from xinan.documents.models import Letter, LetterAttachment, LetterFile
from xinan.kernel.ciphers import Keyring
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.errors import Conflict
from xinan.kernel.text import Text

FIELDS, FILE, ATTACHMENT = "letter.fields", "letter.file", "letter.attachment"


def seal_fields(fields: Mapping[str, Any], *, keyring: Keyring) -> str:
    """The fields of a letter, as they are kept."""
    return keyring.seal(json.dumps(fields, ensure_ascii=False, sort_keys=True), context=FIELDS)


def fields_of(letter: Letter, *, keyring: Keyring) -> dict[str, Any]:
    """What a letter says, as `documents.fields.stored` made it."""
    found: dict[str, Any] = json.loads(keyring.open(letter.fields_sealed, context=FIELDS))
    return found


def seal_bytes(content: bytes, *, keyring: Keyring, context: str) -> str:
    """A file as it is kept."""
    return keyring.seal(base64.b64encode(content).decode(), context=context)


def content_of(file: LetterFile | LetterAttachment, *, keyring: Keyring) -> bytes:
    """The file as it was sealed; Conflict (`letter.file-changed`) where it is not the one whose digest was written down."""
    context = FILE if isinstance(file, LetterFile) else ATTACHMENT
    content = base64.b64decode(keyring.open(file.sealed, context=context))
    if sm3_hex(content) != file.digest:
        raise Conflict(
            "letter.file-changed",
            Text("文件与签发时的摘要不一致。", "The file is not the one whose digest was kept."),
            Text("请从备份恢复，并查明是谁改动了数据库。", "Restore it from a backup and find out who changed it."),
        )
    return content
