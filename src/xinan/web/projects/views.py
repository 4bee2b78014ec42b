"""`/projects/<id>/` and the evidence of a warning."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xinan.gateways.wiring import wiring
from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import Warning
from xinan.registry.policies import visible_project, visible_projects
from xinan.web.access import signed_in
from xinan.web.projects.evidence import evidence_of
from xinan.web.projects.presenters import grid_context, history_context, project_context
from xinan.web.shell.htmx import wants_part
from xinan.web.shell.scoping import scope_for


@signed_in
@require_safe
def project_page(request: HttpRequest, project_id: str) -> HttpResponse:
    """One project; with `part`, only the grid or the history, for leafing."""
    today = wiring().clock.today()
    scope = scope_for(request.user, today=today)
    project = visible_project(scope, project_id=project_id)
    workers, events = _number(request, "workers"), _number(request, "events")
    part = request.GET.get("part", "") if wants_part(request) else ""
    if part == "grid":
        return render(request, "projects/grid.html", grid_context(project, scope=scope, today=today, number=workers))
    if part == "history":
        return render(request, "projects/history.html", history_context(project, number=events))
    context = project_context(project, scope=scope, today=today, grid_page=workers, history_page=events)
    context["place_url"] = f"{reverse('inbox')}?place={project.region_code}"
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
    warning = get_object_or_404(live, pk=warning_id)
    sheet = evidence_of(warning, scope=scope, as_of=today)
    context = {
        "sheet": sheet,
        "tables": sheet.tables,
        "parameters": sheet.parameters,
        "warning": warning,
        "as_of": today,
    }
    return render(request, "projects/evidence.html", context)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "1")
    return max(int(text), 1) if text.isdigit() and len(text) < 7 else 1
