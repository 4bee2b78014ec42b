"""`/projects/<id>/risk/<part>/`: the rows behind a part of the index; `/rules/risk-index/`: how it is worked out."""

from collections.abc import Collection
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinan.engine.explain import EvidenceRows
from xinan.gateways.wiring import wiring
from xinan.monitoring.confidential import PART as COMPLAINTS_PART
from xinan.monitoring.confidential import hears_of_complaints
from xinan.monitoring.risk import rows_behind
from xinan.registry.policies import visible_project, visible_projects
from xinan.rules.risk.parts import PARTS
from xinan.rules.risk.points import shipped_points
from xinan.web.access import signed_in
from xinan.web.projects.evidence import table_of
from xinan.web.replay.asked import PARAMETER, asked_day
from xinan.web.risk.method import band_lines, curve, part_lines
from xinan.web.shell.htmx import wants_part
from xinan.web.shell.scoping import scope_for


@signed_in
@require_safe
def risk_rows(request: HttpRequest, project_id: str, part: str) -> HttpResponse:
    """The rows a signal rests on, today or as of a past day; of other sites only those in the viewer's scope."""
    if not wants_part(request) or part not in {each.id for each in PARTS if each.signal}:
        raise Http404  # a part of the project page, not a page
    today = wiring().clock.today()
    scope = scope_for(request.user, today=today)
    project = visible_project(scope, project_id=project_id)
    if part == COMPLAINTS_PART and not hears_of_complaints(scope):
        raise Http404
    day = asked_day(request.GET.get(PARAMETER, ""), today=today)
    found = rows_behind(part, project_id=project.pk, as_of=day)
    named = {str(row["other_id"]) for each in found for row in each.rows if "other_id" in row}
    seen = set(visible_projects(scope).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    mine = [_within(each, seen) for each in found]
    tables = [table_of(each, project_id=project.pk, scope=scope) for each in mine]
    return render(request, "risk/rows.html", {"tables": tables, "hidden": len(named - seen), "as_of": day})


def _within(found: EvidenceRows, seen: Collection[str]) -> EvidenceRows:
    """Without the rows of other sites that the viewer may not see."""
    rows = tuple(row for row in found.rows if row.get("other_id", "") in seen or "other_id" not in row)
    return replace(found, rows=rows, total=found.total - len(found.rows) + len(rows))


@signed_in
@require_safe
def risk_method(request: HttpRequest) -> HttpResponse:
    """Parts, weights, calibration and the reliability curve."""
    points = shipped_points()
    context = {
        "parts": part_lines(points),
        "bands": band_lines(points),
        "curve": curve(),
        "source": points.source,
        "version": points.version,
    }
    return render(request, "risk/method.html", context)
