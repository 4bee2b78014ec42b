"""Asking for a pause or more time, deciding it, letting a clock run again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.monitoring.handling.queries import visible_handling
from xinan.procedures.actions.extend_clock import ask_extension, extend_clock, refuse_extension
from xinan.procedures.actions.pause_clock import approve_pause, ask_pause, refuse_pause, resume_clock
from xinan.procedures.models import Clock
from xinan.procedures.registry import find_procedure
from xinan.web.access import signed_in
from xinan.web.handling.asking import Asking, asked_warning, asking
from xinan.web.handling.files import sealed_proofs
from xinan.web.handling.forms import DecisionForm, ExtensionForm, PauseForm
from xinan.web.handling.moves import done
from xinan.web.handling.requests import EXTENSION, PAUSE
from xinan.web.shell.errors import status_of
from xinan.web.shell.htmx import render_page

Asks = Callable[[Clock, dict[str, Any], Asking], object]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def warning_pause(request: HttpRequest, warning_id: int, clock_id: int) -> HttpResponse:
    """Ask that a clock stand still."""
    title = Text("申请停计期限", "Ask for a pause")
    initial = {"from_on": wiring().clock.today()}
    form = PauseForm(request.POST, request.FILES) if request.method == "POST" else PauseForm(initial=initial)
    return _ask(request, warning_id, clock_id, form=form, title=title, asks=_ask_pause)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def warning_extend(request: HttpRequest, warning_id: int, clock_id: int) -> HttpResponse:
    """Ask for more time."""
    title = Text("申请延长期限", "Ask for more time")
    form = ExtensionForm(request.POST, request.FILES) if request.method == "POST" else ExtensionForm()
    return _ask(request, warning_id, clock_id, form=form, title=title, asks=_ask_extension)


def _ask_pause(clock: Clock, data: dict[str, Any], who: Asking) -> object:
    return ask_pause(
        clock.pk,
        by=who.user,
        scope=who.scope,
        now=who.now,
        reason=data["reason"],
        proofs=sealed_proofs(data["proofs"], keyring=wiring().keyring),
        from_on=data["from_on"],
        until_on=data["until_on"],
    )


def _ask_extension(clock: Clock, data: dict[str, Any], who: Asking) -> object:
    return ask_extension(
        clock.pk,
        by=who.user,
        scope=who.scope,
        now=who.now,
        amount=data["amount"],
        reason=data["reason"],
        proofs=sealed_proofs(data["proofs"], keyring=wiring().keyring),
    )


def _ask(
    request: HttpRequest,
    warning_id: int,
    clock_id: int,
    *,
    form: PauseForm | ExtensionForm,
    title: Text,
    asks: Asks,
) -> HttpResponse:
    who = asking(request)
    _warning, proceedings = asked_warning(warning_id, who=who)
    clock = Clock.objects.select_related("proceeding").filter(pk=clock_id, proceeding=proceedings[0]).first()
    if clock is None:
        raise Http404
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            asks(clock, form.cleaned_data, who)
        except XinanError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, _("已提交申请，等待批准。"))
            return done(request, reverse("warning", args=[warning_id]))
    context: dict[str, object] = {
        "form": form,
        "title": title,
        "clock": find_procedure(clock.proceeding.procedure).clocks[clock.code],
        "url": request.path,
        "back": reverse("warning", args=[warning_id]),
    }
    return render_page(request, "handling/ask_page.html", "handling/ask.html", context, status=status)


@signed_in
@require_POST
def warning_resume(request: HttpRequest, warning_id: int, clock_id: int) -> HttpResponse:
    """Let a paused clock run again from today."""
    who = asking(request)
    _warning, proceedings = asked_warning(warning_id, who=who)
    if not Clock.objects.filter(pk=clock_id, proceeding=proceedings[0]).exists():
        raise Http404
    resume_clock(clock_id, by=who.user, scope=who.scope, now=who.now, reason=_words(request))
    messages.success(request, _("期限已恢复计时。"))
    return done(request, reverse("warning", args=[warning_id]))


@signed_in
@require_POST
def clock_request(request: HttpRequest, kind: str, number: int, decision: str) -> HttpResponse:
    """Say yes or no to what was asked about a clock."""
    who = asking(request)
    if decision not in {"approve", "refuse"}:
        raise Http404
    clock = _clock_asked_about(kind, number, who=who)
    _decide(kind, number, decision, who=who, words=_words(request))
    messages.success(request, _("已同意。") if decision == "approve" else _("已答复不同意。"))
    return done(request, reverse("warning", args=[int(clock.proceeding.subject_id)]))


def _clock_asked_about(kind: str, number: int, *, who: Asking) -> Clock:
    """The clock of a request of a proceeding that the person may see; Http404."""
    asked = {PAUSE: "pauses", EXTENSION: "extensions"}.get(kind)
    if asked is None:
        raise Http404
    clocks = Clock.objects.select_related("proceeding").filter(**{asked: number})
    clock = clocks.filter(proceeding__in=visible_handling(who.scope).values("pk")).first()
    if clock is None:
        raise Http404
    return clock


def _decide(kind: str, number: int, decision: str, *, who: Asking, words: str) -> None:
    deeds = {
        (PAUSE, "approve"): approve_pause,
        (PAUSE, "refuse"): refuse_pause,
        (EXTENSION, "approve"): extend_clock,
        (EXTENSION, "refuse"): refuse_extension,
    }
    deeds[kind, decision](number, by=who.user, scope=who.scope, now=who.now, words=words)


def _words(request: HttpRequest) -> str:
    form = DecisionForm(request.POST)
    return str(form.cleaned_data["words"]) if form.is_valid() else ""
