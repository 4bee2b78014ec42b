"""Asking for a pause or more time, deciding it, letting a clock run again."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinan.gateways.wiring import wiring
from xinan.kernel.deadlines import Length, Unit
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.procedures.actions.extend_clock import ask_extension, extend_clock, refuse_extension
from xinan.procedures.actions.pause_clock import approve_pause, ask_pause, refuse_pause, resume_clock
from xinan.procedures.definition import ClockRule
from xinan.procedures.models import Clock, Proceeding
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.registry import find_procedure
from xinan.web.access import signed_in
from xinan.web.handling.asking import Asking, asking
from xinan.web.proceedings.files import sealed_proofs
from xinan.web.proceedings.forms import DecisionForm, ExtensionForm, PauseForm
from xinan.web.proceedings.frame import Frame, asked_proceeding, done, frame_of, own_path, subject_url
from xinan.web.proceedings.requests import EXTENSION, PAUSE
from xinan.web.shell.errors import status_of
from xinan.web.shell.htmx import render_page

Asks = Callable[[Clock, dict[str, Any], Asking], object]
_UNITS: Final = {
    Unit.WORKING_DAY: Text("个工作日", "working days"),
    Unit.CALENDAR_DAY: Text("日（自然日）", "calendar days"),
    Unit.MONTH: Text("个月", "months"),
    Unit.HOUR: Text("小时", "hours"),
    Unit.YEAR: Text("年", "years"),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def proceeding_pause(request: HttpRequest, proceeding_id: int, clock_id: int) -> HttpResponse:
    """Ask that a clock of any proceeding stand still."""
    who = asking(request)
    proceeding = asked_proceeding(proceeding_id, who=who)
    return answer_pause(request, proceeding, clock_id, who=who, frame=frame_of(request, proceeding, who=who))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def proceeding_extend(request: HttpRequest, proceeding_id: int, clock_id: int) -> HttpResponse:
    """Ask for more time."""
    who = asking(request)
    proceeding = asked_proceeding(proceeding_id, who=who)
    return answer_extend(request, proceeding, clock_id, who=who, frame=frame_of(request, proceeding, who=who))


@signed_in
@require_POST
def proceeding_resume(request: HttpRequest, proceeding_id: int, clock_id: int) -> HttpResponse:
    """Let a paused clock run again from today."""
    who = asking(request)
    proceeding = asked_proceeding(proceeding_id, who=who)
    return answer_resume(request, proceeding, clock_id, who=who, frame=frame_of(request, proceeding, who=who))


def answer_pause(
    request: HttpRequest, proceeding: Proceeding, clock_id: int, *, who: Asking, frame: Frame
) -> HttpResponse:
    """The form that asks for a pause; sent, it waits for its approval."""
    clock = _clock(proceeding, clock_id)
    initial = {"from_on": who.today}
    form = PauseForm(request.POST, request.FILES) if request.method == "POST" else PauseForm(initial=initial)
    title = Text("申请停计期限", "Ask for a pause")
    return _ask(request, clock, form=form, title=title, asks=_ask_pause, who=who, frame=frame)


def answer_extend(
    request: HttpRequest, proceeding: Proceeding, clock_id: int, *, who: Asking, frame: Frame
) -> HttpResponse:
    """The form that asks for more time, in the clock's own unit."""
    clock = _clock(proceeding, clock_id)
    rule = _rule(clock)
    unit = Length.parse(clock.length).unit
    most = rule.extension.most.amount if rule.extension is not None else 1
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ExtensionForm(*given, unit=_UNITS[unit], most=most)
    title = Text("申请延长期限", "Ask for more time")
    return _ask(request, clock, form=form, title=title, asks=_ask_extension, who=who, frame=frame)


def answer_resume(
    request: HttpRequest, proceeding: Proceeding, clock_id: int, *, who: Asking, frame: Frame
) -> HttpResponse:
    """The clock runs again; back to the frame's page."""
    clock = _clock(proceeding, clock_id)
    resume_clock(clock.pk, by=who.user, scope=who.scope, now=who.now, reason=_words(request))
    messages.success(request, _("期限已恢复计时。"))
    return done(request, frame.done)


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
    clock: Clock,
    *,
    form: PauseForm | ExtensionForm,
    title: Text,
    asks: Asks,
    who: Asking,
    frame: Frame,
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            asks(clock, form.cleaned_data, who)
        except XinanError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            messages.success(request, _("已提交申请，等待批准。"))
            return done(request, frame.done)
    context: dict[str, object] = {"form": form, "title": title, "clock": _rule(clock), "frame": frame}
    return render_page(request, "proceedings/ask_page.html", "proceedings/ask.html", context, status=status)


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
    back = own_path(request.POST.get("back", ""))
    return done(request, back or subject_url(clock.proceeding, scope=who.scope))


def _clock(proceeding: Proceeding, clock_id: int) -> Clock:
    clock = Clock.objects.select_related("proceeding").filter(pk=clock_id, proceeding=proceeding).first()
    if clock is None or clock.code not in find_procedure(proceeding.procedure).clocks:
        raise Http404
    return clock


def _rule(clock: Clock) -> ClockRule:
    return find_procedure(clock.proceeding.procedure).clocks[clock.code]


def _clock_asked_about(kind: str, number: int, *, who: Asking) -> Clock:
    """The clock of a request of a proceeding that the person may see; Http404."""
    asked = {PAUSE: "pauses", EXTENSION: "extensions"}.get(kind)
    if asked is None:
        raise Http404
    clocks = Clock.objects.select_related("proceeding").filter(**{asked: number})
    clock = clocks.filter(proceeding__in=visible_proceedings(who.scope).values("pk")).first()
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
