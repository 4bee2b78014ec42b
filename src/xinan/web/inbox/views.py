"""`/`: the inbox, today or on a past day."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.monitoring.actions.replay_scope import ask_replay
from xinan.monitoring.facts_mark import facts_mark
from xinan.monitoring.models import ReplayRun
from xinan.monitoring.queries.changed_projects import mark_now
from xinan.monitoring.queries.saved_views import KeptViews, kept_views
from xinan.web.access import signed_in
from xinan.web.bank.summary import differing
from xinan.web.inbox.alarm import failed_evaluation
from xinan.web.inbox.asked import Asked, asked_of, numbers
from xinan.web.inbox.board import map_data, place_line
from xinan.web.inbox.bulk.acts import bulk_acts
from xinan.web.inbox.filters import Filters
from xinan.web.inbox.judged import Judged
from xinan.web.inbox.presenters import inbox
from xinan.web.inbox.saved import saved_views
from xinan.web.inbox.views_data import Board
from xinan.web.inbox.why import RANKING
from xinan.web.proceedings.policy import only_tribunal
from xinan.web.replay.asked import PARAMETER, asked_day
from xinan.web.replay.pages import no_such_day
from xinan.web.shell.htmx import render_page, wants_part
from xinan.web.shell.scoping import asker, scope_for, visible_projects


@signed_in
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Projects ranked by seriousness; every filter, and the day where it is a past one, is in the address.

    A bare address opens the view that the person chose to begin with. Mediators and arbitrators begin with their matters.
    """
    if only_tribunal(scope_for(request.user, today=wiring().clock.today())):
        return redirect("matters")
    kept = kept_views(asker(request.user))
    if kept.default is not None and kept.default.query and not request.GET and not wants_part(request):
        return redirect(f"{reverse('inbox')}?{kept.default.query}")
    try:
        asked = asked_of(request)
    except XinanError as error:
        if wants_part(request):
            raise
        return no_such_day(request, error, title=_("预警总览"), address=reverse("inbox"), today=wiring().clock.today())
    asked = replace(asked, filters=replace(asked.filters, marked=kept.default is not None))
    if asked.judged is None:
        return _awaited(request, asked)
    return _shown(request, asked, asked.judged, kept=kept)


@signed_in
@require_POST
def replay_anew(request: HttpRequest) -> HttpResponse:
    """Work a past day out again by the facts of now, and go back to the inbox of that day."""
    clock = wiring().clock
    day = asked_day(request.POST.get(PARAMETER, ""), today=clock.today())
    visible = visible_projects(request.user, today=clock.today()).filter(contract_signed_on__lte=day)
    ask_replay(numbers(visible), as_of=day, now=clock.now(), anew=True)
    filters = replace(Filters.parse(QueryDict(request.POST.get("rest", ""))), as_of=day)
    return redirect(f"{reverse('inbox')}?{filters.query()}")


def _shown(request: HttpRequest, asked: Asked, judged: Judged, *, kept: KeptViews) -> HttpResponse:
    filters, picker, user = asked.filters, asked.picker, asker(request.user)
    mark = None if picker.past else mark_now()  # before anything is read: what comes later is told of later
    acts = [] if picker.past else bulk_acts(user, scope=asked.scope)
    shown = inbox(asked.visible, filters=filters, judged=judged, address=picker.address)
    context: dict[str, object] = {
        "rows": shown.rows,
        "page": shown.page,
        "facets": shown.facets,
        "chips": shown.chips,
        "tiles": shown.tiles,
        "board": shown.board,
        "map_data": _map(shown.board),
        "freshness": shown.freshness,
        "todo": shown.todo,
        "saved": saved_views(kept, user=user, filters=filters, address=picker.address, today=picker.today),
        "ranking": RANKING,
        "query": filters.query(),
        "acts": acts,
        "selectable": bool(acts),
        "mark": mark,
        "problem": None if picker.past else failed_evaluation(),
        "differing": None if picker.past else differing(asked.visible),
        "text": filters.text,
        "everything": filters.everything,
        "chosen_todo": filters.todo,
        "picker": picker,
        "moved": asked.run is not None and _moved(asked.run),
        "part": "inbox/body.html",
    }
    return render_page(request, "inbox/index.html", "inbox/body.html", context)


def _map(shown: Board) -> list[dict[str, object]]:
    language = get_language() or "zh-hans"
    return [
        {**place, "label": row.name.in_language(language), "text": [place_line(row).in_language(language)]}
        for place, row in zip(map_data(shown), shown.rows, strict=True)
    ]


def _awaited(request: HttpRequest, asked: Asked) -> HttpResponse:
    part, picker, filters = "replay/waiting.html", asked.picker, asked.filters
    here = f"{picker.address}?{filters.query(page=filters.page)}"
    context: dict[str, object] = {"run": asked.run, "here": here, "picker": picker, "part": part}
    return render_page(request, "inbox/index.html", part, context)


def _moved(run: ReplayRun) -> bool:
    """Whether facts may have changed since the run began; where one is changing this moment, they may."""
    return run.facts_mark is None or run.facts_mark != facts_mark()
