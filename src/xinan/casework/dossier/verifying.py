"""Whether a file still is what was sealed, chapter by chapter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from xinan.casework.cases.models import Case
from xinan.casework.dossier.actions.seal_case import SALT
from xinan.casework.dossier.chain import Difference, Entry, Kind, differences, head_of, last_digest
from xinan.casework.dossier.file import sealed_items
from xinan.casework.dossier.models import Seal
from xinan.kernel.ciphers import Keyring
from xinan.kernel.ciphers.errors import TamperedToken


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look found: the last chapter, how many items the file holds, what differs from the seal.

    `ok`: nothing does. A case that was reopened goes on after its seal: what was added since is told as such.
    """

    seal: Seal
    items: int
    differences: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        """Whether the file is as it was sealed."""
        return not self.differences


def verify(case: Case, *, now: datetime, keyring: Keyring) -> Verified | None:
    """The file against its last chapter, and every chapter against the one before; None where it was never sealed."""
    # As it stands in the database: the caller's copy may be older than what was done to it.
    case = Case.objects.select_related("office", "project", "employer").get(pk=case.pk)
    seals = list(Seal.objects.filter(case=case).prefetch_related("entries").order_by("chapter"))
    if not seals:
        return None
    last, records = seals[-1], [item.record for item in sealed_items(case, now=now, keyring=keyring)]
    found = list(_chapters(case, seals))
    salt = _salt(last, keyring=keyring)
    if salt is None:
        found.append(Difference(Kind.BROKEN, f"chapter:{last.chapter}"))
    else:
        found += differences(records, entries_of(last), head=last.head, salt=salt, end=last.end)
    return Verified(last, len(records), tuple(found))


def entries_of(seal: Seal) -> list[Entry]:
    """The entries of a chapter, as the chain knows them."""
    return [Entry(row.position, row.key, row.content, row.digest) for row in seal.entries.all()]


def _chapters(case: Case, seals: Sequence[Seal]) -> Iterator[Difference]:
    """Chapters that do not follow from each other, or have lost or won entries."""
    before = ""
    for place, seal in enumerate(seals, start=1):
        entries = entries_of(seal)
        whole = (
            seal.chapter == place
            and seal.head == head_of(number=case.number, chapter=seal.chapter, previous=before)
            and seal.end == last_digest(entries, head=seal.head)
            and [entry.position for entry in entries] == list(range(1, seal.items + 1))
        )
        if not whole:
            yield Difference(Kind.BROKEN, f"chapter:{seal.chapter}")
        before = seal.end


def _salt(seal: Seal, *, keyring: Keyring) -> bytes | None:
    try:
        return bytes.fromhex(keyring.open(seal.salt_sealed, context=SALT))
    except (TamperedToken, ValueError):
        return None
