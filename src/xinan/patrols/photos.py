"""Photographs of visits: as they are sent, sealed, and opened again."""

import base64
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from xinan.kernel.ciphers import Keyring
from xinan.patrols.entries import Position
from xinan.patrols.jpeg import CleanPhoto
from xinan.patrols.models import Visit, VisitPhoto
from xinan.patrols.visit_models import PHOTO_CONTEXT


@dataclass(frozen=True, slots=True)
class PhotoSent:
    """A photograph as a phone sends it: with a key of its own, its moment, and where it was taken if that is known."""

    key: UUID
    content: bytes
    taken_at: datetime
    item: str = ""
    position: Position | None = None


def kept_photo(visit: Visit, sent: PhotoSent, clean: CleanPhoto, *, now: datetime, keyring: Keyring) -> VisitPhoto:
    """Write a photograph down, sealed."""
    place = sent.position
    return VisitPhoto.objects.create(
        key=sent.key,
        visit=visit,
        item=sent.item,
        digest=sha256(clean.content).hexdigest(),
        size=len(clean.content),
        width=clean.width,
        height=clean.height,
        lng=place.lng if place else None,
        lat=place.lat if place else None,
        accuracy=place.accuracy if place else None,
        taken_at=sent.taken_at,
        received_at=now,
        content_sealed=keyring.seal(base64.b64encode(clean.content).decode(), context=PHOTO_CONTEXT),
    )


def opened_photo(photo: VisitPhoto, *, keyring: Keyring) -> bytes:
    """The JPEG in clear; raises TamperedToken where what is kept was changed."""
    return base64.b64decode(keyring.open(photo.content_sealed, context=PHOTO_CONTEXT))
