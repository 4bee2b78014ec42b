"""`/inbox/views/`: keep the filters in use under a name; rename, order, share, open with, delete and bring back."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.monitoring.actions.arrange_views import move_view, open_with
from xinan.monitoring.actions.drop_view import drop_view, restore_view
from xinan.monitoring.actions.keep_view import change_view, keep_view
from xinan.monitoring.inbox_models import NAME_LENGTH, SavedView
from xinan.monitoring.inbox_policies import heads_office
from xinan.monitoring.queries.saved_views import kept_views
from xinan.web.access import signed_in
from xinan.web.components.views import Problem
from xinan.web.inbox.filters import Filters
from xinan.web.inbox.saved import saved_views
from xinan.web.shell.errors import status_of
from xinan.web.shell.htmx import wants_part
from xinan.web.shell.scoping import asker


@signed_in
@require_http_methods(["GET", "POST"])
def view_new(request: HttpRequest) -> HttpResponse:
    """The dialog that asks for a name, and the view it makes; back to the list with these filters."""
    clock, user = wiring().clock, asker(request.user)
    given = request.POST if request.method == "POST" else request.GET
    filters = Filters.parse(QueryDict(given.get("query", "")))
    context: dict[str, object] = {
        "query": filters.kept,
        "name": given.get("name", ""),
        "most": NAME_LENGTH,
        "may_share": heads_office(user, today=clock.today()),
        "problem": None,
    }
    if request.method == "GET":
        return render(request, "inbox/view_form.html", context)
    try:
        view = keep_view(
            given.get("name", ""), query=filters.kept, by=user, now=clock.now(), shared=given.get("shared") == "1"
        )
    except XinanError as error:
        context["problem"] = Problem(error.what, error.remedy, error.code)
        return render(request, "inbox/view_form.html", context, status=status_of(error))
    if given.get("default") == "1":
        open_with(view.pk, by=user)
    return _back(request, view.query)


@signed_in
@require_http_methods(["GET", "POST"])
def view_list(request: HttpRequest) -> HttpResponse:
    """The dialog in which views are named, ordered and deleted."""
    return _listed(request)


@signed_in
@require_POST
def view_act(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """One act on a view, and the dialog as it then stands."""
    deleted, problem = None, None
    try:
        deleted = _done(request, number, act)
    except XinanError as error:
        problem = error
    if not wants_part(request):
        return redirect(f"{reverse('inbox')}?view=all")
    return _listed(request, deleted=deleted, problem=problem)


def _done(request: HttpRequest, number: int, act: str) -> SavedView | None:
    """Do it; the view where it was deleted, which can be undone."""
    user, now = asker(request.user), wiring().clock.now()
    if act == "rename":
        change_view(number, by=user, now=now, name=request.POST.get("name", ""))
    elif act == "filters":
        change_view(number, by=user, now=now, query=Filters.parse(QueryDict(request.POST.get("query", ""))).kept)
    elif act == "delete":
        return drop_view(number, by=user, now=now)
    elif act == "restore":
        restore_view(number, by=user, now=now)
    elif act in ("up", "down"):
        move_view(number, by=user, step=-1 if act == "up" else 1)
    elif act in ("default", "no-default"):
        open_with(number if act == "default" else None, by=user)
    else:
        raise Http404
    return None


def _listed(
    request: HttpRequest, *, deleted: SavedView | None = None, problem: XinanError | None = None
) -> HttpResponse:
    user, today = asker(request.user), wiring().clock.today()
    given = request.POST if request.method == "POST" else request.GET
    filters = Filters.parse(QueryDict(given.get("query", "")))
    saved = saved_views(kept_views(user), user=user, filters=filters, address=reverse("inbox"), today=today)
    context = {
        "saved": saved,
        "acted": request.method == "POST",  # then the views beside the list are drawn anew as well
        "most": NAME_LENGTH,
        "deleted": deleted,
        "problem": Problem(problem.what, problem.remedy, problem.code) if problem else None,
    }
    status = status_of(problem) if problem else 200
    return render(request, "inbox/view_list.html", context, status=status)


def _back(request: HttpRequest, query: str) -> HttpResponse:
    address = f"{reverse('inbox')}?{query or 'view=all'}"
    if not wants_part(request):
        return redirect(address)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = address
    return response
