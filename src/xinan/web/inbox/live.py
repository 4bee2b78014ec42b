"""`/inbox/changes/` and `/inbox/rows/`: what others changed while the page is open, and the rows as they are now."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinan.gateways.wiring import wiring
from xinan.monitoring.confidential import hears_of_complaints
from xinan.monitoring.queries.changed_projects import Mark, changed_since, mark_now
from xinan.registry.policies import visible_projects
from xinan.web.access import signed_in
from xinan.web.inbox.bulk.acts import bulk_acts
from xinan.web.inbox.facets import chosen_by
from xinan.web.inbox.filters import PER_PAGE, Filters
from xinan.web.inbox.judged import judged_live
from xinan.web.inbox.rows import rows_of
from xinan.web.inbox.standing import standings
from xinan.web.replay.views_data import DayPicker
from xinan.web.shell.scoping import asker, scope_for


@signed_in
@require_safe
def inbox_changes(request: HttpRequest) -> HttpResponse:
    """Projects of the scope with something new since the mark that a page carries; the mark to ask with next time."""
    mark = Mark.parse(request.GET.get("since", ""))
    if mark is None:
        return _answer({"mark": str(mark_now()), "projects": {}, "fresh": [], "many": True})
    scope = scope_for(request.user, today=wiring().clock.today())
    changed = changed_since(mark, visible=visible_projects(scope), complaints=hears_of_complaints(scope))
    return _answer(
        {
            "mark": str(changed.mark),
            "projects": dict(changed.projects),
            "fresh": sorted(changed.fresh),
            "many": changed.many,
        }
    )


@signed_in
@require_safe
def inbox_rows(request: HttpRequest) -> HttpResponse:
    """Some rows of a page as they are now, in the order the page has them; `shown` are all of the page, `row` those wanted.

    A project that the page's filters no longer let through is left out.
    """
    clock = wiring().clock
    today = clock.today()
    scope = scope_for(request.user, today=today)
    judged = judged_live(now=clock.now()).told_to(scope)
    shown, wanted = request.GET.getlist("shown")[: PER_PAGE + 1], set(request.GET.getlist("row"))
    filters = Filters.parse(QueryDict(urlsplit(request.GET.get("address", "")).query))
    visible = visible_projects(scope).filter(pk__in=shown)
    left = {each.project_id: each for each in chosen_by(filters, standings(visible, text=filters.text, judged=judged))}
    ordered = [left[number] for number in shown if number in left]
    first = int(text) if (text := request.GET.get("first", "1")).isdigit() and len(text) < 7 else 1
    rows = rows_of(ordered, first=first, visible=visible, judged=judged)
    places = {number: place for place, number in enumerate(shown, start=first)}
    kept = [(places[row.project_id], row) for row in rows if row.project_id in wanted]
    picker = DayPicker("", today, today)
    selectable = bool(bulk_acts(asker(request.user), scope=scope))
    response = render(request, "inbox/rows.html", {"rows": kept, "picker": picker, "selectable": selectable})
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(content: dict[str, object]) -> JsonResponse:
    response = JsonResponse(content)
    response.headers["Cache-Control"] = "no-store"
    return response
