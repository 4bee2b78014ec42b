"""Notes, minutes and talks in the file of a case."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from xinan.casework.cases.enums import EntryKind
from xinan.casework.cases.files import keep_files
from xinan.casework.cases.models import CaseEntry
from xinan.casework.cases.policies import standing_of, visible_case
from xinan.casework.cases.refusals import not_yours, words_missing
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.given import SentProof

WORDS = "case_entry.words"


@transaction.atomic
def write_entry(
    case_id: int,
    *,
    kind: EntryKind,
    words: str,
    happened_on: date,
    files: Sequence[SentProof] = (),
    by: User,
    scope: Scope,
    now: datetime,
    keyring: Keyring,
) -> CaseEntry:
    """The entry, sealed with its files; it is never changed. Raises NotFound, NotAllowed, InvalidValue."""
    case = visible_case(scope, case_id=case_id)
    standing = standing_of(case, scope=scope)
    if not standing.works and not standing.parts:
        raise not_yours(Text("写入卷宗", "write into the file"))
    if not words.strip():
        raise words_missing(Text("内容", "The words"))
    entry = CaseEntry.objects.create(
        case=case,
        kind=kind,
        words_sealed=keyring.seal(words.strip(), context=WORDS),
        happened_on=happened_on,
        by=by,
        at=now,
    )
    keep_files(case, files, by=by, now=now, entry=entry)
    return entry


def words_of(entry: CaseEntry, *, keyring: Keyring) -> str:
    """What an entry says."""
    return keyring.open(entry.words_sealed, context=WORDS)
