"""The steps that every action on a letter shares: it is locked, its state is checked, what happened is written down."""

from collections.abc import Collection
from datetime import datetime

from xinan.documents.enums import EventKind, LetterState
from xinan.documents.models import Letter, LetterEvent
from xinan.documents.policies import require_handling
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import Conflict
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import scope_of

MOST_NOTE = 300
_SAID = {
    LetterState.DRAFT: Text("还是草稿", "is still a draft"),
    LetterState.ISSUED: Text("已经签发", "has been issued"),
    LetterState.SERVED: Text("已经送达", "has been served"),
    LetterState.REPLIED: Text("已经回复", "has been answered"),
    LetterState.RELEASED: Text("已经销号", "has been released"),
    LetterState.VOIDED: Text("已经作废", "has been voided"),
}


def locked(letter: Letter) -> Letter:
    """The letter as it stands now, held until the transaction ends."""
    return Letter.objects.select_for_update(of=("self",)).select_related("office").get(pk=letter.pk)


def require_state(letter: Letter, states: Collection[LetterState]) -> None:
    """Conflict `letter.state` where the letter is past or before the step; says by whom it was last moved."""
    if letter.state in states:
        return
    last = letter.story.exclude(kind=EventKind.DOWNLOADED).select_related("by").last()
    said = _SAID[LetterState(letter.state)]
    moved = f"{last.by} {last.at.astimezone(CHINA):%m-%d %H:%M}" if last and last.by else ""
    raise Conflict(
        "letter.state",
        Text(
            f"这份文书{said.zh}{f'（{moved}）' if moved else ''}，不能这样办理。",
            f"The letter {said.en}{f' ({moved})' if moved else ''}; this cannot be done now.",
        ),
        Text("请刷新页面，按最新状态办理。", "Reload the page and go on from there."),
    )


def require_handler(letter: Letter, *, by: User | None, now: datetime) -> None:
    """NotAllowed where the person's office did not write the letter; None is the system itself."""
    if by is not None:
        require_handling(by, scope=scope_of(by, on=now.date()), letter=letter)


def write_down(letter: Letter, kind: EventKind, *, by: User | None, now: datetime, note: str = "") -> None:
    """One more line of the letter's story."""
    LetterEvent.objects.create(letter=letter, kind=kind, at=now, by=by, note=note[:MOST_NOTE])
