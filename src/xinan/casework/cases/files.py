"""Files of a case: checked and sealed before any action sees them, opened only with a look written down."""

import base64
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from xinan.casework.cases.models import Case, CaseEntry, CaseFile, CaseTask
from xinan.kernel.ciphers import Keyring
from xinan.people.models import User
from xinan.procedures.given import PROOF_CONTENT, PROOF_NAME, SentProof

# Sealed as proofs are (procedures.given.seal_proof), so that one upload form serves both.
CONTENT: Final = PROOF_CONTENT
NAME: Final = PROOF_NAME


def keep_files(
    case: Case,
    files: Iterable[SentProof],
    *,
    by: User,
    now: datetime,
    task: CaseTask | None = None,
    entry: CaseEntry | None = None,
    of_answer: bool = False,
) -> list[CaseFile]:
    """The files, kept with the case, the task or the entry."""
    return CaseFile.objects.bulk_create(
        CaseFile(
            case=case,
            task=task,
            entry=entry,
            of_answer=of_answer,
            name_sealed=file.name_sealed,
            media_type=file.media_type,
            size=file.size,
            digest=file.digest,
            content_sealed=file.content_sealed,
            by=by,
            at=now,
        )
        for file in files
    )


def name_of(file: CaseFile, *, keyring: Keyring) -> str:
    """The name of a file in clear."""
    return keyring.open(file.name_sealed, context=NAME)


def content_of(file: CaseFile, *, keyring: Keyring) -> bytes:
    """What a file holds."""
    return base64.b64decode(keyring.open(file.content_sealed, context=CONTENT))
