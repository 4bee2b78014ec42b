"""The addressee's answer, and the release of what the letter asked for."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from xinan.documents.attachments import SentPaper, keep_papers
from xinan.documents.enums import EventKind, FileRole, LetterState
from xinan.documents.hooks import tell_replied
from xinan.documents.models import Letter
from xinan.documents.policies import is_addressee
from xinan.documents.story import locked, require_handler, require_state, write_down
from xinan.documents.telling import tell_office
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import scope_of


@transaction.atomic
def reply_to_letter(
    letter: Letter,
    *,
    said: str,
    papers: Sequence[SentPaper],
    by: User,
    now: datetime,
    keyring: Keyring,
    on: date | None = None,
) -> Letter:
    """The answer is there: the firm's own in the product, or one on paper that the office enters, received `on` a day.

    A second answer adds to the first. Raises InvalidValue (`letter.reply-empty`, `letter.replied-when`), Conflict, NotAllowed.
    """
    held, today = locked(letter), now.astimezone(CHINA).date()
    own = is_addressee(scope_of(by, on=now.date()), letter=held)
    if not own:
        require_handler(held, by=by, now=now)
    require_state(held, (LetterState.SERVED, LetterState.REPLIED))
    if not said.strip() and not papers:
        raise InvalidValue(
            "letter.reply-empty",
            Text("没有填写回复，也没有上传材料。", "There is neither an answer nor a paper."),
            Text("请写明核实和处理情况，或上传回复材料。", "Say what was found and done, or upload the answer."),
        )
    day = today if own or on is None else on
    if not (held.delivered_on or today) <= day <= today:
        raise InvalidValue(
            "letter.replied-when",
            Text("回复日期应在送达之后、今天以前。", "The day is to be after service and not after today."),
            Text("请按回复材料的日期填写。", "Enter the day of the answer."),
        )
    keep_papers(held, papers, role=FileRole.REPLY, by=by, now=now, keyring=keyring)
    held.replied_on = held.replied_on or day
    held.state = LetterState.REPLIED
    held.save(update_fields=["replied_on", "state"])
    write_down(held, EventKind.REPLIED, by=by, now=now, note=said.strip())
    tell_replied(held)
    if own:
        tell_office(held, said=Text("文书已回复", "The letter was answered"), now=now)
    return held


@transaction.atomic
def release_letter(letter: Letter, *, note: str, by: User | None, now: datetime) -> Letter:
    """What the letter asked for is done, says its office and why. Raises InvalidValue (`letter.release-why`), Conflict."""
    held = locked(letter)
    require_handler(held, by=by, now=now)
    require_state(held, (LetterState.SERVED, LetterState.REPLIED))
    if not note.strip():
        raise InvalidValue(
            "letter.release-why",
            Text("没有写明销号的依据。", "It is not said why the letter is released."),
            Text("请写明核实的结果。", "Say what was verified."),
        )
    held.released_on = now.astimezone(CHINA).date()
    held.state = LetterState.RELEASED
    held.save(update_fields=["released_on", "state"])
    write_down(held, EventKind.RELEASED, by=by, now=now, note=note.strip())
    return held
