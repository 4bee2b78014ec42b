"""`/projects/<id>/`, today or on a past day, and the evidence of a warning."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.monitoring.as_known import project_as_known
from xinan.monitoring.confidential import hears_of_complaints, is_confidential, told_warnings
from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import Warning
from xinan.people.scope import Scope
from xinan.registry.models import Project
from xinan.registry.policies import visible_project, visible_projects
from xinan.rules.registry import find_rule
from xinan.web.access import signed_in
from xinan.web.patrols.summary import visits_summary
from xinan.web.projects.evidence import evidence_of
from xinan.web.projects.judged import handling_on, judged_live, judged_on
from xinan.web.projects.presenters import grid_context, history_context, project_context
from xinan.web.replay.asked import PARAMETER, asked_day
from xinan.web.replay.pages import no_such_day
from xinan.web.replay.views_data import DayPicker
from xinan.web.shell.htmx import wants_part
from xinan.web.shell.scoping import asker, scope_for


@signed_in
@require_safe
def project_page(request: HttpRequest, project_id: str) -> HttpResponse:
    """One project, today or as of a past day; with `part`, only the grid or the history, for leafing."""
    now, today = wiring().clock.now(), wiring().clock.today()
    scope = scope_for(request.user, today=today)
    project = visible_project(scope, project_id=project_id)
    try:
        picker = _picker(request, project, today=today)
        project = project_as_known(project, day=picker.day) if picker.past else project
    except XinanError as error:
        if wants_part(request):
            raise
        return no_such_day(request, error, title=project.name, address=request.path, today=today)
    workers, events, keep = _number(request, "workers"), _number(request, "events"), picker.query
    part = request.GET.get("part", "") if wants_part(request) else ""
    if part == "grid":
        context = grid_context(project, scope=scope, today=picker.day, number=workers, keep=keep)
        return render(request, "projects/grid.html", context)
    if part == "history":
        until = picker.day if picker.past else None
        context = history_context(project, scope=scope, until=until, number=events, keep=keep)
        return render(request, "projects/history.html", context)
    judged = judged_on(project, day=picker.day, now=now) if picker.past else judged_live(project, today=today)
    judged = judged.told_to(scope)
    context = project_context(
        project,
        judged=judged,
        scope=scope,
        grid_page=workers,
        history_page=events,
        keep=keep,
        handling={} if picker.past else handling_on(judged, scope=scope, user=asker(request.user), now=now),
    )
    context |= {
        "picker": picker,
        "place_url": _inbox_url(f"place={project.region_code}", keep),
        "inbox_url": _inbox_url(keep),
        "visits": None if picker.past else visits_summary(project, scope=scope, today=today),
    }
    response = render(request, "projects/index.html", context)
    response.headers["Vary"] = "HX-Request, HX-History-Restore-Request, Cookie"
    return response


@signed_in
@require_safe
def warning_evidence(request: HttpRequest, warning_id: int) -> HttpResponse:
    """The rows behind a live warning of a project in scope."""
    today = wiring().clock.today()
    scope = scope_for(request.user, today=today)
    if not wants_part(request):
        raise Http404  # a part of the project page, not a page
    live = Warning.objects.filter(project__in=visible_projects(scope)).exclude(state=WarningState.CURED)
    warning = get_object_or_404(told_warnings(live, scope=scope), pk=warning_id)
    return _evidence(request, warning, scope=scope, as_of=today)


@signed_in
@require_safe
def replay_evidence(request: HttpRequest, project_id: str) -> HttpResponse:
    """The rows behind a finding of a past day, named by its rule, subject and period."""
    today = wiring().clock.today()
    scope = scope_for(request.user, today=today)
    if not wants_part(request):
        raise Http404  # a part of the project page, not a page
    project = visible_project(scope, project_id=project_id)
    asked = request.GET
    day = asked_day(asked.get(PARAMETER, ""), today=today)
    rule = find_rule(asked.get("rule", ""))
    if is_confidential(rule.id) and not hears_of_complaints(scope):
        raise Http404
    named = Warning(
        rule=rule.id, project=project, subject_id=asked.get("subject", ""), period=asked.get("period") or None
    )
    return _evidence(request, named, scope=scope, as_of=day, past=True)


def _evidence(request: HttpRequest, warning: Warning, *, scope: Scope, as_of: date, past: bool = False) -> HttpResponse:
    sheet = evidence_of(warning, scope=scope, as_of=as_of)
    context = {
        "sheet": sheet,
        "tables": sheet.tables,
        "parameters": sheet.parameters,
        "warning": warning,
        "as_of": as_of,
        "past": past,
    }
    return render(request, "projects/evidence.html", context)


def _picker(request: HttpRequest, project: Project, *, today: date) -> DayPicker:
    day = asked_day(request.GET.get(PARAMETER, ""), today=today)
    return DayPicker(reverse("project", args=[project.pk]), day, today)


def _inbox_url(*parts: str) -> str:
    query = "&".join(part for part in parts if part)
    return f"{reverse('inbox')}?{query}" if query else reverse("inbox")


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "1")
    return max(int(text), 1) if text.isdigit() and len(text) < 7 else 1
