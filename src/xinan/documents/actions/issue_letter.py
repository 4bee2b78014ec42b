"""Issues a letter: its number is given, its Word file made and sealed, in one transaction. This cannot be undone, only voided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from xinan.documents.enums import EventKind, LetterState
from xinan.documents.fields import missing
from xinan.documents.kinds import LetterKind, find_kind
from xinan.documents.letterheads import letterhead_to_number_under
from xinan.documents.models import Letter, LetterCounter, LetterFile
from xinan.documents.rendering import values_of, written
from xinan.documents.sealing import FILE, fields_of, seal_bytes
from xinan.documents.service import serve_by
from xinan.documents.story import locked, require_handler, require_state, write_down
from xinan.documents.telling import TELL_FIRM, tell_firm
from xinan.documents.templates import template_in_force
from xinan.kernel.ciphers import Keyring
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.notices.batch import next_batch
from xinan.people.models import Organisation, User


@transaction.atomic
def issue_letter(letter: Letter, *, by: User | None, now: datetime, keyring: Keyring) -> Letter:
    """The letter, issued.

    Its number is the next of its office and year: whoever issues meanwhile waits for this transaction, and where it fails the
    number is given to the next one. The firm it goes to is told at once, or by the batch of the next working morning where it
    is a letter of a proceeding: the hour then says nothing of when somebody complained.

    Raises Conflict (`letter.state`), InvalidValue (`letter.incomplete`), NotAllowed.
    """
    held = locked(letter)
    require_handler(held, by=by, now=now)
    require_state(held, (LetterState.DRAFT,))
    kind = find_kind(held.kind)
    _require_complete(kind, fields_of(held, keyring=keyring))
    today = now.astimezone(CHINA).date()
    head = letterhead_to_number_under(held.office)
    held.year, held.sequence = today.year, _next(held.office, year=today.year)
    held.number = f"{head.mark}〔{held.year}〕{held.sequence}号"
    held.issued_by, held.issued_at = by, now
    held.serve_by = serve_by(kind, issued_on=today)
    held.state = LetterState.ISSUED
    held.firm_told_at = None if kind.of_proceeding else now
    held.save()
    _seal(held, kind=kind, keyring=keyring, now=now)
    write_down(held, EventKind.ISSUED, by=by, now=now, note=held.number)
    if held.firm_told_at is not None:
        tell_firm(held, now=now)
    elif held.addressee_enterprise_id:
        app.configure_task(TELL_FIRM, schedule_at=next_batch(now)).defer(number=held.pk)
    return held


def _next(office: Organisation, *, year: int) -> int:
    """The next number of the year, under the lock of its counter."""
    LetterCounter.objects.bulk_create([LetterCounter(office=office, year=year)], ignore_conflicts=True)
    counter = LetterCounter.objects.select_for_update().get(office=office, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _seal(letter: Letter, *, kind: LetterKind, keyring: Keyring, now: datetime) -> None:
    template = template_in_force(kind, office=letter.office)
    values = values_of(letter, keyring=keyring, today=now.astimezone(CHINA).date())
    content = written(template, kind=kind, values=values)
    LetterFile.objects.create(
        letter=letter,
        template=template.version,
        template_digest=template.digest,
        sealed=seal_bytes(content, keyring=keyring, context=FILE),
        size=len(content),
        digest=sm3_hex(content),
    )


def _require_complete(kind: LetterKind, fields: Mapping[str, Any]) -> None:
    lacking = missing(kind.fields, fields)
    if lacking:
        zh, en = "、".join(each.label.zh for each in lacking), ", ".join(each.label.en for each in lacking)
        raise InvalidValue(
            "letter.incomplete",
            Text(f"还没有填写：{zh}。", f"Not filled in yet: {en}."),
            Text("请补全后再签发。", "Fill them in, then issue."),
        )
