"""Keeps what the holder says about an overdue item this week."""

from datetime import datetime
from typing import Final

from django.db import transaction

from xinan.casework.boards.ageing import SUBJECTS, item_of
from xinan.casework.boards.ages import week_of
from xinan.casework.dossier.models import WORDS_LENGTH, WeekWord
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import visible_proceedings

LEAST: Final = 4


@transaction.atomic
def say_word(proceeding_id: int, words: str, *, by: User, scope: Scope, now: datetime) -> WeekWord:
    """The word of this week. Its holder says it; of what nobody holds, anybody of the office in whose queue it waits.

    Raises NotFound (also where it is outside the scope), NotAllowed, Conflict where it is not overdue, InvalidValue.
    """
    found = visible_proceedings(scope).filter(subject_kind__in=SUBJECTS, closed_at=None, pk=proceeding_id).first()
    if found is None:
        raise NotFound(
            "age.unknown",
            Text(
                "没有这个未办结的事项，或它不在您的职责范围内。",
                "There is no such open item within your responsibility.",
            ),
            Text("请从在办时限看板进入。", "Open it from the ageing board."),
        )
    if not may_say(found, user=by):
        raise NotAllowed(
            "age.not-holder",
            Text("逾期说明由承办人填写。", "The holder says the word about what is overdue."),
            Text("请联系承办人，或先变更承办人。", "Ask the holder, or have it handed over first."),
        )
    if not item_of(found, now=now).overdue:
        raise Conflict(
            "age.not-overdue",
            Text("这个事项没有逾期。", "It is not overdue."),
            Text("不需要说明。", "No word is needed."),
        )
    said = _checked(words)
    return WeekWord.objects.create(proceeding=found, week_on=week_of(now), words=said, by=by, at=now)


def may_say(proceeding: Proceeding, *, user: User) -> bool:
    """Whether the word is this person's to say."""
    if proceeding.holder_id is not None:
        return proceeding.holder_id == user.pk
    return proceeding.holder_office_id is not None and proceeding.holder_office_id == user.organisation_id


def _checked(words: str) -> str:
    said = " ".join(words.split())
    if LEAST <= len(said) <= WORDS_LENGTH:
        return said
    raise InvalidValue(
        "age.words",
        Text(f"说明应为 {LEAST} 至 {WORDS_LENGTH} 字。", f"Between {LEAST} and {WORDS_LENGTH} characters."),
        Text(
            "写明为何逾期、下一步做什么、何时办结；不写工人姓名和证件号码。",
            "Say why it is late, what comes next and when it ends; no worker's name or number.",
        ),
    )
