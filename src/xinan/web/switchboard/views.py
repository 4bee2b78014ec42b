"""`/switchboard/`: every feed, the same as a file, and one project's feeds with their batches and faults."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from xinan.gateways.wiring import wiring
from xinan.intake.actions.retake_batch import retake_batch
from xinan.intake.models import Batch
from xinan.intake.switchboard.lines import Line
from xinan.intake.switchboard.policies import Watched, watched
from xinan.monitoring.queries.switchboard import FeedState, switchboard
from xinan.registry.models import Project
from xinan.web.access import requires
from xinan.web.components.views import PageView
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scoping import asker, scope_for, visible_projects
from xinan.web.switchboard.export import csv_file, workbook_file
from xinan.web.switchboard.filters import PER_PAGE, Filters
from xinan.web.switchboard.looks import STATE_LOOKS
from xinan.web.switchboard.places import place_choices
from xinan.web.switchboard.policy import may_open
from xinan.web.switchboard.presenters import feed_views, tiles
from xinan.web.switchboard.project import project_context


@requires(may_open)
@require_safe
def feed_list(request: HttpRequest) -> HttpResponse:
    """Every feed that this person may watch, the worst first."""
    today, filters, seen = wiring().clock.today(), Filters.parse(request.GET), _seen(request)
    address = reverse("switchboard")
    found = switchboard(seen, asked=filters.asked, today=today, first=(filters.page - 1) * PER_PAGE, most=PER_PAGE)
    page = PageView.near(found.found, number=filters.page, size=PER_PAGE, base=filters.query(), target="#feeds")
    if page.number != filters.page:
        found = switchboard(seen, asked=filters.asked, today=today, first=page.slice.start, most=PER_PAGE)
    context: dict[str, object] = {
        "feeds": feed_views(
            found.rows, today=today, open_projects=_openable(request, [r.project_id for r in found.rows])
        ),
        "tiles": tiles(found.counts, total=found.total, filters=filters, address=address),
        "page": page,
        "filters": filters,
        "query": filters.query(),
        "now": wiring().clock.now(),
        "lines": [(line.value, line.words) for line in Line],
        "places": place_choices(seen),
        "states": [(state.value, STATE_LOOKS[state].words) for state in FeedState],
    }
    return render_page(request, "switchboard/index.html", "switchboard/feeds.html", context)


@requires(may_open)
@require_safe
def feed_export(request: HttpRequest, form: str) -> HttpResponse:
    """The list as the filters leave it, all pages of it, as CSV or as a workbook."""
    clock, filters = wiring().clock, Filters.parse(request.GET)
    found = switchboard(_seen(request), asked=filters.asked, today=clock.today())
    return csv_file(found.rows, now=clock.now()) if form == "csv" else workbook_file(found.rows, now=clock.now())


@requires(may_open)
@require_safe
def project_feeds(request: HttpRequest, project_id: str) -> HttpResponse:
    """One project's feeds: each with its picture, what is withheld for it, the last batches, the faults by kind."""
    today = wiring().clock.today()
    seen = _seen(request)
    lines = seen.lines(project_id)
    if not lines:
        raise Http404
    context = project_context(
        Project.objects.select_related("contractor").get(pk=project_id),
        seen=seen,
        lines=lines,
        user=asker(request.user),
        scope=scope_for(request.user, today=today),
        now=wiring().clock.now(),
        page=request.GET.get("page", ""),
    )
    context["linked"] = bool(_openable(request, [project_id]))
    return render_page(request, "switchboard/project.html", "switchboard/project_part.html", context)


@requires(may_open)
@require_POST
def retake(request: HttpRequest, number: int) -> HttpResponse:
    """Take the kept file of a batch once more; back to the project's feeds, where it waits."""
    batch = Batch.objects.filter(pk=number).only("project_id").first()
    if batch is None or (batch.project_id and not _seen(request).lines(batch.project_id)):
        raise Http404
    retake_batch(number, by=asker(request.user), now=wiring().clock.now())
    return redirect("switchboard-project", project_id=batch.project_id) if batch.project_id else redirect("switchboard")


def _seen(request: HttpRequest) -> Watched:
    return watched(scope_for(request.user, today=wiring().clock.today()))


def _openable(request: HttpRequest, project_ids: list[str]) -> frozenset[str]:
    """Those whose own page this person may open: an operator watches feeds without seeing projects."""
    visible = visible_projects(request.user, today=wiring().clock.today())
    return frozenset(visible.filter(pk__in=project_ids).values_list("pk", flat=True))
