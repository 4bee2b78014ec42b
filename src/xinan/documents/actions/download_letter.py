"""Hands out the Word file of a letter or a paper beside it; who took it is written down first."""

from datetime import datetime

from django.db import transaction

from xinan.documents.enums import EventKind
from xinan.documents.models import Letter, LetterAttachment
from xinan.documents.rendering import draft_file
from xinan.documents.sealing import content_of
from xinan.documents.story import write_down
from xinan.kernel.ciphers import Keyring
from xinan.people.models import User


@transaction.atomic
def download_letter(letter: Letter, *, by: User, now: datetime, keyring: Keyring) -> bytes:
    """The sealed file as it was issued; of a draft, the file as it stands. Whether `by` may see it, the caller has asked."""
    if not letter.number:
        return draft_file(letter, keyring=keyring, now=now)
    write_down(letter, EventKind.DOWNLOADED, by=by, now=now, note=letter.number)
    return content_of(letter.file, keyring=keyring)


@transaction.atomic
def download_attachment(attachment: LetterAttachment, *, by: User, now: datetime, keyring: Keyring) -> bytes:
    """A paper beside a letter."""
    write_down(attachment.letter, EventKind.DOWNLOADED, by=by, now=now, note=attachment.name)
    return content_of(attachment, keyring=keyring)
