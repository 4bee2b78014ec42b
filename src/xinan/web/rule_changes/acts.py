"""What is done with a change by a button: each calls its action and leads back to the page."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import InvalidValue, XinanError
from xinan.kernel.text import Text
from xinan.monitoring.actions.ask_trial import ask_trial, cancel_trial
from xinan.monitoring.actions.decide_change import (
    approve_change,
    reject_change,
    start_shadow,
    stop_shadow,
    submit_change,
    withdraw_change,
)
from xinan.monitoring.actions.revert_change import draft_revert
from xinan.monitoring.change_enums import UNFINISHED
from xinan.monitoring.change_models import RuleChange
from xinan.people.models import User
from xinan.web.access import signed_in
from xinan.web.components.views import Problem
from xinan.web.rule_changes.forms import TrialForm
from xinan.web.rule_changes.page import change_context
from xinan.web.rule_changes.presenters import place_choices
from xinan.web.rule_changes.views import asked_change
from xinan.web.shell.errors import status_of
from xinan.web.shell.htmx import wants_part

# The change, whoever asks, what was sent, now; gives the address to go to, or nothing for the change's page.
Act = Callable[[RuleChange, User, HttpRequest, datetime], str | None]


def _try(change: RuleChange, user: User, request: HttpRequest, now: datetime) -> str:
    _, _, scope, today = asked_change(request, change.pk)
    form = TrialForm(request.POST, places=place_choices(scope, today=today))
    if not form.is_valid():
        said = "；".join(str(text) for texts in form.errors.values() for text in texts)
        raise InvalidValue(
            "trial-months",
            Text(f"试算的月份或范围不对：{said}", f"The months or the place will not do: {said}"),
            Text("月份按“年-月”填写，例如 2026-01。", "Write months as 2026-01."),
        )
    data = form.cleaned_data
    trial = ask_trial(change.pk, first=data["first"], last=data["last"], region_code=data["place"], asker=user, now=now)
    return reverse("rule-trial", args=[change.pk, trial.pk])


def _cancel(change: RuleChange, user: User, request: HttpRequest, now: datetime) -> None:
    for trial in change.trials.filter(state__in=UNFINISHED):
        cancel_trial(trial.pk, asker=user, now=now)


def _approve(change: RuleChange, user: User, request: HttpRequest, now: datetime) -> None:
    approve_change(change.pk, approver=user, words=_words(request), now=now)


def _reject(change: RuleChange, user: User, request: HttpRequest, now: datetime) -> None:
    reject_change(change.pk, approver=user, words=_words(request), now=now)


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "").strip()[:1000]


ACTS: Final[Mapping[str, Act]] = {
    "try": _try,
    "cancel-trial": _cancel,
    "shadow": lambda change, user, _request, now: _none(start_shadow(change.pk, author=user, now=now)),
    "stop-shadow": lambda change, user, _request, now: _none(stop_shadow(change.pk, author=user, now=now)),
    "submit": lambda change, user, _request, now: _none(submit_change(change.pk, author=user, now=now)),
    "withdraw": lambda change, user, _request, now: _none(withdraw_change(change.pk, author=user, now=now)),
    "approve": _approve,
    "reject": _reject,
}


def _none(_change: RuleChange) -> None:
    return None


@signed_in
@require_POST
def act(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Do one of ACTS; what is refused is said on the change's page."""
    if name not in ACTS:
        raise Http404
    change, user, _, _ = asked_change(request, number)
    try:
        url = ACTS[name](change, user, request, wiring().clock.now())
    except XinanError as error:
        return _refused(request, number, error)
    return _go(request, url or reverse("rule-change", args=[number]))


@signed_in
@require_POST
def revert(request: HttpRequest, number: int) -> HttpResponse:
    """Draft what restores the former value, and lead to that draft."""
    change, user, _, today = asked_change(request, number)
    try:
        made = draft_revert(
            change.pk, from_on=_asked_day(request, today), reason=_words(request), author=user, now=wiring().clock.now()
        )
    except XinanError as error:
        return _refused(request, number, error)
    return _go(request, reverse("rule-change", args=[made.pk]))


def _asked_day(request: HttpRequest, today: date) -> date:
    try:
        return date.fromisoformat(request.POST.get("from_on", ""))
    except ValueError:
        return today


def _go(request: HttpRequest, url: str) -> HttpResponse:
    if not wants_part(request):
        return redirect(url)
    response = HttpResponse(status=200)
    response.headers["HX-Redirect"] = url
    return response


def _refused(request: HttpRequest, number: int, error: XinanError) -> HttpResponse:
    change, user, scope, today = asked_change(request, number)
    context = change_context(change, user=user, scope=scope, today=today, query=request.GET)
    context["problem"] = Problem(error.what, error.remedy, error.code)
    template = "shell/problem_part.html" if wants_part(request) else "rule_changes/change.html"
    return render(request, template, context, status=status_of(error))
