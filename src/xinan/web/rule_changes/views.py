"""`/rule-changes/`: the list, a new draft, one change."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import NotAllowed, XinanError
from xinan.kernel.text import Text
from xinan.monitoring.actions.draft_change import draft_change, revise_change
from xinan.monitoring.book import current_book
from xinan.monitoring.change_enums import OPEN_STATES, ChangeState
from xinan.monitoring.change_models import RuleChange
from xinan.monitoring.change_policies import may_draft_any, visible_changes
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.rules.book import SHARED
from xinan.rules.model import Level
from xinan.rules.parameters import Parameter
from xinan.web.access import signed_in
from xinan.web.catalogue.parameters import parameter_views
from xinan.web.components.views import PageView
from xinan.web.rule_changes.forms import RUNG, ChangeForm
from xinan.web.rule_changes.page import change_context
from xinan.web.rule_changes.presenters import (
    bounds_of,
    change_lines,
    owner_title,
    parameter_choices,
    place_choices,
    rules_by_id,
    unit_words,
)
from xinan.web.shell.errors import status_of
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scoping import asker, scope_for

PER_PAGE = 20


@signed_in
@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    """The changes a person may see, those that wait for somebody first."""
    today = wiring().clock.today()
    user, scope = asker(request.user), scope_for(request.user, today=today)
    state, owner = request.GET.get("state", ""), request.GET.get("rule", "")
    changes = visible_changes(user, scope=scope).select_related("author").order_by("-pk")
    known = [(value, label) for value, label in ChangeState.choices if changes.filter(state=value).exists()]
    owners = sorted({*changes.values_list("owner", flat=True)})
    if state in dict(known):
        changes = changes.filter(state=state)
    if owner in owners:
        changes = changes.filter(owner=owner)
    asked = request.GET.get("page", "")
    base = f"state={state}&rule={owner}"
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
    page = PageView.near(changes.count(), number=number, size=PER_PAGE, base=base, target="#changes")
    context: dict[str, object] = {
        "lines": change_lines(list(changes[page.slice]), today=today),
        "page": page,
        "states": known,
        "state": state,
        "owners": [(each, owner_title(each)) for each in owners],
        "owner": owner,
        "may_draft": may_draft_any(scope),
    }
    return render_page(request, "rule_changes/index.html", "rule_changes/list.html", context)


@signed_in
@require_safe
def change_page(request: HttpRequest, number: int) -> HttpResponse:
    """One change: what it says, how far it is, what it would do, who decided."""
    change, user, scope, today = asked_change(request, number)
    context = change_context(change, user=user, scope=scope, today=today, query=request.GET)
    return render_page(request, "rule_changes/change.html", "rule_changes/progress.html", context)


def asked_change(request: HttpRequest, number: int) -> tuple[RuleChange, User, Scope, date]:
    """The change that a person may see, with who asks; Http404."""
    today = wiring().clock.today()
    user, scope = asker(request.user), scope_for(request.user, today=today)
    changes = visible_changes(user, scope=scope).select_related("author", "approver", "reverts")
    change = changes.filter(pk=number).first()
    if change is None:
        raise Http404
    return change, user, scope, today


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Which parameter, then the form; a POST keeps the draft and leads to it."""
    today = wiring().clock.today()
    user, scope = asker(request.user), scope_for(request.user, today=today)
    _require_may_draft(scope)
    owner, name = request.GET.get("rule", ""), request.GET.get("name", "")
    book = current_book()
    if owner not in book.owners:
        raise Http404
    if not name:
        choices = parameter_choices(owner, book=book, today=today)
        return render(request, "rule_changes/choose.html", {"choices": choices, **_head(owner)})
    parameter = book.parameter(owner, name)
    form = _form(request, owner, parameter, scope=scope, today=today, initial=_initial(parameter, request, today=today))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            change = draft_change(form.wish(owner), author=user, now=wiring().clock.now())
        except XinanError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            return redirect("rule-change", number=change.pk)
    elif request.method == "POST":
        status = 422
    return _form_page(request, form, owner=owner, parameter=parameter, today=today, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Another wording of one's own draft."""
    change, user, scope, today = asked_change(request, number)
    if change.author_id != user.pk or change.state not in OPEN_STATES:
        raise Http404
    parameter = current_book().parameter(change.owner, change.name)
    form = _form(request, change.owner, parameter, scope=scope, today=today, initial=_of_change(change, parameter))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            revise_change(change.pk, form.wish(change.owner), author=user, now=wiring().clock.now())
        except XinanError as error:
            form.refuse(error)
            status = status_of(error)
        else:
            return redirect("rule-change", number=change.pk)
    elif request.method == "POST":
        status = 422
    return _form_page(
        request, form, owner=change.owner, parameter=parameter, today=today, status=status, number=change.pk
    )


def _form(
    request: HttpRequest, owner: str, parameter: Parameter, *, scope: Scope, today: date, initial: dict[str, object]
) -> ChangeForm:
    rule = rules_by_id().get(owner)
    levels = rule.levels if rule else tuple(Level)
    given = request.POST if request.method == "POST" else None
    places = place_choices(scope, today=today)
    return ChangeForm(given, parameter=parameter, levels=levels, places=places, today=today, initial=initial)


def _form_page(
    request: HttpRequest,
    form: ChangeForm,
    *,
    owner: str,
    parameter: Parameter,
    today: date,
    status: int,
    number: int | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "parameter": parameter,
        "unit": unit_words(parameter),
        "bounds": bounds_of(parameter),
        "now": parameter_views({parameter.name: parameter}, on=today),
        "number": number,
        **_head(owner),
    }
    return render(request, "rule_changes/form.html", context, status=status)


def _head(owner: str) -> dict[str, object]:
    rule = rules_by_id().get(owner)
    return {"rule": rule, "owner": owner, "owner_title": owner_title(owner), "is_shared": owner == SHARED}


def _initial(parameter: Parameter, request: HttpRequest, *, today: date) -> dict[str, object]:
    region_code = request.GET.get("region", "")
    value = parameter.step(on=today, region=region_code).value
    return {"region_code": region_code, "from_on": today, **_value_initial(value, parameter)}


def _of_change(change: RuleChange, parameter: Parameter) -> dict[str, object]:
    value = change.value if change.value is not None else change.value_before
    return {
        "region_code": change.region_code,
        "from_on": change.from_on,
        "source": change.source,
        "reason": change.reason,
        "ends": change.ends,
        **_value_initial(value, parameter),
    }


def _value_initial(value: object, parameter: Parameter) -> dict[str, object]:
    if isinstance(value, dict):
        return {f"{RUNG}{level}": f"{amount}" for level, amount in value.items()}
    return {"value": str(value).lower() if isinstance(value, bool) else str(value)}


def _require_may_draft(scope: Scope) -> None:
    if not may_draft_any(scope):
        raise NotAllowed(
            "may-not-draft",
            Text("您的岗位不能修改规则。", "Your post does not change rules."),
            Text(
                "由省、市州根治欠薪办起草；有意见请告诉他们。", "The offices of the province and cities do; tell them."
            ),
        )
