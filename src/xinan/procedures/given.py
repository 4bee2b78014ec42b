"""What callers hand to the actions: openings, files, and what they get back about moves."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.procedures.enums import Access, ActorKind, Need

PROOF_CONTENT = "proof.content"
PROOF_NAME = "proof.name"


@dataclass(frozen=True, slots=True)
class Opening:
    """One thing to begin handling.

    `parties` name the firms concerned (`contractor:<code>`, `owner:<code>`, `bank:<code>`), `addressee_enterprise_id` the
    one that has to answer. `previous` is the proceeding of the episode before. `other` is kept with the opening step.
    `access` and `named` say to whom it is open (`set_access` changes it later).
    `state` begins elsewhere than the procedure's initial state (a warning that is raised as merged, say).
    """

    procedure: str
    subject_kind: str
    subject_id: str
    project_id: str = ""
    region_code: str = ""
    industry: str = ""
    link: str = ""
    level: str = ""
    holder_id: int | None = None
    holder_office_id: int | None = None
    addressee_enterprise_id: str = ""
    parties: tuple[str, ...] = ()
    previous_id: int | None = None
    state: str = ""
    reason: str = ""
    other: Mapping[str, object] = field(default_factory=dict)
    access: Access = Access.PLACE
    named: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SentProof:
    """A file sealed for keeping; made by `seal_proof`, so that no action needs the keyring."""

    name_sealed: str = field(repr=False)
    media_type: str
    size: int
    digest: str
    content_sealed: str = field(repr=False)
    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def seal_proof(
    name: str,
    content: bytes,
    *,
    media_type: str,
    keyring: Keyring,
    taken_at: datetime | None = None,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
) -> SentProof:
    """A file as it is kept: sealed with its name; `media_type` as found in the content, never as claimed."""
    return SentProof(
        name_sealed=keyring.seal(name, context=PROOF_NAME),
        media_type=media_type,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        content_sealed=keyring.seal(base64.b64encode(content).decode(), context=PROOF_CONTENT),
        taken_at=taken_at,
        latitude=latitude,
        longitude=longitude,
    )


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """A move out of the present state as a person may make it; `refused` says why not, None where they may."""

    code: str
    name: Text
    needs: tuple[Need, ...]
    letter: str
    closes_as: str
    hint: Text | None
    as_kind: ActorKind | None
    refused: Text | None


@dataclass(frozen=True, slots=True)
class Previewed:
    """What a bulk move would do to one proceeding: `why_not` is None where it would be made."""

    proceeding_id: int
    version: int
    why_not: Text | None

    @property
    def ok(self) -> bool:
        """Whether it would be made."""
        return self.why_not is None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a bulk move did to one proceeding."""

    proceeding_id: int
    why_not: Text | None = None
    remedy: Text | None = None

    @property
    def ok(self) -> bool:
        """Whether it was made."""
        return self.why_not is None
