"""Looks whether a file still is what was sealed, and writes down what was found."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, Q

from xinan.casework.cases.models import Case
from xinan.casework.dossier.models import Seal, SealCheck
from xinan.casework.dossier.verifying import Verified, verify
from xinan.kernel.ciphers import Keyring
from xinan.people.models import User

# Each sealed file is looked at again within so many days, so many a night.
REST: Final = timedelta(days=30)
A_NIGHT: Final = 200


@transaction.atomic
def verify_case(case: Case, *, by: User | None, now: datetime, keyring: Keyring) -> SealCheck | None:
    """The check written down; None where the file was never sealed. Whether `by` may see the case, the caller has asked."""
    found = verify(case, now=now, keyring=keyring)
    return _written(found, by=by, now=now) if found is not None else None


def verify_oldest(*, now: datetime, keyring: Keyring) -> tuple[int, int]:
    """Look at the files longest not looked at: how many were, and in how many something differed."""
    waiting = (
        Seal.objects.filter(next=None, case__closed_on__isnull=False)
        .annotate(checked_at=Max("checks__at"))
        .filter(Q(checked_at=None) | Q(checked_at__lt=now - REST))
        .order_by("checked_at", "pk")
        .select_related("case__office", "case__project", "case__employer")
    )
    checks = [verify_case(seal.case, by=None, now=now, keyring=keyring) for seal in waiting[:A_NIGHT]]
    return len(checks), sum(bool(check and check.differences) for check in checks)


def _written(found: Verified, *, by: User | None, now: datetime) -> SealCheck:
    return SealCheck.objects.create(
        seal=found.seal,
        at=now,
        by=by,
        items=found.items,
        differences=[[each.kind.value, each.key, each.position] for each in found.differences],
    )
