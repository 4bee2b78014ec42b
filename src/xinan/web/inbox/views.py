"""`/`: the inbox."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from xinan.gateways.wiring import wiring
from xinan.web.access import signed_in
from xinan.web.inbox.board import map_data, place_line
from xinan.web.inbox.filters import Filters
from xinan.web.inbox.presenters import inbox
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scoping import visible_projects


@signed_in
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Projects ranked by seriousness; every filter is in the address."""
    today = wiring().clock.today()
    filters = Filters.parse(request.GET)
    shown = inbox(visible_projects(request.user, today=today), filters=filters, today=today, address=reverse("inbox"))
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
        "text": filters.text,
        "everything": filters.everything,
    }
    return render_page(request, "inbox/index.html", "inbox/body.html", context)
