"""`/`: the inbox, today or on a past day."""

from dataclasses import replace

from django.db.models import QuerySet
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
from xinan.registry.models import Project
from xinan.web.access import signed_in
from xinan.web.bank.summary import differing
from xinan.web.inbox.alarm import failed_evaluation
from xinan.web.inbox.board import map_data, place_line
from xinan.web.inbox.filters import Filters
from xinan.web.inbox.judged import Judged, judged_by, judged_live
from xinan.web.inbox.presenters import inbox
from xinan.web.replay.asked import PARAMETER, asked_day
from xinan.web.replay.pages import no_such_day
from xinan.web.replay.views_data import DayPicker
from xinan.web.shell.htmx import render_page, wants_part
from xinan.web.shell.scoping import visible_projects


@signed_in
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Projects ranked by seriousness; every filter, and the day where it is a past one, is in the address."""
    clock, address = wiring().clock, reverse("inbox")
    today = clock.today()
    try:
        day = asked_day(request.GET.get(PARAMETER, ""), today=today)
    except XinanError as error:
        if wants_part(request):
            raise
        return no_such_day(request, error, title=_("预警总览"), address=address, today=today)
    visible, filters = visible_projects(request.user, today=today), Filters.parse(request.GET)
    picker = DayPicker(address, day, today, rest=filters.query())
    if not picker.past:
        return _shown(request, visible, judged_live(today=today), filters=filters, picker=picker)
    visible, filters = visible.filter(contract_signed_on__lte=day), replace(filters, as_of=day)
    run = ask_replay(_numbers(visible), as_of=day, now=clock.now())
    if run.finished_at is None or run.error:
        return _awaited(request, run, here=f"{address}?{filters.query(page=filters.page)}", picker=picker)
    return _shown(request, visible, judged_by(run), filters=filters, picker=picker, moved=_moved(run))


@signed_in
@require_POST
def replay_anew(request: HttpRequest) -> HttpResponse:
    """Work a past day out again by the facts of now, and go back to the inbox of that day."""
    clock = wiring().clock
    day = asked_day(request.POST.get(PARAMETER, ""), today=clock.today())
    visible = visible_projects(request.user, today=clock.today()).filter(contract_signed_on__lte=day)
    ask_replay(_numbers(visible), as_of=day, now=clock.now(), anew=True)
    filters = replace(Filters.parse(QueryDict(request.POST.get("rest", ""))), as_of=day)
    return redirect(f"{reverse('inbox')}?{filters.query()}")


def _shown(
    request: HttpRequest,
    visible: QuerySet[Project],
    judged: Judged,
    *,
    filters: Filters,
    picker: DayPicker,
    moved: bool = False,
) -> HttpResponse:
    shown = inbox(visible, filters=filters, judged=judged, address=picker.address)
    language = get_language() or "zh-hans"
    context: dict[str, object] = {
        "rows": shown.rows,
        "page": shown.page,
        "facets": shown.facets,
        "chips": shown.chips,
        "tiles": shown.tiles,
        "board": shown.board,
        "map_data": [
            {**place, "label": row.name.in_language(language), "text": [place_line(row).in_language(language)]}
            for place, row in zip(map_data(shown.board), shown.board.rows, strict=True)
        ],
        "freshness": shown.freshness,
        "problem": None if picker.past else failed_evaluation(),
        "differing": None if picker.past else differing(visible),
        "text": filters.text,
        "everything": filters.everything,
        "picker": picker,
        "moved": moved,
        "part": "inbox/body.html",
    }
    return render_page(request, "inbox/index.html", "inbox/body.html", context)


def _awaited(request: HttpRequest, run: ReplayRun, *, here: str, picker: DayPicker) -> HttpResponse:
    part = "replay/waiting.html"
    context: dict[str, object] = {"run": run, "here": here, "picker": picker, "part": part}
    return render_page(request, "inbox/index.html", part, context)


def _numbers(visible: QuerySet[Project]) -> list[str]:
    return list(visible.order_by().values_list("pk", flat=True))


def _moved(run: ReplayRun) -> bool:
    """Whether facts may have changed since the run began; where one is changing this moment, they may."""
    return run.facts_mark is None or run.facts_mark != facts_mark()
