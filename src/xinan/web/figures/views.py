"""`/figures/`: the figures by place, link, rule, office, level or month; `/figures/rows/`: the warnings behind one of them."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from xinan.gateways.wiring import wiring
from xinan.kernel.regions import counties_of
from xinan.kernel.text import Text
from xinan.monitoring.figures.definitions import COHORT, FIGURES, Part, find_figure
from xinan.monitoring.figures.queries import By, Counts, figures, offices_of, rows_behind
from xinan.monitoring.handling.titles import titles_of
from xinan.people.scope import Scope
from xinan.procedures.models import Proceeding
from xinan.procedures.registry import find_procedure
from xinan.rules.model import Level, Link
from xinan.rules.registry import RULES, find_rule
from xinan.web.access import requires
from xinan.web.components.views import PageView
from xinan.web.figures.filters import Filters
from xinan.web.figures.policy import may_read_figures
from xinan.web.figures.presenters import BY_WORDS, cells, chart, table
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scope_words import place_name, place_words
from xinan.web.shell.scoping import scope_for

PER_PAGE = 50
_RULES_BY_LINK = [
    (link.title, [(rule.id, rule.title) for rule in RULES if rule.id.startswith(f"{link.value}/")]) for link in Link
]
PART_WORDS = {
    Part.DUE: Text("计入的", "Counted"),
    Part.DONE: Text("已办的", "Done"),
    Part.OPEN: Text("未办的", "Not done"),
    Part.LATE: Text("逾期办的", "Done late"),
}


@requires(may_read_figures)
@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """All figures of the span, by month as a chart, and by the dimension asked for as a table."""
    clock = wiring().clock
    today, now = clock.today(), clock.now()
    scope, filters = scope_for(request.user, today=today), Filters.parse(request.GET, today=today)
    whole = figures(scope, asked=filters.asked, by=None, now=now)[0]
    months = figures(scope, asked=filters.asked, by=By.MONTH, now=now)
    told = months if filters.by is By.MONTH else figures(scope, asked=filters.asked, by=filters.by, now=now)
    context: dict[str, object] = {
        "filters": filters,
        "handled": whole.handled,
        "tiles": cells(whole, filters),
        "rows": table(told, filters),
        "figures": FIGURES,
        "cohort": COHORT,
        "chart": chart(months, language=get_language() or "zh-hans"),
        "drawn": len(months) > 1,
        "bys": [(by.value, words) for by, words in BY_WORDS.items()],
        "by_title": BY_WORDS[filters.by],
        "places": _places(scope, told, filters),
        "links": [(link.value, link.title) for link in Link],
        "levels": [(level.value, level.title) for level in reversed(Level)],
        "rules_by_link": _RULES_BY_LINK,
        "offices": [(str(number), Text(name, name)) for number, name in offices_of(scope)],
        "now": now,
    }
    return render_page(request, "figures/index.html", "figures/body.html", context)


@requires(may_read_figures)
@require_safe
def figure_rows(request: HttpRequest) -> HttpResponse:
    """The warnings behind a figure, with the filters of the page it stands on."""
    clock = wiring().clock
    today, now = clock.today(), clock.now()
    scope, filters = scope_for(request.user, today=today), Filters.parse(request.GET, today=today)
    figure, part = find_figure(request.GET.get("figure", "")), request.GET.get("part", "")
    if figure is None or part not in set(Part):
        raise Http404
    number = int(text) if (text := request.GET.get("page", "1")).isdigit() and len(text) < 6 else 1
    first = (max(number, 1) - 1) * PER_PAGE
    found, total = rows_behind(
        scope, asked=filters.asked, figure=figure, part=Part(part), now=now, most=PER_PAGE, first=first
    )
    base = f"{filters.query()}&figure={figure.code}&part={part}"
    context: dict[str, object] = {
        "figure": figure,
        "part": PART_WORDS[Part(part)],
        "parts": _parts(figure.code, part, filters),
        "rows": _lines(found),
        "page": PageView.near(total, number=number, size=PER_PAGE, base=base),
        "back": f"{reverse('figures')}?{filters.query()}",
        "filters": filters,
        "chosen": _chosen(filters, scope=scope),
    }
    return render_page(request, "figures/rows.html", "figures/rows_list.html", context)


def _parts(code: str, chosen: str, filters: Filters) -> list[tuple[Text, str, bool]]:
    figure = find_figure(code)
    shown = [part for part in Part if part is not Part.LATE or (figure is not None and figure.late)]
    return [
        (PART_WORDS[part], f"?{filters.query()}&figure={code}&part={part.value}", part.value == chosen)
        for part in shown
    ]


def _lines(found: Sequence[Proceeding]) -> list[dict[str, Any]]:
    titles = titles_of(found)
    return [
        {
            "proceeding": one,
            "title": titles.get(one.pk, Text(one.subject_id, one.subject_id)),
            "place": place_words(one.region_code, skip=1) if one.region_code else Text("—", "—"),
            "level": one.level if one.level in set(Level) else "",
            "state": _state(one),
            "url": reverse("warning", args=[int(one.subject_id)]),
        }
        for one in found
    ]


def _state(one: Proceeding) -> Text:
    state = find_procedure(one.procedure).states.get(one.state)
    return state.name if state else Text(one.state, one.state)


def _places(scope: Scope, told: Sequence[Counts], filters: Filters) -> list[tuple[str, Text]]:
    """Places to choose from: those of the table, and those chosen; a chosen prefecture offers its counties."""
    codes = {counts.key for counts in told if counts.key} if filters.by is By.PLACE else set()
    codes |= {code for code in filters.asked.places if code.isdigit()}
    if scope.regions is not None:
        codes |= set(scope.regions)
    today = wiring().clock.today()
    for code in [code for code in codes if code.endswith("00")]:
        codes |= {county.code for county in counties_of(code, on=today)}
    return [(code, place_name(code)) for code in sorted(codes)]


def _chosen(filters: Filters, *, scope: Scope) -> Text:
    """What the rows are narrowed to, in words."""
    asked = filters.asked
    span = asked.first_month if asked.first_month == asked.last_month else f"{asked.first_month} – {asked.last_month}"
    words = [
        Text(span, span),
        *(place_name(code) for code in asked.places if code.isdigit()),
        *(Link(link).title for link in asked.links),
        *(Level(level).title for level in asked.levels),
        *(find_rule(rule).title for rule in asked.rules),
        *(Text(name, name) for number, name in offices_of(scope) if str(number) in asked.offices),
    ]
    return Text(" · ".join(word.zh for word in words), " · ".join(word.en for word in words))
