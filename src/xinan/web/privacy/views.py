"""Asking to see a worker in clear, and the log of looks."""

from datetime import date, datetime, time

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinan.gateways.wiring import wiring
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.people.middleware import request_id
from xinan.people.models import AccessRecord
from xinan.people.policies import may_audit, may_reveal, visible_looks
from xinan.people.scope import Scope
from xinan.registry.models import Project
from xinan.registry.policies import visible_project, visible_projects
from xinan.web.access import signed_in
from xinan.web.components.views import PageView, Problem
from xinan.web.privacy.forms import ReasonForm
from xinan.web.privacy.presenters import FIELD_WORDS, look_views
from xinan.web.projects.people import people_of
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scoping import asker, scope_for
from xinan.workforce.actions.reveal_worker import reveal_worker

SHOWN = ("name", "id_number", "phone")
PER_PAGE = 30


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: HttpRequest, project_id: str, worker_id: str) -> HttpResponse:
    """The question why, then the values in clear, each look recorded before it is shown."""
    now = wiring().clock.now()
    scope = scope_for(request.user, today=now.date())
    visible_project(scope, project_id=project_id)
    if not may_reveal(scope):
        raise PermissionDenied
    person = people_of([worker_id], project_id=project_id, scope=scope).get(worker_id)
    if person is None:
        raise NotFound(
            "worker-not-found",
            Text("没有这名工人。", "There is no such worker."),
            Text("请从项目页进入。", "Open them from the project's page."),
        )
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "person": person, "url": reverse("reveal", args=[project_id, worker_id])}
        return render(request, "privacy/ask.html", context, status=422 if form.is_bound else 200)
    values = [
        (FIELD_WORDS[field], _clear(request, worker_id, field, form.full_reason(), now=now, project_id=project_id))
        for field in SHOWN
    ]
    response = render(request, "privacy/shown.html", {"values": values, "person": person})
    response.headers["Cache-Control"] = "no-store"
    return response


def _clear(request: HttpRequest, worker_id: str, field: str, reason: str, *, now: datetime, project_id: str) -> str:
    try:
        return reveal_worker(
            asker(request.user),
            worker_id=worker_id,
            field=field,
            reason=reason,
            now=now,
            keyring=wiring().keyring,
            project_id=project_id,
            request_id=request_id(request),
        )
    except NotFound as missing:
        # A value that was never entered is a dash, and no look.
        if missing.code == "nothing-to-reveal":
            return ""
        raise


@signed_in
@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """Who looked at whose data in clear, when and why: one's own looks, and everybody's for whoever audits."""
    today = wiring().clock.today()
    user, scope = asker(request.user), scope_for(request.user, today=today)
    looks = visible_looks(user, scope=scope)
    text, field = request.GET.get("q", "").strip()[:60], request.GET.get("field", "")
    span, problem = _span(request)
    looks = _filtered(looks, text=text, field=field, span=span)
    page = PageView.near(
        looks.count(), number=_number(request), size=PER_PAGE, base=_without_page(request), target="#log"
    )
    context: dict[str, object] = {
        "lead": _("谁、何时、为什么看过完整的个人信息。") if may_audit(scope) else _("您查看过的完整个人信息。"),
        "rows": look_views(list(looks[page.slice]), projects=_titles(scope, looks[page.slice])),
        "page": page,
        "fields": list(FIELD_WORDS.items()),
        "field": field,
        "text": text,
        "from": request.GET.get("from", ""),
        "to": request.GET.get("to", ""),
        "problem": problem,
    }
    return render_page(request, "privacy/log.html", "privacy/log_list.html", context)


def _filtered(
    looks: QuerySet[AccessRecord], *, text: str, field: str, span: tuple[date | None, date | None]
) -> QuerySet[AccessRecord]:
    if text:
        said = Q(reason__icontains=text) | Q(project_id__icontains=text) | Q(user__display_name__icontains=text)
        looks = looks.filter(said)
    if field in FIELD_WORDS:
        looks = looks.filter(field=field)
    if span[0]:
        looks = looks.filter(at__gte=datetime.combine(span[0], time.min, tzinfo=CHINA))
    if span[1]:
        looks = looks.filter(at__lte=datetime.combine(span[1], time.max, tzinfo=CHINA))
    return looks


def _span(request: HttpRequest) -> tuple[tuple[date | None, date | None], Problem | None]:
    """The days asked for, and what is wrong with them."""
    try:
        first, last = (
            date.fromisoformat(text) if (text := request.GET.get(name, "")) else None for name in ("from", "to")
        )
    except ValueError:
        what = Text("日期写法不对。", "A date is not written as one.")
        return (None, None), Problem(
            what, Text("应为 年-月-日，如 2026-03-01。", "Write it as 2026-03-01."), "date-format"
        )
    if first and last and last < first:
        what = Text("止日早于起日。", "The last day lies before the first.")
        return (None, None), Problem(
            what, Text("止日应不早于起日。", "Give a last day on or after the first."), "range-order"
        )
    return (first, last), None


def _titles(scope: Scope, looks: QuerySet[AccessRecord]) -> dict[str, str]:
    """Names of the projects among the looks that the reader may open."""
    ids = {look.project_id for look in looks if look.project_id}
    found: QuerySet[Project] = visible_projects(scope).filter(pk__in=ids)
    return dict(found.values_list("project_id", "name"))


def _without_page(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isdigit() and len(text) < 7 else 1
