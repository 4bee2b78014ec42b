"""A clue's page: voices, what the data know, how it stands and what may be done."""

import base64

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinan.casework.actions.identify_clue import identify_clue
from xinan.casework.actions.reveal_voice import FIELDS, hear, reveal_voice
from xinan.casework.conclusions import name_of
from xinan.casework.models import VoiceFile
from xinan.casework.policies import may_hear, may_take_clues, visible_clue, visible_clues, visible_voice
from xinan.casework.queries import lives_of
from xinan.gateways.wiring import wiring
from xinan.kernel.errors import NotFound
from xinan.people.middleware import request_id
from xinan.people.models import AccessRecord
from xinan.procedures.given import PROOF_CONTENT
from xinan.web.access import requires
from xinan.web.clues.policy import hears_workers, reads_clues, takes_clues
from xinan.web.clues.presenters import acts_for, known_of_clue, likes_of, matters_like, owed_of, panel_for, voice_views
from xinan.web.handling.asking import Asking, asking
from xinan.web.privacy.forms import ReasonForm
from xinan.web.privacy.presenters import FIELD_WORDS
from xinan.web.proceedings.files import SUFFIXES
from xinan.web.shell.scope_words import place_words


@requires(reads_clues)
@require_safe
def clue_page(request: HttpRequest, clue_id: str) -> HttpResponse:
    """Everything of one clue that the person may see."""
    who, keyring = asking(request), wiring().keyring
    clue = visible_clue(who.scope, clue_id=clue_id)
    lives = lives_of(clue)
    proceeding = lives[0] if lives else None
    open_now = proceeding is not None and proceeding.closed_at is None
    hears = may_hear(who.scope)
    words = hear(
        clue, user=who.user, scope=who.scope, now=who.now, keyring=keyring, request_id=request_id(request)
    ) if hears else {}  # fmt: skip
    context: dict[str, object] = {
        "clue": clue,
        "place": place_words(clue.region_code, skip=1),
        "panel": panel_for(clue, proceeding, who=who),
        "earlier": lives[1:],
        "acts": acts_for(clue, proceeding, who=who),
        "voices": voice_views(clue, words=words, who=who),
        "hears": hears,
        "likes": likes_of(clue, who=who, keyring=keyring) if open_now else [],
        "alike": matters_like(clue, who=who, keyring=keyring) if open_now else [],
        "merged": visible_clues(who.scope).filter(merged_into=clue).order_by("number"),
        "group": visible_clues(who.scope).filter(group=clue.group).exclude(pk=clue.pk) if clue.group else None,
        "transfers": clue.transfers.select_related("from_office", "to_office"),
        "calls": clue.calls.select_related("by"),
        "conclusion": name_of(clue.conclusion) if clue.conclusion else None,
        "owed": owed_of(clue, who=who),
        "known": known_of_clue(clue, who=who, keyring=keyring) if open_now else None,
        "takes": may_take_clues(who.scope) and open_now,
        "today": who.today,
    }
    return render(request, "clues/clue.html", context)


@requires(takes_clues)
@require_POST
def identify(request: HttpRequest, clue_id: str) -> HttpResponse:
    """This project, this firm: as proposed, confirmed by a person."""
    who = asking(request)
    identify_clue(
        clue_id,
        project_id=request.POST.get("project_id", "")[:64],
        employer_id=request.POST.get("employer_id", "")[:64],
        by=who.user,
        scope=who.scope,
        now=who.now,
    )
    return redirect("clue", clue_id=clue_id)


@requires(hears_workers)
@require_http_methods(["GET", "HEAD", "POST"])
def voice_reveal(request: HttpRequest, voice_id: int) -> HttpResponse:
    """The question why, then who it is, each look recorded before it is shown."""
    who = asking(request)
    voice = visible_voice(who.scope, voice_id=voice_id)
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "voice": voice, "url": request.path}
        return render(request, "clues/reveal.html", context, status=422 if form.is_bound else 200)
    values = [(FIELD_WORDS[field], _clear(request, voice_id, field, form.full_reason(), who=who)) for field in FIELDS]
    response = render(request, "privacy/shown.html", {"values": values})
    response.headers["Cache-Control"] = "no-store"
    return response


def _clear(request: HttpRequest, voice_id: int, field: str, reason: str, *, who: Asking) -> str:
    try:
        return reveal_voice(
            voice_id,
            field=field,
            reason=reason,
            user=who.user,
            scope=who.scope,
            now=who.now,
            keyring=wiring().keyring,
            request_id=request_id(request),
        )
    except NotFound as missing:
        if missing.code == "nothing-to-reveal":
            return ""  # a value that was never told is a dash, and no look
        raise


@requires(hears_workers)
@require_safe
def voice_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """A photograph or paper that came with a voice; each opening is written down before it is answered."""
    who = asking(request)
    file = VoiceFile.objects.select_related("voice__clue").filter(pk=file_id).first()
    if file is None:
        raise Http404
    clue = visible_clue(who.scope, clue_id=file.voice.clue_id)
    AccessRecord.objects.create(
        user=who.user,
        subject_kind="voice_file",
        subject_id=str(file.pk),
        field="file",
        reason=_("办理线索%(number)s，查看材料") % {"number": clue.number},
        project_id=clue.project_id or "",
        request_id=request_id(request),
        at=who.now,
    )
    content = base64.b64decode(wiring().keyring.open(file.content_sealed, context=PROOF_CONTENT))
    response = HttpResponse(content, content_type=file.media_type)
    name = f"voice-{file.pk}{SUFFIXES.get(file.media_type, '')}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
