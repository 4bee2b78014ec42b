"""The chain of a sealed file: digests over its records in order, and what differs from them later. Pure.

    digest of an entry = SM3(digest before ‖ salt ‖ canonical bytes)
    content of an entry = SM3(salt ‖ canonical bytes)

The first follows the digest of the chapter's head, which holds the number of the case, the chapter and the last digest of the
chapter before. Digests of short records (a name, a number) could be guessed from the digest alone: the salt, kept sealed,
prevents it, and without it nobody makes a chain that holds.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from xinan.casework.dossier.canonical import canonical
from xinan.kernel.ciphers.digests import sm3_hex


@dataclass(frozen=True, slots=True)
class Record:
    """One item of the file as it is: its key and its canonical bytes."""

    key: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as it was sealed."""

    position: int
    key: str
    content: str
    digest: str


class Kind(StrEnum):
    """How the file differs from its seal."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    MOVED = "moved"
    # The seal itself was tampered with: a row of it altered, taken out or put in.
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, and where: the key of the item; the position it was sealed at, 0 where it was not."""

    kind: Kind
    key: str
    position: int = 0


def head_of(*, number: str, chapter: int, previous: str) -> str:
    """The digest a chapter begins with; `previous` is the last digest of the chapter before, empty for the first."""
    return sm3_hex(canonical({"chapter": chapter, "number": number, "previous": previous}))


def chain(records: Sequence[Record], *, head: str, salt: bytes) -> list[Entry]:
    """The entries of a chapter, from position 1."""
    entries, digest = [], head
    for position, record in enumerate(records, start=1):
        digest = _digest(digest, record.content, salt=salt)
        entries.append(Entry(position, record.key, _content(record.content, salt=salt), digest))
    return entries


def last_digest(entries: Sequence[Entry], *, head: str) -> str:
    """The digest that stands for the whole chapter."""
    return entries[-1].digest if entries else head


def differences(
    records: Sequence[Record], entries: Sequence[Entry], *, head: str, salt: bytes, end: str
) -> list[Difference]:
    """Everything in which the file as it is (`records`) differs from the entries sealed, and what is wrong with the seal.

    `end` is the last digest as it was written down apart from the entries.
    """
    now = {record.key: record for record in records}
    found = list(_broken(now, entries, head=head, salt=salt, end=end))
    sealed = {entry.key: entry for entry in entries}
    for entry in entries:
        record = now.get(entry.key)
        if record is None:
            found.append(Difference(Kind.MISSING, entry.key, entry.position))
        elif _content(record.content, salt=salt) != entry.content:
            found.append(Difference(Kind.CHANGED, entry.key, entry.position))
    found += [Difference(Kind.ADDED, record.key) for record in records if record.key not in sealed]
    return found + [
        Difference(Kind.MOVED, key, sealed[key].position)
        for key in _moved([r.key for r in records if r.key in sealed], sealed)
    ]


def _broken(
    now: dict[str, Record], entries: Sequence[Entry], *, head: str, salt: bytes, end: str
) -> Iterator[Difference]:
    """Rows of the seal that do not follow from each other. A link of an item that has changed cannot be judged by itself:
    the digest after it still rests on it as it was written down."""
    before = head
    for position, entry in enumerate(entries, start=1):
        record = now.get(entry.key)
        same = record is not None and _content(record.content, salt=salt) == entry.content
        follows = not same or record is None or _digest(before, record.content, salt=salt) == entry.digest
        if entry.position != position or not follows:
            yield Difference(Kind.BROKEN, entry.key, position)
        before = entry.digest
    if before != end:
        yield Difference(Kind.BROKEN, "", len(entries))


def _moved(keys: Sequence[str], sealed: dict[str, Entry]) -> list[str]:
    """The fewest keys that have to move for the others to stand in the order in which they were sealed."""
    tails: list[int] = []
    best: list[int] = []
    places = [sealed[key].position for key in keys]
    for place in places:
        length = bisect_left(tails, place)
        tails[length : length + 1] = [place]
        best.append(length)
    wanted, kept, last = len(tails) - 1, set[int](), len(sealed) + 1
    for place, length in zip(reversed(places), reversed(best), strict=True):
        if length == wanted and place < last:
            kept.add(place)
            wanted, last = wanted - 1, place
    return [key for key, place in zip(keys, places, strict=True) if place not in kept]


def _content(content: bytes, *, salt: bytes) -> str:
    return sm3_hex(salt + content)


def _digest(before: str, content: bytes, *, salt: bytes) -> str:
    return sm3_hex(bytes.fromhex(before) + salt + content)
