"""Letters as their pages show them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xinan.documents.enums import EventKind, FileRole, LetterState, ServiceWay
from xinan.documents.fields import missing
from xinan.documents.kinds import find_kind
from xinan.documents.models import Letter, LetterEvent
from xinan.documents.policies import may_answer, may_handle, may_receive
from xinan.documents.queries import Shelf, on_shelf
from xinan.documents.sealing import fields_of
from xinan.documents.service import WAYS
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.web.components.views import Event
from xinan.web.letters.views_data import Acts, Fact, LetterLine, LetterView, PaperView, ShelfView, Word

TONES: Final[Mapping[str, str]] = {
    LetterState.DRAFT: "grey",
    LetterState.ISSUED: "yellow",
    LetterState.SERVED: "blue",
    LetterState.REPLIED: "blue",
    LetterState.RELEASED: "ok",
    LetterState.VOIDED: "grey",
}
SHELVES: Final[Mapping[Shelf, Word]] = {
    Shelf.ALL: gettext_lazy("全部"),
    Shelf.MINE: gettext_lazy("我经办的"),
    Shelf.DRAFTS: gettext_lazy("草稿"),
    Shelf.UNSERVED: gettext_lazy("待送达"),
    Shelf.LATE: gettext_lazy("逾期未送达"),
    Shelf.UNANSWERED: gettext_lazy("逾期未回复"),
}
# A firm has no drafts and serves nothing.
FIRM_SHELVES: Final = (Shelf.ALL, Shelf.UNSERVED, Shelf.UNANSWERED)
_ICONS: Final[Mapping[str, str]] = {EventKind.VOIDED: "withdrawn"}


def shelves(letters: QuerySet[Letter], *, chosen: Shelf, user: User, scope: Scope, today: date) -> list[ShelfView]:
    """The lists of the archive with their counts."""
    offered = tuple(SHELVES) if scope.offices else FIRM_SHELVES
    return [
        ShelfView(
            shelf.value,
            SHELVES[shelf],
            on_shelf(letters, shelf, user_id=user.pk, today=today).count(),
            shelf is chosen,
        )
        for shelf in offered
    ]


def letter_lines(letters: Sequence[Letter], *, today: date) -> list[LetterLine]:
    """Lines of the archive."""
    return [_line(letter, today=today) for letter in letters]


def _line(letter: Letter, *, today: date) -> LetterLine:
    moment = letter.issued_at or letter.drafted_at
    due, late = _due(letter, today=today)
    return LetterLine(
        url=reverse("letter", args=[letter.pk]),
        kind=find_kind(letter.kind).name,
        title=letter.title,
        number=letter.number,
        office=letter.office.name,
        addressee=letter.addressee_name,
        state=LetterState(letter.state).label,
        tone="red" if late else TONES[letter.state],
        day=moment.astimezone(CHINA).date(),
        due=due,
        late=late,
    )


def _due(letter: Letter, *, today: date) -> tuple[Text | None, bool]:
    """What is to happen by when, and whether that day has passed."""
    if letter.state == LetterState.ISSUED and letter.serve_by:
        return Text(f"应于 {letter.serve_by} 前送达", f"to be served by {letter.serve_by}"), letter.serve_by < today
    if letter.state == LetterState.SERVED and letter.answer_by:
        return Text(
            f"应于 {letter.answer_by} 前回复", f"to be answered by {letter.answer_by}"
        ), letter.answer_by < today
    return None, False


def letter_view(letter: Letter, *, user: User, scope: Scope, today: date, keyring: Keyring) -> LetterView:
    """One letter with its story, its papers, and what this person may do with it."""
    kind = find_kind(letter.kind)
    acts = acts_of(letter, user=user, scope=scope)
    lacking = missing(kind.fields, fields_of(letter, keyring=keyring)) if acts.issue else ()
    return LetterView(
        letter=letter,
        kind=kind.name,
        state=LetterState(letter.state).label,
        tone=TONES[letter.state],
        facts=_facts(letter, today=today),
        story=tuple(_event(event) for event in letter.story.select_related("by__organisation")),
        papers=tuple(
            PaperView(
                reverse("letter-paper", args=[letter.pk, paper.pk]),
                paper.name,
                FileRole(paper.role).label,
                max(paper.size // 1024, 1),
                paper,
            )
            for paper in letter.attachments.defer("sealed")
        ),
        acts=acts,
        lacking=Text("、".join(each.label.zh for each in lacking), ", ".join(each.label.en for each in lacking))
        if lacking
        else None,
    )


def acts_of(letter: Letter, *, user: User, scope: Scope) -> Acts:
    """What a person may do with a letter in its state."""
    state = LetterState(letter.state)
    if not may_handle(user, scope=scope, letter=letter):
        return Acts(confirm=may_receive(scope, letter=letter), reply=may_answer(scope, letter=letter))
    answered = state in (LetterState.SERVED, LetterState.REPLIED)
    return Acts(
        revise=state is LetterState.DRAFT,
        issue=state is LetterState.DRAFT,
        serve=state is LetterState.ISSUED,
        reply=answered,
        release=answered,
        void=state not in (LetterState.VOIDED, LetterState.RELEASED),
    )


def _facts(letter: Letter, *, today: date) -> tuple[Fact, ...]:
    due, late = _due(letter, today=today)
    said = [
        Fact(_("文号"), letter.number or _("签发时编号")),
        Fact(_("发文单位"), letter.office.name),
        Fact(_("主送"), letter.addressee_name or _("未填写")),
        Fact(_("拟稿"), _who_when(letter.drafted_by, letter.drafted_at.astimezone(CHINA).date())),
    ]
    if letter.issued_at:
        said.append(Fact(_("签发"), _who_when(letter.issued_by, letter.issued_at.astimezone(CHINA).date())))
    if letter.state == LetterState.ISSUED and letter.serve_by:
        said.append(Fact(_("送达期限"), _with_delay(letter.serve_by, late=late, today=today), "red" if late else ""))
    if letter.served_on:
        said.append(Fact(_("送达"), _service(letter, today=today)))
    if letter.answer_by:
        waits = letter.state == LetterState.SERVED
        text = _with_delay(letter.answer_by, late=late and waits, today=today)
        said.append(Fact(_("回复或整改期限"), text, "red" if late and waits else ""))
    if letter.replied_on:
        said.append(Fact(_("回复"), str(letter.replied_on)))
    if letter.released_on:
        said.append(Fact(_("销号"), str(letter.released_on)))
    return tuple(said)


def _who_when(who: User | None, day: date) -> str:
    return f"{who or _('系统')}，{day}"


def _with_delay(day: date, *, late: bool, today: date) -> str:
    if not late:
        return str(day)
    days = (today - day).days
    return ngettext("%(day)s，已超 %(n)s 天", "%(day)s，已超 %(n)s 天", days) % {"day": day, "n": days}


def _service(letter: Letter, *, today: date) -> str:
    way = ServiceWay(letter.served_how)
    text = f"{way.label}，{letter.served_on}"
    if WAYS[way].counts_after and letter.served_on and letter.delivered_on:
        text = _("%(way)s：%(posted)s 公告，%(day)s 视为送达") % {
            "way": way.label,
            "posted": letter.delivered_on,
            "day": letter.served_on,
        }
    return text


def _event(event: LetterEvent) -> Event:
    who = event.by
    office = f"（{who.organisation.name}）" if who and who.organisation else ""
    label = EventKind(event.kind).label
    return Event(
        at=event.at.astimezone(CHINA),
        who=Text(f"{who}{office}", f"{who}{office}") if who else Text("系统", "The system"),
        what=Text(str(label), str(label)),
        kind=_ICONS.get(event.kind, event.kind),
        note=Text(event.note, event.note) if event.note else None,
    )
