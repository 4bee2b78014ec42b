"""Whose identity number a bank means by its digest. Nothing of it is kept: a plain digest of such a number is no secret."""

from collections.abc import Collection
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SM3, Hash

from xinan.intake.persons import ID_NUMBER
from xinan.kernel.ciphers import Keyring
from xinan.payments.models import PaymentOrder
from xinan.workforce.models import Employment, Worker


def identities_by_hash(project_id: str, wanted: Collection[str], *, keyring: Keyring) -> dict[str, str]:
    """Identity number by digest (SM3 or SHA-256, small hexadecimal), of the project's roster and of its batches."""
    if not wanted:
        return {}
    roster = Employment.objects.filter(project_id=project_id).values("worker_id")
    paid = PaymentOrder.objects.filter(payment_batch__project_id=project_id).values("worker_id")
    found = {}
    for sealed in (
        Worker.objects.filter(worker_id__in=roster.union(paid)).values_list("id_number_sealed", flat=True).distinct()
    ):
        number = keyring.open(sealed, context=ID_NUMBER)
        for digest in (_sm3(number), sha256(number.encode()).hexdigest()):
            if digest in wanted:
                found[digest] = number
    return found


def _sm3(text: str) -> str:
    digest = Hash(SM3())
    digest.update(text.encode())
    return digest.finalize().hex()
