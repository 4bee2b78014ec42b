"""`/boards/3plus1/`: hidden dangers, channels, investigations, relief, by place and month; and the rows behind every figure."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from xinan.casework.boards.three_plus_one.channels import by_channel
from xinan.casework.boards.three_plus_one.figures import FIGURES, WHOSE, find_figure
from xinan.casework.boards.three_plus_one.queries import Told, board
from xinan.casework.enums import Channel
from xinan.kernel.regions import PROVINCE_CODE, REGIONS, counties_of
from xinan.people.scope import Scope
from xinan.web.access import requires
from xinan.web.boards.policy import reads_boards
from xinan.web.boards.three_filters import Filters
from xinan.web.boards.three_presenters import behind, channel_words, chart, quarters, tables, value_text
from xinan.web.components.views import PageView
from xinan.web.handling.asking import asking
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scope_words import place_name

PER_PAGE = 50


@requires(reads_boards)
@require_safe
def three_plus_one_page(request: HttpRequest) -> HttpResponse:
    """All figures of a span, of what is open to whoever asks."""
    who = asking(request)
    filters = Filters.parse(request.GET, today=who.today)
    told = board(who.scope, filters.span)
    context: dict[str, object] = {
        "filters": filters,
        "quarters": quarters(told, filters),
        "tables": tables(told, filters),
        "figures": FIGURES,
        "channels": channel_words(by_channel(who.scope, filters.span), filters),
        "chart": chart(told, filters, language=get_language() or "zh-hans"),
        "drawn": filters.first != filters.last and any(one.rows for one in told),
        "whose": WHOSE,
        "places": [(code, place_name(code)) for code in _places(who.scope, filters)],
        "now": who.now,
    }
    return render_page(request, "boards/three.html", "boards/three_body.html", context)


@requires(reads_boards)
@require_safe
def three_plus_one_rows(request: HttpRequest) -> HttpResponse:
    """The rows behind a figure, with the filters of the page it stands on."""
    who = asking(request)
    filters, figure = Filters.parse(request.GET, today=who.today), find_figure(request.GET.get("figure", ""))
    if figure is None:
        raise Http404
    told, group = board(who.scope, filters.span, figures=[figure])[0], request.GET.get("group", "")
    if group in Channel.values:
        told = Told(figure, tuple(row for row in told.rows if row.group == group))
    number = int(text) if (text := request.GET.get("page", "1")).isdigit() and len(text) < 6 else 1
    page = PageView.near(len(told.rows), number=number, size=PER_PAGE, base=_base(filters, figure.code, group))
    context: dict[str, object] = {
        "figure": figure,
        "value": value_text(figure.kind, told.value),
        "rows": behind(figure, told.rows[page.slice]),
        "page": page,
        "filters": filters,
        "group": Channel(group).label if group in Channel.values else "",
        "place": place_name(filters.place) if filters.place else None,
        "back": f"{reverse('three-plus-one')}?{filters.query()}",
    }
    return render_page(request, "boards/three_rows.html", "boards/three_rows_list.html", context)


def _base(filters: Filters, code: str, group: str) -> str:
    return f"{filters.query()}&figure={code}" + (f"&group={group}" if group in Channel.values else "")


def _places(scope: Scope, filters: Filters) -> list[str]:
    """Places to choose from: prefectures for who sees all, one's own else; a chosen prefecture offers its counties."""
    codes = (
        {place.code for place in REGIONS if place.level == "prefecture"}
        if scope.regions is None
        else set(scope.regions)
    )
    if filters.place:
        codes |= {filters.place} | {place.code for place in counties_of(f"{filters.place[:4]}00")}
    return sorted(codes - {PROVINCE_CODE, ""})
