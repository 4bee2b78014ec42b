"""Seals the file of a case that is closed: the chain over its items, chained to the chapter before."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from xinan.casework.cases.models import Case
from xinan.casework.cases.opening import UMBRELLA
from xinan.casework.dossier.chain import Entry, chain, head_of, last_digest
from xinan.casework.dossier.file import proceedings_in, sealed_items
from xinan.casework.dossier.models import Seal, SealEntry
from xinan.casework.dossier.retention import kept_until
from xinan.kernel.ciphers import Keyring
from xinan.people.models import User
from xinan.procedures.models import Proceeding, Step

SALT = "seal.salt"
_SALT_BYTES = 32
# Where an arbitration stands once the award is made (arbitration.yaml): such a file is kept longer.
_AWARDED = ("awarded", "awarded_final")


@transaction.atomic
def seal_case(case_id: int, *, by: User | None, now: datetime, keyring: Keyring) -> Seal | None:
    """The chapter of this closing, made once however often it is asked for; None where the case is not closed (any more)."""
    case = Case.objects.select_for_update(of=("self",)).select_related("office", "project", "employer").get(pk=case_id)
    if case.closed_on is None:
        return None
    proceedings = proceedings_in(case)
    closed_at = max((one.closed_at for one in proceedings if one.procedure == UMBRELLA and one.closed_at), default=None)
    last = Seal.objects.filter(case=case).order_by("-chapter").first()
    if last is not None and closed_at is not None and last.sealed_at >= closed_at:
        return last
    records = [item.record for item in sealed_items(case, now=now, keyring=keyring)]
    chapter, salt = (last.chapter + 1 if last else 1), secrets.token_bytes(_SALT_BYTES)
    head = head_of(number=case.number, chapter=chapter, previous=last.end if last else "")
    entries = chain(records, head=head, salt=salt)
    kept = kept_until(case.closed_on, procedures=_decided(proceedings))
    seal = Seal.objects.create(
        case=case,
        chapter=chapter,
        previous=last,
        salt_sealed=keyring.seal(salt.hex(), context=SALT),
        head=head,
        end=last_digest(entries, head=head),
        items=len(entries),
        sealed_at=now,
        sealed_by=by,
        keep_until=kept.until,
        keep_law=kept.law.zh,
    )
    SealEntry.objects.bulk_create(_rows(seal, entries), batch_size=1000)
    return seal


def _rows(seal: Seal, entries: Iterable[Entry]) -> Iterable[SealEntry]:
    return (
        SealEntry(seal=seal, position=entry.position, key=entry.key, content=entry.content, digest=entry.digest)
        for entry in entries
    )


def _decided(proceedings: Iterable[Proceeding]) -> frozenset[str]:
    """The procedures in which an award was made."""
    steps = Step.objects.filter(proceeding__in=[one.pk for one in proceedings], state_after__in=_AWARDED)
    return frozenset(steps.order_by().values_list("proceeding__procedure", flat=True).distinct())
