"""Looks whether a file still is what was sealed, and writes down what was found."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse

from xinan.casework.cases.enums import Part
from xinan.casework.cases.membership import holder_of
from xinan.casework.cases.models import Case
from xinan.casework.dossier.models import Seal, SealCheck
from xinan.casework.dossier.registered import SEAL_DIFFERS
from xinan.casework.dossier.verifying import Verified, verify
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify_once
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
    differ = 0
    seals = list(waiting[:A_NIGHT])
    for seal in seals:
        check = verify_case(seal.case, by=None, now=now, keyring=keyring)
        if check is not None and check.differences:
            differ += 1
            _tell(seal.case, number=len(check.differences), now=now)
    return len(seals), differ


def _tell(case: Case, *, number: int, now: datetime) -> None:
    """Tell who leads the case that its file is no longer what was sealed."""
    people = [user for part in (Part.LEADER, Part.ARREARS) if (user := holder_of(case, part)) is not None]
    notify_once(
        people,
        kind=SEAL_DIFFERS,
        subject=Text(
            f"{case.number} 案卷有 {number} 处与封存时不一致",
            f"{case.number}: {number} things are not as they were sealed",
        ),
        body=Text("请打开案卷查看是哪些条目，并查明原因。", "Open the file to see which, and find out why."),
        link=reverse("dossier", args=[case.pk]),
        about_kind="case",
        about_id=str(case.pk),
        now=now,
    )


def _written(found: Verified, *, by: User | None, now: datetime) -> SealCheck:
    return SealCheck.objects.create(
        seal=found.seal,
        at=now,
        by=by,
        items=found.items,
        differences=[[each.kind.value, each.key, each.position] for each in found.differences],
    )
