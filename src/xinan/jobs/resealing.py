"""Seals everything anew with the current key, so that an older key can be retired: every sealed column of the product."""

from collections.abc import Callable
from typing import Final

from xinan.casework.actions.call_back import CALL_WORDS
from xinan.casework.actions.reseal_receipts import reseal_receipts
from xinan.casework.actions.take_clue import CLUE_TOLD
from xinan.casework.actions.take_platform_file import CONTENT as PLATFORM_CONTENT
from xinan.casework.cases import files as case_files
from xinan.casework.cases.actions import give_task, write_entry
from xinan.casework.cases.models import CaseEntry, CaseFile, CaseTask, CaseWorker
from xinan.casework.dossier.actions.make_export import PART
from xinan.casework.dossier.actions.seal_case import SALT
from xinan.casework.dossier.models import ExportPart, Seal
from xinan.casework.models import Clue, PlatformFile, ReturnCall, Voice, VoiceFile
from xinan.casework.voices import VOICE_ID, VOICE_NAME, VOICE_PHONE, VOICE_WORDS
from xinan.documents.models import Letter, LetterAttachment, LetterFile
from xinan.documents.sealing import ATTACHMENT, FIELDS, FILE
from xinan.gateways.resealing import Sealed, reseal_columns
from xinan.intake.actions.receive_files import ORIGINAL
from xinan.intake.credentials.finding import SEALED_FOR
from xinan.intake.models import Batch, CredentialSecret, WaitingFact
from xinan.intake.native.waiting import WAITING
from xinan.kernel.ciphers import Keyring
from xinan.notices.contacts import EMAIL, PHONE
from xinan.notices.models import Contact
from xinan.patrols.models import VisitPhoto
from xinan.patrols.visit_models import PHOTO_CONTEXT
from xinan.procedures.given import PROOF_CONTENT, PROOF_NAME
from xinan.procedures.models import Proof
from xinan.registry.models import ReportedDetail, Scan
from xinan.registry.models.reported import DETAIL_CONTEXT, SCAN_CONTEXT
from xinan.workforce.actions.reseal_people import reseal_people

_PROOF: Final = "procedures.Proof:proof_stays_as_given"
_VOICE_FILE: Final = "casework.VoiceFile:voice_file_is_kept"
COLUMNS: Final = (
    Sealed(Proof, "name_sealed", PROOF_NAME, trigger=_PROOF),
    Sealed(Proof, "content_sealed", PROOF_CONTENT, trigger=_PROOF),
    Sealed(ReportedDetail, "personal_sealed", DETAIL_CONTEXT),
    Sealed(Scan, "content_sealed", SCAN_CONTEXT),
    Sealed(CredentialSecret, "sealed", SEALED_FOR),
    Sealed(WaitingFact, "sealed", WAITING),
    Sealed(Batch, "original_sealed", ORIGINAL),
    Sealed(VisitPhoto, "content_sealed", PHOTO_CONTEXT),
    Sealed(Contact, "email_sealed", EMAIL, digest="email_index"),
    Sealed(Contact, "phone_sealed", PHONE, digest="phone_index"),
    Sealed(Letter, "fields_sealed", FIELDS),
    Sealed(LetterFile, "sealed", FILE),
    Sealed(LetterAttachment, "sealed", ATTACHMENT),
    Sealed(Clue, "told_sealed", CLUE_TOLD),
    Sealed(PlatformFile, "content_sealed", PLATFORM_CONTENT),
    Sealed(Voice, "name_sealed", VOICE_NAME),
    Sealed(Voice, "phone_sealed", VOICE_PHONE, digest="phone_index"),
    Sealed(Voice, "id_number_sealed", VOICE_ID, digest="id_number_index"),
    Sealed(Voice, "words_sealed", VOICE_WORDS),
    Sealed(VoiceFile, "name_sealed", PROOF_NAME, trigger=_VOICE_FILE),
    Sealed(VoiceFile, "content_sealed", PROOF_CONTENT, trigger=_VOICE_FILE),
    Sealed(ReturnCall, "words_sealed", CALL_WORDS, trigger="casework.ReturnCall:return_call_is_kept"),
    Sealed(CaseWorker, "name_sealed", "case_worker.name"),
    Sealed(CaseWorker, "id_number_sealed", "case_worker.id_number", digest="id_number_index"),
    Sealed(CaseWorker, "phone_sealed", "case_worker.phone"),
    Sealed(CaseTask, "words_sealed", give_task.WORDS),
    Sealed(CaseTask, "answer_sealed", give_task.ANSWER),
    Sealed(CaseEntry, "words_sealed", write_entry.WORDS),
    Sealed(CaseFile, "name_sealed", case_files.NAME),
    Sealed(CaseFile, "content_sealed", case_files.CONTENT),
    Sealed(Seal, "salt_sealed", SALT),
    Sealed(ExportPart, "sealed", PART),
)
# Those whose digests are made of more than the one value seal theirs anew themselves.
APART: Final = frozenset({"workforce.Worker", "casework.Receipt"})


def reseal_everything(*, keyring: Keyring, progress: Callable[[int, int], None]) -> int:
    """How many people were sealed anew; `progress` tells of them. Called again, it goes on where it was stopped.

    Raises UnknownKey where the key of a value is not live any more.
    """
    changed = reseal_people(keyring=keyring, progress=progress)
    reseal_receipts(keyring=keyring)
    reseal_columns(COLUMNS, keyring=keyring)
    return changed
