"""Whom to pay, in clear: for the bank that was told to pay, and the officers. Every opening is written down first."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from xinan.casework.relief.models import Relief, ReliefWorker
from xinan.casework.relief.policies import SUBJECT, standing_of, visible_relief
from xinan.casework.relief.queries import proceeding_of, rows_of
from xinan.casework.relief.refusals import not_yours
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.people.models import AccessRecord, User
from xinan.people.scope import Scope

FIELD = "payees"


@dataclass(frozen=True, slots=True, repr=False)
class Payee:
    """One line of the list, in clear."""

    row_id: int
    name: str
    id_number: str
    card: str
    month: str
    amount: Decimal


def open_payees(
    relief_id: int, *, by: User, scope: Scope, now: datetime, keyring: Keyring, request_id: str = ""
) -> tuple[Relief, list[Payee]]:
    """The list. Raises NotFound, NotAllowed for a firm that is not the bank."""
    relief = visible_relief(scope, relief_id=relief_id)
    standing = standing_of(proceeding_of(relief), scope=scope)
    if not (standing.works or standing.pays):
        raise not_yours(Text("下载支付名单", "take the list of payees"))
    with transaction.atomic():
        AccessRecord.objects.create(
            user=by,
            subject_kind=SUBJECT,
            subject_id=str(relief.pk),
            field=FIELD,
            reason=f"下载支付名单 {relief.number}",
            project_id=relief.project_id or "",
            request_id=request_id,
            at=now,
        )
        return relief, [_clear(row, keyring=keyring) for row in rows_of(relief)]


def _clear(row: ReliefWorker, *, keyring: Keyring) -> Payee:
    if row.worker is not None:
        sealed = {field: row.worker.sealed(field) for field in ("name", "id_number", "wage_card")}
        context = "worker"
    else:
        sealed = {field: row.case_worker.sealed(field) for field in ("name", "id_number")}
        context = "case_worker"
    clear = {field: _opened(value, f"{context}.{field}", keyring=keyring) for field, value in sealed.items()}
    return Payee(row.pk, clear["name"], clear["id_number"], clear.get("wage_card", ""), row.month, row.granted)


def _opened(sealed: str, context: str, *, keyring: Keyring) -> str:
    return keyring.open(sealed, context=context) if sealed else ""
