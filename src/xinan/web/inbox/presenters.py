"""The inbox of one person on one day, ready to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from xinan.kernel.text import Text
from xinan.registry.models import Project
from xinan.rules.model import Level
from xinan.web.components.views import Facet, PageView, Tile
from xinan.web.inbox.board import board
from xinan.web.inbox.facets import chosen_by, facets
from xinan.web.inbox.filters import PER_PAGE, Filters
from xinan.web.inbox.judged import Judged
from xinan.web.inbox.rows import rows_of
from xinan.web.inbox.standing import Standing, ranked, standings
from xinan.web.inbox.todo_panel import todo_panel, todo_title
from xinan.web.inbox.views_data import Board, Chip, Freshness, InboxRow, TodoPanel


@dataclass(frozen=True, slots=True)
class Inbox:
    """Everything the page shows."""

    rows: tuple[InboxRow, ...]
    page: PageView
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    tiles: tuple[Tile, ...]
    board: Board
    freshness: Freshness
    todo: TodoPanel | None


def inbox(visible: QuerySet[Project], *, filters: Filters, judged: Judged, address: str) -> Inbox:
    """The inbox over the projects of a scope. Thirteen queries, whatever the number of projects and the page."""
    today, every = judged.day, standings(visible, text=filters.text, judged=judged)
    chosen = ranked(chosen_by(filters, every))
    page = PageView.near(len(chosen), number=filters.page, size=PER_PAGE, base=filters.query(), target="#inbox")
    shown = chosen[page.slice]
    all_facets = facets(filters, every)
    return Inbox(
        rows=rows_of(
            shown,
            first=page.first,
            visible=visible,
            judged=judged,
            after=chosen[page.slice.stop] if len(chosen) > page.slice.stop else None,
        ),
        page=page,
        facets=all_facets,
        chips=chips_of(filters, all_facets, address=address),
        tiles=_tiles(filters, every, address=address),
        board=board(filters, every, in_progress=_in_progress(visible, today=today), address=address),
        freshness=judged.freshness,
        todo=todo_panel(filters, every, judged=judged, address=address),
    )


def _in_progress(visible: QuerySet[Project], *, today: date) -> dict[str, int]:
    running = visible.filter(Q(completed_on=None) | Q(completed_on__gt=today), started_on__lte=today)
    return dict(running.order_by().values_list("region_code").annotate(n=Count("pk")))


def _tiles(filters: Filters, every: Sequence[Standing], *, address: str) -> tuple[Tile, ...]:
    """One tile a level: projects by their worst level, over the whole scope; a click narrows the list to it."""
    tiles = []
    for level in reversed(Level):
        count = sum(1 for standing in every if standing.level is level)
        chosen = filters.levels == (level,)
        query = filters.query(levels=() if chosen else (level,))
        tiles.append(Tile(level.title, count, None, level, f"{address}?{query}", active=chosen))
    clear = sum(1 for standing in every if not standing.counts)
    tiles.append(Tile(Text("无预警", "In order"), clear))
    return tuple(tiles)


def chips_of(filters: Filters, shown: Iterable[Facet], *, address: str) -> tuple[Chip, ...]:
    """What narrows the list, each with the address without it."""
    names = {
        "place": "places",
        "link": "links",
        "level": "levels",
        "industry": "industries",
        "contractor": "contractors",
    }
    chips = []
    for facet in shown:
        field = names[facet.name]
        values: tuple[str, ...] = getattr(filters, field)
        for choice in facet.chosen:
            others = tuple(value for value in values if value != choice.value)
            chips.append(Chip(facet.title, choice.title, f"{address}?{filters.query(**{field: others})}"))
    if filters.text:
        said = Text(f"“{filters.text}”", f"“{filters.text}”")
        chips.append(Chip(Text("搜索", "Search"), said, f"{address}?{filters.query(text='')}"))
    for todo in filters.todo:
        rest = tuple(other for other in filters.todo if other is not todo)
        chips.append(Chip(Text("待办", "To do"), todo_title(todo), f"{address}?{filters.query(todo=rest)}"))
    if filters.everything:
        shown_too = Text("含无预警项目", "with projects in order")
        chips.append(Chip(Text("显示", "Show"), shown_too, f"{address}?{filters.query(everything=False)}"))
    return tuple(chips)
