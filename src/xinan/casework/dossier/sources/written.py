"""The letters of the case and of its proceedings, with their service and their answers; drafts are no part of a file."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Q

from xinan.casework.dossier.items import Item, Paper, Part
from xinan.casework.dossier.opening import digest_of, opened, opened_bytes, said
from xinan.casework.dossier.sources.asked import Asked, minute
from xinan.documents.enums import EventKind, LetterState
from xinan.documents.models import Letter, LetterAttachment, LetterFile
from xinan.documents.sealing import ATTACHMENT, FIELDS, FILE
from xinan.kernel.text import Text
from xinan.procedures.letters import PROCEEDING

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Looks at a letter are no part of it: they go on after the case is closed.
_NOT_TOLD = (EventKind.DOWNLOADED,)


def letter_items(asked: Asked) -> Iterator[Item]:
    """By the moment of issue; voided ones stay, as their numbers do."""
    about = Q(subject_kind=PROCEEDING, subject_id__in=[str(one.pk) for one in asked.proceedings])
    about |= Q(subject_kind="case", subject_id=str(asked.case.pk))
    earlier = Q(subject_kind=PROCEEDING, subject_id__in=[str(one.pk) for one in asked.before])
    for kind in {one.subject_kind for one in asked.before}:
        ids = [one.subject_id for one in asked.before if one.subject_kind == kind]
        earlier |= Q(subject_kind=kind, subject_id__in=ids)
    about |= earlier if asked.until is None else earlier & Q(issued_at__lte=asked.until)
    letters = Letter.objects.filter(about).exclude(number="").select_related("office", "file").defer("file__sealed")
    for letter in letters.prefetch_related("story").order_by("issued_at", "pk"):
        yield _letter(letter, asked=asked)


def _letter(letter: Letter, *, asked: Asked) -> Item:
    file = getattr(letter, "file", None)
    attachments = list(letter.attachments.defer("sealed").order_by("pk"))
    return Item(
        key=f"letter:{letter.pk}",
        part=Part.LETTERS,
        title=Text(f"{letter.title} {letter.number}", f"{letter.title} {letter.number}"),
        at=letter.issued_at,
        sealed=_sealed(letter, file, attachments, asked=asked),
        lines=tuple(
            (label, value)
            for label, value in (
                (Text("发文单位", "Office"), letter.office.name),
                (Text("主送", "To"), letter.addressee_name),
                (Text("签发", "Issued"), minute(letter.issued_at)),
                (Text("状态", "State"), str(letter.get_state_display())),
                (Text("送达方式", "Served by"), str(letter.get_served_how_display())),
                (Text("送达日", "Served on"), f"{letter.served_on or ''}"),
                (Text("回复日", "Answered on"), f"{letter.replied_on or ''}"),
                (Text("作废原因", "Voided because"), letter.void_reason),
            )
            if value
        ),
        papers=(
            *((Paper(WORD, file.size, partial(_file, file, asked)),) if file is not None else ()),
            *(Paper(each.media_type, each.size, partial(_attached, each, asked)) for each in attachments),
        ),
        firms=_firms_of(letter),
    )


def _sealed(
    letter: Letter, file: LetterFile | None, attachments: list[LetterAttachment], *, asked: Asked
) -> dict[str, object]:
    return {
        "kind": letter.kind,
        "number": letter.number,
        "title": letter.title,
        "about": [letter.subject_kind, letter.subject_id],
        "to": [letter.addressee_name, letter.addressee_enterprise_id],
        "fields": said(opened(letter.fields_sealed, context=FIELDS, keyring=asked.keyring)),
        "state": letter.state,
        "issued": [letter.issued_at, letter.issued_by_id],
        "served": [letter.served_how, letter.delivered_on, letter.served_on],
        "answer": [letter.answer_by, letter.replied_on, letter.released_on],
        "voided": [letter.voided_at, letter.void_reason],
        "file": partial(_digest, file, FILE, asked) if file is not None else "",
        "attachments": [
            [each.pk, each.role, each.name, each.at, partial(_digest, each, ATTACHMENT, asked)] for each in attachments
        ],
        "story": [
            [event.pk, event.kind, event.at, event.by_id, event.note]
            for event in letter.story.all()
            if event.kind not in _NOT_TOLD
        ],
    }


def _firms_of(letter: Letter) -> frozenset[str]:
    """The firm a letter was served on; not while it is under way, and never a voided one."""
    served = letter.served_on is not None and letter.state != LetterState.VOIDED
    return frozenset({letter.addressee_enterprise_id}) if served and letter.addressee_enterprise_id else frozenset()


def _digest(file: LetterFile | LetterAttachment, context: str, asked: Asked) -> str:
    return digest_of(opened_bytes(file.sealed, context=context, keyring=asked.keyring))


def _file(file: LetterFile, asked: Asked) -> bytes:
    return opened_bytes(file.sealed, context=FILE, keyring=asked.keyring) or b""


def _attached(each: LetterAttachment, asked: Asked) -> bytes:
    return opened_bytes(each.sealed, context=ATTACHMENT, keyring=asked.keyring) or b""
