"""`/chain/`: each level sees the totals of the levels below, each department its share; every figure opens its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xinan.coordination.chain import Ground, Standing, ground, summed, total
from xinan.gateways.wiring import wiring
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import PROVINCE_CODE, region
from xinan.kernel.text import Text
from xinan.people.duties.places import places_up
from xinan.people.scope import Scope
from xinan.rules.model import Level
from xinan.web.access import requires
from xinan.web.components.views import Tile
from xinan.web.duties.policy import sees_duties
from xinan.web.duties.words import industry_words, rows_below, top_of
from xinan.web.shell.scope_words import place_name, place_short
from xinan.web.shell.scoping import asker, scope_for

LEVELS = tuple(reversed(Level))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the rows behind it; `share` of the largest in its column, 0–100."""

    number: int
    url: str
    level: Level | None = None
    share: int = 0


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A place or an industry: its name, where it opens, and its figures."""

    name: Text
    url: str
    projects: int
    warned: int
    share: int  # of the warned projects of the whole
    levels: tuple[Figure, ...]
    overdue: Figure
    unsigned: Figure
    unassigned: Figure


@requires(sees_duties)
@require_safe
def chain_page(request: HttpRequest) -> HttpResponse:
    """The totals of a place, of those below it, and of the industries in it."""
    now = wiring().clock.now()
    scope = scope_for(asker(request.user), today=now.date())
    place = _asked_place(request, scope=scope, on=now.date())
    found = ground(scope, now=now)
    here = {key: standing for key, standing in found.items() if place in places_up(key[0], on=now.date())}
    below = rows_below(place, on=now.date())
    by_place = summed(here, _row_of(place, below=below, on=now.date()))
    whole = total(here.values())
    context: dict[str, object] = {
        "place": place_name(place),
        "crumbs": _upwards(place, top=top_of(scope, on=now.date())),
        "tiles": _tiles(whole, place=place),
        "levels": LEVELS,
        "whole": _row(whole, name=Text("合计", "Total"), place=place, whole=whole),
        "places": _place_rows(by_place, below=below, place=place, whole=whole),
        "industries": _industry_rows(here, place=place, whole=whole),
    }
    return render(request, "duties/chain.html", context)


def _asked_place(request: HttpRequest, *, scope: Scope, on: date) -> str:
    """The place the address asks for, where the scope reaches it; else the top of the scope."""
    top = top_of(scope, on=on)
    asked = request.GET.get("place", "")
    try:
        code = region(asked).code if asked else top
    except InvalidValue:
        return top
    regions = scope.regions
    return code if regions is None or code in regions else top


def _row_of(place: str, *, below: list[str], on: date) -> Callable[[str, str], str | None]:
    known = set(below)

    def row(code: str, _industry: str) -> str:
        return next((step for step in places_up(code, on=on) if step in known), place)

    return row


def _place_rows(by_place: dict[str, Standing], *, below: list[str], place: str, whole: Standing) -> list[ChainRow]:
    rows = []
    for code in below:
        standing = by_place.get(code, Standing())
        if standing.projects or standing.warned or standing.open_handling:
            opens = f"{reverse('chain')}?place={code}"
            rows.append(_row(standing, name=place_short(code), place=code, whole=whole, url=opens))
    own = by_place.get(place)
    if rows and own is not None and (own.warned or own.projects):
        rows.insert(0, _row(own, name=Text("本级", "Of its own"), place=place, whole=whole))
    return rows


def _industry_rows(here: Ground, *, place: str, whole: Standing) -> list[ChainRow]:
    by_industry = summed(here, lambda _place, industry: industry or None)
    rows = [
        _row(standing, name=industry_words(code), place=place, industry=code, whole=whole)
        for code, standing in by_industry.items()
    ]
    return sorted(rows, key=lambda row: (-row.warned, row.name.zh))


def _row(standing: Standing, *, name: Text, place: str, whole: Standing, industry: str = "", url: str = "") -> ChainRow:
    def inbox(**more: str) -> str:
        return inbox_url(place=place, industries=[industry] if industry else [], **more)

    return ChainRow(
        name=name,
        url=url or inbox(),
        projects=standing.projects,
        warned=standing.warned,
        share=standing.warned * 100 // whole.warned if whole.warned else 0,
        levels=tuple(Figure(standing.levels.get(level, 0), inbox(level=level.value), level) for level in LEVELS),
        overdue=Figure(standing.overdue, inbox(todo="overdue")),
        unsigned=Figure(standing.unsigned, inbox(todo="unsigned")),
        unassigned=Figure(standing.unassigned, f"{reverse('unassigned')}?{urlencode({'place': place})}"),
    )


def inbox_url(*, place: str, industries: Sequence[str] = (), **more: str) -> str:
    """The inbox narrowed to a place, to industries, a level, a kind of work."""
    wanted = {"place": [] if place == PROVINCE_CODE else [place], "industry": list(industries), **more}
    return f"{reverse('inbox')}?{urlencode(wanted, doseq=True) or 'view=all'}"


def _tiles(whole: Standing, *, place: str) -> list[Tile]:
    waits = f"{reverse('unassigned')}?{urlencode({'place': place})}"
    return [
        Tile(Text("在建项目", "Projects in progress"), whole.projects),
        Tile(
            Text("有预警的项目", "With warnings"), whole.warned, Text(f"共 {whole.warnings} 条", f"{whole.warnings} in all"),
            url=inbox_url(place=place),
        ),
        Tile(Text("办理中", "Being handled"), whole.open_handling),
        Tile(Text("逾期", "Overdue"), whole.overdue, url=inbox_url(place=place, todo="overdue")),
        Tile(Text("待签收", "Not signed for"), whole.unsigned, url=inbox_url(place=place, todo="unsigned")),
        Tile(Text("无人承办", "With nobody"), whole.unassigned, url=waits),
    ]  # fmt: skip


def _upwards(place: str, *, top: str) -> list[tuple[Text, str]]:
    """The way down to the place, as far as the scope reaches up."""
    steps: list[tuple[Text, str]] = []
    code: str | None = place
    while code:
        steps.insert(0, (place_name(code), f"{reverse('chain')}?place={code}" if code != place else ""))
        if code == top:
            break
        code = region(code).parent_code
    return steps
