"""Seals everything anew with the current key, so that an older key can be retired: what nouns do themselves, and the rest."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final

import pgtrigger
from django.db import models, transaction

from xinan.casework.actions.reseal_voices import reseal_voices
from xinan.casework.cases.actions.reseal_cases import reseal_cases
from xinan.casework.dossier.actions.reseal_files import reseal_files
from xinan.documents.actions.reseal_letters import reseal_letters
from xinan.intake.actions.receive_files import ORIGINAL
from xinan.intake.credentials.finding import SEALED_FOR
from xinan.intake.models import Batch, CredentialSecret, WaitingFact
from xinan.intake.native.waiting import WAITING
from xinan.kernel.ciphers import Keyring
from xinan.notices.actions.reseal_contacts import reseal_contacts
from xinan.patrols.models import VisitPhoto
from xinan.patrols.visit_models import PHOTO_CONTEXT
from xinan.procedures.given import PROOF_CONTENT, PROOF_NAME
from xinan.procedures.models import Proof
from xinan.registry.models import ReportedDetail, Scan
from xinan.registry.models.reported import DETAIL_CONTEXT, SCAN_CONTEXT
from xinan.workforce.actions.reseal_people import reseal_people


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column sealed under a context, and the trigger that keeps its rows from any other change."""

    model: type[models.Model]
    column: str
    context: str
    trigger: str = ""

    def passing(self) -> AbstractContextManager[object]:
        """Within it, the rows may be sealed anew."""
        return pgtrigger.ignore(self.trigger) if self.trigger else nullcontext()


_KEPT: Final = "procedures.Proof:proof_stays_as_given"
COLUMNS: Final = (
    Sealed(Proof, "name_sealed", PROOF_NAME, _KEPT),
    Sealed(Proof, "content_sealed", PROOF_CONTENT, _KEPT),
    Sealed(ReportedDetail, "personal_sealed", DETAIL_CONTEXT),
    Sealed(Scan, "content_sealed", SCAN_CONTEXT),
    Sealed(CredentialSecret, "sealed", SEALED_FOR),
    Sealed(WaitingFact, "sealed", WAITING),
    Sealed(Batch, "original_sealed", ORIGINAL),
    Sealed(VisitPhoto, "content_sealed", PHOTO_CONTEXT),
)
# Nouns whose digests go with the values seal theirs anew themselves.
BY_NOUNS: Final = frozenset(
    {
        "workforce.Worker", "notices.Contact", "documents.Letter", "documents.LetterFile", "documents.LetterAttachment",
        "casework.Clue", "casework.Voice", "casework.VoiceFile", "casework.Receipt", "casework.ReturnCall",
        "casework.PlatformFile", "cases.CaseWorker", "cases.CaseTask", "cases.CaseEntry", "cases.CaseFile",
        "dossier.Seal", "dossier.ExportPart",
    }
)  # fmt: skip


def reseal_everything(*, keyring: Keyring, progress: Callable[[int, int], None]) -> int:
    """How many people were sealed anew; `progress` tells of them. Called again, it goes on where it was stopped.

    Raises UnknownKey where the key of a value is not live any more.
    """
    changed = reseal_people(keyring=keyring, progress=progress)
    for reseal in (reseal_contacts, reseal_letters, reseal_voices, reseal_cases, reseal_files):
        reseal(keyring=keyring)
    for sealed in COLUMNS:
        reseal_column(sealed, keyring=keyring)
    return changed


def reseal_column(sealed: Sealed, *, keyring: Keyring) -> int:
    """How many values of a column were sealed anew, each in a transaction of its own: files are large."""
    rows = sealed.model._default_manager.exclude(**{sealed.column: ""}).order_by("pk")
    return sum(_resealed(sealed, key=key, keyring=keyring) for key in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _resealed(sealed: Sealed, *, key: object, keyring: Keyring) -> int:
    rows = sealed.model._default_manager.filter(pk=key)
    token = rows.select_for_update().values_list(sealed.column, flat=True).first()
    if not token or keyring.is_current(token):
        return 0
    anew = keyring.seal(keyring.open(token, context=sealed.context), context=sealed.context)
    with sealed.passing():
        return rows.update(**{sealed.column: anew})
