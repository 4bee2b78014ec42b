"""`/patrols/`: the plan of a day, made, accepted, changed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.patrols.actions.change_plan import accept_plan, add_stop, arrange_anew, skip_stop, undo_change
from xinan.patrols.actions.make_plan import make_plan
from xinan.patrols.models import Plan
from xinan.patrols.policies import (
    colleagues,
    may_change_plan,
    may_patrol,
    own_places,
    visible_plan,
    visible_plans,
    visible_visits,
)
from xinan.patrols.queries import plan_of, recent_visits
from xinan.patrols.refusals import may_not_patrol
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.web.access import requires
from xinan.web.components.views import Problem
from xinan.web.patrols.forms import PlanForm, first_day
from xinan.web.patrols.plan_presenters import plan_view
from xinan.web.patrols.policy import makes_visits, opens_visits
from xinan.web.shell.errors import status_of
from xinan.web.shell.scoping import asker, scope_for

SHOWN_VISITS, SHOWN_PLANS = 10, 12


@requires(opens_visits)
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """One's plan of a day, or the form that makes one; a POST makes it."""
    user, now = asker(request.user), wiring().clock.now()
    scope, day = scope_for(user, today=now.date()), first_day(request.GET.get("day", ""), today=now.date())
    if request.method != "POST":
        plan = plan_of(user, day=day)
        if plan is not None:
            return _plan(request, plan, user=user, scope=scope)
        return _start(request, user, scope, day=day)
    if not may_patrol(scope):
        raise may_not_patrol()
    form = _form(user, scope, day=day, data=request.POST)
    if not form.is_valid():
        return _start(request, user, scope, day=day, form=form, status=422)
    try:
        plan = make_plan(form.asked, by=user, scope=scope, now=now)
    except XinanError as error:
        return _start(request, user, scope, day=day, form=form, error=error)
    return redirect("patrol-plan", plan_id=plan.pk)


@requires(opens_visits)
@require_safe
def plan_page(request: HttpRequest, plan_id: int) -> HttpResponse:
    """One plan."""
    user, today = asker(request.user), wiring().clock.today()
    scope = scope_for(user, today=today)
    return _plan(request, visible_plan(user, scope=scope, plan_id=plan_id), user=user, scope=scope)


@requires(makes_visits)
@require_POST
def plan_act(request: HttpRequest, plan_id: int, act: str) -> HttpResponse:
    """Accept, skip, add, arrange anew, undo."""
    user, now = asker(request.user), wiring().clock.now()
    scope = scope_for(user, today=now.date())
    version, project = request.POST.get("version", ""), request.POST.get("project", "").strip()
    common: dict[str, Any] = {
        "by": user,
        "scope": scope,
        "version": int(version) if version.isdigit() and len(version) < 10 else 0,
        "now": now,
    }
    acts: dict[str, Callable[[], Plan]] = {
        "accept": lambda: accept_plan(plan_id, **common),
        "skip": lambda: skip_stop(plan_id, project, reason=request.POST.get("reason", ""), **common),
        "add": lambda: add_stop(plan_id, project, **common),
        "again": lambda: arrange_anew(plan_id, **common),
        "undo": lambda: undo_change(plan_id, **common),
    }
    if act not in acts:
        raise Http404
    try:
        acts[act]()
    except XinanError as error:
        return _plan(request, visible_plan(user, scope=scope, plan_id=plan_id), user=user, scope=scope, error=error)
    return redirect("patrol-plan", plan_id=plan_id)


def _plan(
    request: HttpRequest, plan: Plan, *, user: User, scope: Scope, error: XinanError | None = None
) -> HttpResponse:
    today = wiring().clock.today()
    changes = may_change_plan(user, scope=scope, plan=plan) and plan.day >= today
    view = plan_view(plan, user=user, language=get_language() or "zh-hans")
    context = {
        "plan": plan,
        "view": view,
        "changes": changes,
        "today": today,
        "makes": may_patrol(scope) and plan.day == today,
        "problem": _problem(error),
    }
    return render(request, "patrols/plan.html", context, status=status_of(error) if error else 200)


def _start(
    request: HttpRequest,
    user: User,
    scope: Scope,
    *,
    day: date,
    form: PlanForm | None = None,
    error: XinanError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": (form or _form(user, scope, day=day)) if may_patrol(scope) else None,
        "day": day,
        "plans": visible_plans(user, scope=scope).prefetch_related("officers__user", "stops")[:SHOWN_PLANS],
        "visits": recent_visits(visible_visits(scope), on=wiring().clock.today())[:SHOWN_VISITS],
        "problem": _problem(error),
        "here": reverse("patrols"),
    }
    return render(request, "patrols/index.html", context, status=status_of(error) if error else status)


def _form(user: User, scope: Scope, *, day: date, data: Any = None) -> PlanForm:
    people, places = colleagues(user, scope=scope, on=day), own_places(user, on=day)
    initial = {"day": day.isoformat(), "officers": [str(user.pk)]}
    return PlanForm(data, initial=initial, people=people, places=places)


def _problem(error: XinanError | None) -> Problem | None:
    return Problem(error.what, error.remedy, error.code) if error else None
