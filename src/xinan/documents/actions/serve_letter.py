"""Writes down that a letter was served: how, on which day, by which proof. Its clock starts with that day."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from xinan.documents.attachments import SentPaper, keep_papers
from xinan.documents.enums import EventKind, FileRole, LetterState, ServiceWay
from xinan.documents.hooks import tell_served
from xinan.documents.kinds import find_kind
from xinan.documents.models import Letter
from xinan.documents.policies import may_receive
from xinan.documents.sealing import fields_of
from xinan.documents.service import answer_by, served_on
from xinan.documents.story import locked, require_handler, require_state, write_down
from xinan.documents.telling import tell_office
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue, NotAllowed
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import scope_of


@transaction.atomic
def serve_letter(
    letter: Letter,
    *,
    how: ServiceWay,
    on: date,
    proof: Sequence[SentPaper],
    by: User,
    now: datetime,
    keyring: Keyring,
    note: str = "",
) -> Letter:
    """The letter, served. `on` is the day of delivery, or of the notice where it is served by public notice.

    Raises InvalidValue (`letter.proof-needed`, `letter.served-when`, `paper.…`), Conflict (`letter.state`), NotAllowed.
    """
    held = locked(letter)
    require_handler(held, by=by, now=now)
    require_state(held, (LetterState.ISSUED,))
    _check_day(held, on=on, now=now)
    if not proof:
        raise InvalidValue(
            "letter.proof-needed",
            Text("没有上传送达凭证。", "No proof of service was uploaded."),
            Text("请上传送达回证、回执或照片。", "Upload the receipt or photos."),
        )
    keep_papers(held, proof, role=FileRole.SERVICE, by=by, now=now, keyring=keyring)
    return _served(held, how=how, on=on, by=by, now=now, keyring=keyring, note=note)


@transaction.atomic
def confirm_receipt(letter: Letter, *, by: User, now: datetime, keyring: Keyring) -> Letter:
    """The addressee confirms in the product that the letter has arrived: electronic service, proved by that act itself."""
    held = locked(letter)
    if not may_receive(scope_of(by, on=now.date()), letter=held):
        require_state(held, (LetterState.ISSUED,))
        raise NotAllowed(
            "letter.not-addressed",
            Text("这份文书不是发给本单位的。", "This letter is not addressed to your firm."),
            Text("请联系发文单位。", "Ask the office that wrote it."),
        )
    today = now.astimezone(CHINA).date()
    note = "受送达人在系统中确认签收"
    served = _served(held, how=ServiceWay.ELECTRONIC, on=today, by=by, now=now, keyring=keyring, note=note)
    tell_office(served, said=Text("文书已签收", "The letter was received"), now=now)
    return served


def _served(
    letter: Letter, *, how: ServiceWay, on: date, by: User, now: datetime, keyring: Keyring, note: str
) -> Letter:
    letter.served_how, letter.delivered_on, letter.served_on = how, on, served_on(how, on)
    fields = fields_of(letter, keyring=keyring)
    letter.answer_by = answer_by(find_kind(letter.kind), fields, served=letter.served_on)
    letter.state = LetterState.SERVED
    letter.save(update_fields=["served_how", "delivered_on", "served_on", "answer_by", "state"])
    said = f"{ServiceWay(how).label}，{letter.served_on}" + (f"；{note}" if note else "")
    write_down(letter, EventKind.SERVED, by=by, now=now, note=said)
    tell_served(letter)
    return letter


def _check_day(letter: Letter, *, on: date, now: datetime) -> None:
    issued = letter.issued_at.astimezone(CHINA).date() if letter.issued_at else on
    if not issued <= on <= now.astimezone(CHINA).date():
        raise InvalidValue(
            "letter.served-when",
            Text(
                f"送达日期应在签发日（{issued}）与今天之间。", f"The day is to be between issue ({issued}) and today."
            ),
            Text("请按送达回证上的日期填写。", "Enter the day on the receipt."),
        )
