"""Letters of a proceeding: those there are, those that may be written now, drafting one."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinan.casework.letters.drafting import draft_from
from xinan.documents.enums import LetterState
from xinan.documents.kinds import all_kinds, find_kind
from xinan.documents.models import Letter
from xinan.documents.policies import visible_letters
from xinan.documents.queries import letters_about
from xinan.gateways.wiring import wiring
from xinan.kernel.clock import CHINA
from xinan.procedures.enums import ActorKind
from xinan.procedures.letters import PROCEEDING
from xinan.procedures.models import Proceeding
from xinan.procedures.registry import find_procedure
from xinan.web.access import signed_in
from xinan.web.handling.asking import Asking, asking
from xinan.web.letters.presenters import letter_lines
from xinan.web.proceedings.firm import FIRMS
from xinan.web.proceedings.frame import asked_proceeding, say
from xinan.web.proceedings.views_data import LetterOffer, PanelLetter


def letters_of(proceeding: Proceeding, *, who: Asking) -> tuple[PanelLetter, ...]:
    """The letters about the proceeding that the person may see, the newest first; a draft given up is none."""
    about = letters_about(PROCEEDING, str(proceeding.pk)).values("pk")
    seen = visible_letters(who.user, scope=who.scope).filter(pk__in=about).order_by("-pk")
    letters = list(seen.exclude(state=LetterState.VOIDED, number=""))
    lines = letter_lines(letters, today=who.today)
    return tuple(
        PanelLetter(
            url=line.url,
            kind=line.kind,
            title=line.title,
            number=line.number,
            state=str(line.state),
            tone=line.tone,
            issued_on=letter.issued_at.astimezone(CHINA).date() if letter.issued_at else None,
            served_on=letter.served_on,
            replied_on=letter.replied_on,
            due=line.due,
            late=line.late,
        )
        for letter, line in zip(letters, lines, strict=True)
    )


def letter_offers(proceeding: Proceeding, *, kinds: frozenset[ActorKind]) -> tuple[LetterOffer, ...]:
    """The letters that an office may write: those of the steps that led here and of those that come next, then the others."""
    if not kinds - FIRMS:
        return ()
    procedure = find_procedure(proceeding.procedure)
    led_here = [move.letter for move in procedure.moves.values() if move.to == proceeding.state]
    asked = _codes([*led_here, *(move.letter for move in procedure.moves_from(proceeding.state).values())])
    others = _codes(move.letter for move in procedure.moves.values())
    registered = {kind.code: kind.name for kind in all_kinds()}
    return tuple(
        LetterOffer(
            code=code,
            name=registered[code],
            url=reverse("proceeding-letter", args=[proceeding.pk, code]),
            asked=code in asked,
        )
        for code in dict.fromkeys((*asked, *others))
        if code in registered
    )


def _codes(letters: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(code for code in letters if code))


@signed_in
@require_POST
def proceeding_letter(request: HttpRequest, proceeding_id: int, code: str) -> HttpResponse:
    """Draft a letter of the proceeding's procedure, filled in with what is known; leads to its fields."""
    who = asking(request)
    proceeding = asked_proceeding(proceeding_id, who=who)
    if code not in _codes(move.letter for move in find_procedure(proceeding.procedure).moves.values()):
        raise Http404
    letter: Letter = draft_from(proceeding, code, by=who.user, now=who.now, keyring=wiring().keyring)
    kind = find_kind(code).name
    messages.success(request, _("已拟稿：%(kind)s。补全后签发。") % {"kind": say(kind)})
    return redirect("letter-edit", number=letter.pk)
