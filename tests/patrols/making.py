"""Officers, plans and visits for tests."""

import struct
from datetime import date, datetime
from uuid import uuid4

from tests.people.factories import AppointmentFactory, UserFactory
from xinan.kernel.ciphers import Keyring, generate_key
from xinan.kernel.clock import CHINA
from xinan.patrols.entries import Check, Entry, Finish, Position, Talk
from xinan.patrols.enums import Conclusion
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of

KEYS = Keyring.parse(generate_key("visits"))
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=CHINA)


def officer(role: str = "county_inspector", **post: object) -> tuple[User, Scope]:
    """Somebody with a post in Nanguan District, and what it opens."""
    user = UserFactory()
    AppointmentFactory(user=user, role=role, **{"region_code": "220102", **post})
    return user, scope_of(user, on=TODAY)


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of the day."""
    return datetime(2026, 11, 23, hour, minute, tzinfo=CHINA)


def check(item: str, answer: str, *, said_at: datetime = NOW, note: str = "", **details: object) -> Entry:
    """An answer of the checklist, under a number of its own."""
    return Entry(uuid4(), said_at, Check(item, answer, note, details))


def talk(asked: int, on_time: int, owed: int, *, months: int = 0, said_at: datetime = NOW) -> Entry:
    """A tally."""
    return Entry(uuid4(), said_at, Talk(asked, on_time, owed, months, withdrawn=False))


def position(lng: float = 125.36, lat: float = 43.86, *, accuracy: int = 12, said_at: datetime = NOW) -> Entry:
    """Where the phone is."""
    return Entry(uuid4(), said_at, Position(lng, lat, accuracy))


def finish(conclusion: str = "in_order", *, said_at: datetime = NOW) -> Entry:
    """The end."""
    return Entry(uuid4(), said_at, Finish(Conclusion(conclusion), ""))


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG file."""
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg(
    *, width: int = 16, height: int = 8, exif: bytes = b"", after: bytes = b"", scan: bytes = b"\x00\xff\x00\x12"
) -> bytes:
    """A file of a JPEG's shape: tables, a frame of that size, a scan; with metadata where given."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"".join(
        [
            b"\xff\xd8",
            segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            segment(0xE1, b"Exif\x00\x00" + exif) if exif else b"",
            segment(0xFE, exif) if exif else b"",
            segment(0xDB, b"\x00" + bytes(64)),
            segment(0xC0, frame),
            segment(0xC4, b"\x00" + bytes(17)),
            segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            scan,
            b"\xff\xd9",
            after,
        ]
    )
