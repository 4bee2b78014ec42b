"""What is done with a letter by a button, and the files that are handed out."""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xinan.documents.actions.answer_letter import release_letter, reply_to_letter
from xinan.documents.actions.download_letter import download_attachment, download_letter
from xinan.documents.actions.issue_letter import issue_letter
from xinan.documents.actions.serve_letter import confirm_receipt, serve_letter
from xinan.documents.actions.void_letter import void_letter
from xinan.documents.enums import LetterState, ServiceWay
from xinan.documents.models import Letter
from xinan.gateways.wiring import wiring
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue, XinanError
from xinan.kernel.text import Text
from xinan.web.access import signed_in
from xinan.web.letters.asked import Asker, asker_of, letter_asked
from xinan.web.letters.forms import ServiceForm, papers_of
from xinan.web.letters.views import letter_response
from xinan.web.shell.htmx import wants_part

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Act = Callable[[Letter, Asker, HttpRequest], object]


def _issue(letter: Letter, who: Asker, _request: HttpRequest) -> None:
    issue_letter(letter, by=who.user, now=who.now, keyring=wiring().keyring)


def _serve(letter: Letter, who: Asker, request: HttpRequest) -> None:
    issued_on = letter.issued_at.astimezone(CHINA).date() if letter.issued_at else who.today
    form = ServiceForm(request.POST, today=who.today, issued_on=issued_on)
    if not form.is_valid():
        raise InvalidValue(
            "letter.served-when",
            Text("送达方式或日期没有填对。", "The way or the day of service is not right."),
            Text("请选择方式，日期写作 2026-11-23。", "Choose a way; write the day as 2026-11-23."),
        )
    data = form.cleaned_data
    serve_letter(
        letter,
        how=ServiceWay(data["how"]),
        on=data["on"],
        proof=papers_of(request.FILES.getlist("proof")),
        by=who.user,
        now=who.now,
        keyring=wiring().keyring,
        note=data["note"],
    )


def _confirm(letter: Letter, who: Asker, _request: HttpRequest) -> None:
    confirm_receipt(letter, by=who.user, now=who.now, keyring=wiring().keyring)


def _reply(letter: Letter, who: Asker, request: HttpRequest) -> None:
    reply_to_letter(
        letter,
        said=_words(request),
        papers=papers_of(request.FILES.getlist("papers")),
        by=who.user,
        now=who.now,
        keyring=wiring().keyring,
    )


def _release(letter: Letter, who: Asker, request: HttpRequest) -> None:
    release_letter(letter, note=_words(request), by=who.user, now=who.now)


def _void(letter: Letter, who: Asker, request: HttpRequest) -> None:
    void_letter(letter, reason=_words(request), by=who.user, now=who.now)


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "").strip()[:300]


ACTS: Final[Mapping[str, Act]] = {
    "issue": _issue,
    "serve": _serve,
    "confirm": _confirm,
    "reply": _reply,
    "release": _release,
    "void": _void,
}


@signed_in
@never_cache
@require_POST
def letter_act(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """One act on a letter; leads back to its page, or shows the page with what was refused."""
    who = asker_of(request)
    letter = letter_asked(who, number)
    if act not in ACTS:
        raise Http404
    try:
        ACTS[act](letter, who, request)
    except XinanError as error:
        if wants_part(request):
            raise
        return letter_response(request, letter_asked(who, number), who=who, error=error)
    if wants_part(request):
        return HttpResponse(headers={"HX-Redirect": reverse("letter", args=[number])})
    return redirect("letter", number=number)


@signed_in
@never_cache
@require_safe
def letter_file(request: HttpRequest, number: int) -> HttpResponse:
    """The Word file of a letter; who took it is written down."""
    who = asker_of(request)
    letter = letter_asked(who, number)
    content = download_letter(letter, by=who.user, now=who.now, keyring=wiring().keyring)
    void = "【已作废】" if letter.state == LetterState.VOIDED else ""
    return handed_out(content, name=f"{void}{letter.number or '草稿'} {letter.title}.docx", media_type=WORD)


@signed_in
@never_cache
@require_safe
def letter_paper(request: HttpRequest, number: int, paper: int) -> HttpResponse:
    """A proof of service or a paper of a reply."""
    who = asker_of(request)
    attachment = get_object_or_404(letter_asked(who, number).attachments.select_related("letter"), pk=paper)
    content = download_attachment(attachment, by=who.user, now=who.now, keyring=wiring().keyring)
    return handed_out(content, name=attachment.name, media_type=attachment.media_type)


def handed_out(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file to be saved, never shown by the browser under our name."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
