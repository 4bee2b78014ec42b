"""Tells officers of clues that became theirs. Firms are told nothing, whatever happens to a clue."""

from datetime import datetime
from typing import Final

from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify
from xinan.notices.enums import Topic
from xinan.notices.kinds import Kind
from xinan.people.models import Organisation, User
from xinan.procedures.hooks import describe
from xinan.procedures.models import Proceeding

KINDS: Final = (
    Kind("clue_assigned", Text("线索由您承办", "A clue is yours to handle"), Topic.GENERAL),
    Kind("clue_passed_on", Text("有线索转来，请签收", "A clue was passed on to you: accept it"), Topic.GENERAL),
    Kind("clue_supervised", Text("线索被督办", "A clue of yours is supervised"), Topic.GENERAL),
)
_TITLES: Final = {kind.code: kind.title for kind in KINDS}


def tell_holder(
    proceeding: Proceeding, *, to: User, by: User | None, now: datetime, kind: str = "clue_assigned"
) -> None:
    """Tell the officer, unless it was their own doing."""
    if by is not None and by.pk == to.pk:
        return
    _tell([to], proceeding, kind=kind, now=now)


def tell_office(proceeding: Proceeding, *, office: Organisation, now: datetime) -> None:
    """Tell the people of the office a clue was passed on to."""
    _tell(list(office.users.filter(is_active=True)), proceeding, kind="clue_passed_on", now=now)


def _tell(people: list[User], proceeding: Proceeding, *, kind: str, now: datetime) -> None:
    described = describe(proceeding.procedure, [proceeding])[proceeding.pk]
    title = _TITLES[kind]
    notify(
        people,
        kind=kind,
        subject=Text(f"{title.zh}：{described.title.zh}", f"{title.en}: {described.title.en}"),
        body=Text("打开页面查看期限和情况。", "The page has its clocks and what is known."),
        link=described.link,
        about_kind=proceeding.subject_kind,
        about_id=proceeding.subject_id,
        now=now,
    )
