"""Photographs that a worker sends: few, of a kind that is looked at, sealed."""

from collections.abc import Sequence
from typing import Final

from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.procedures.given import SentProof
from xinan.web.proceedings.files import JPEG, PDF, PNG, BadProof, SentFile, sealed_proofs

MOST: Final = 5
_TAKEN: Final = frozenset({JPEG, PNG, PDF})


def sealed_photos(files: Sequence[SentFile], *, keyring: Keyring) -> list[SentProof]:
    """Each file sealed. Raises BadProof where there are too many, or one is too large or no photograph."""
    if len(files) > MOST:
        raise BadProof(
            "proof-too-many",
            Text(f"照片最多 {MOST} 张。", f"At most {MOST} photographs."),
            Text(
                "先交最要紧的几张，其余的办案人员会再要。",
                "Send the most telling ones; the officer will ask for the others.",
            ),
        )
    sealed = sealed_proofs(files, keyring=keyring)
    if any(each.media_type not in _TAKEN for each in sealed):
        raise BadProof(
            "proof-type",
            Text("有文件不是照片。", "One of the files is no photograph."),
            Text("只收照片（JPG、PNG）和 PDF。", "Photographs (JPG, PNG) and PDF are taken."),
        )
    return sealed
