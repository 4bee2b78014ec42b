"""The inbox of one person on one day, ready to print."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from xinan.kernel.text import Text
from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import Warning
from xinan.registry.models import Project
from xinan.rules.model import Level
from xinan.rules.registry import find_rule
from xinan.rules.risk.model import Risk
from xinan.web.components.views import Facet, PageView, Tile
from xinan.web.inbox.board import board
from xinan.web.inbox.facets import chosen_by, facets
from xinan.web.inbox.filters import PER_PAGE, Filters
from xinan.web.inbox.judged import Judged
from xinan.web.inbox.standing import Standing, ranked, standings
from xinan.web.inbox.views_data import Board, Chip, Freshness, Headline, InboxRow
from xinan.web.projects.chain import Situation, chain_of
from xinan.web.projects.situation import situations
from xinan.web.risk.presenters import risk_of_warnings, risk_view
from xinan.web.shell.scope_words import place_words

HEADLINES = 3


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


def inbox(visible: QuerySet[Project], *, filters: Filters, judged: Judged, address: str) -> Inbox:
    """The inbox over the projects of a scope. Nine queries, whatever the number of projects and the page."""
    today, every = judged.day, standings(visible, text=filters.text, judged=judged)
    chosen = ranked(chosen_by(filters, every))
    page = PageView.near(len(chosen), number=filters.page, size=PER_PAGE, base=filters.query(), target="#inbox")
    shown = chosen[page.slice]
    all_facets = facets(filters, every)
    return Inbox(
        rows=_rows(shown, first=page.first, visible=visible, judged=judged),
        page=page,
        facets=all_facets,
        chips=_chips(filters, all_facets, address=address),
        tiles=_tiles(filters, every, address=address),
        board=board(filters, every, in_progress=_in_progress(visible, today=today), address=address),
        freshness=judged.freshness,
    )


def _in_progress(visible: QuerySet[Project], *, today: date) -> dict[str, int]:
    running = visible.filter(Q(completed_on=None) | Q(completed_on__gt=today), started_on__lte=today)
    return dict(running.order_by().values_list("region_code").annotate(n=Count("pk")))


def _rows(shown: Sequence[Standing], *, first: int, visible: QuerySet[Project], judged: Judged) -> tuple[InboxRow, ...]:
    today, ids = judged.day, [standing.project_id for standing in shown]
    live = judged.of_projects(ids, states=[WarningState.OPEN, WarningState.WITHHELD])
    by_project: dict[str, list[Warning]] = defaultdict(list)
    for warning in live:
        by_project[str(warning.project_id)].append(warning)
    where = situations(visible.filter(pk__in=ids), today=today)
    risks = judged.risks_of(ids)
    return tuple(
        _row(standing, by_project[key], rank=rank, situation=where[key], risk=risks.get(key), today=today)
        for rank, standing in enumerate(shown, start=first)
        for key in (standing.project_id,)
    )


def _row(
    standing: Standing,
    warnings: list[Warning],
    *,
    rank: int,
    situation: Situation,
    risk: Risk | None,
    today: date,
) -> InboxRow:
    raised = [warning for warning in warnings if warning.state == WarningState.OPEN]
    held = [warning for warning in warnings if warning.state == WarningState.WITHHELD]
    headlines = _headlines(raised, today=today)
    return InboxRow(
        rank=rank,
        project_id=standing.project_id,
        name=standing.name,
        place=place_words(standing.region_code, skip=1),
        industry=standing.industry,
        contractor=standing.contractor,
        level=standing.level,
        chain=chain_of(raised, held, situation=situation, today=today),
        headlines=headlines[:HEADLINES],
        more=sum(headline.count for headline in headlines[HEADLINES:]),
        risk=risk_view(risk or risk_of_warnings(standing.project_id, raised, day=today), complete=risk is not None),
        withheld=standing.withheld,
    )


def _headlines(raised: list[Warning], *, today: date) -> tuple[Headline, ...]:
    """One line a rule: its worst level, how many, and since when the oldest stands; the worst first."""
    by_rule: dict[str, list[Warning]] = defaultdict(list)
    for warning in raised:
        by_rule[warning.rule].append(warning)
    lines = [_headline(rule, warnings, today=today) for rule, warnings in by_rule.items()]
    return tuple(sorted(lines, key=lambda line: (-line.level.rank, -line.count, -line.days)))


def _headline(rule: str, warnings: list[Warning], *, today: date) -> Headline:
    since = min(warning.since for warning in warnings)
    level = max((Level(warning.level) for warning in warnings), key=lambda each: each.rank)
    months = sorted({warning.period for warning in warnings if warning.period})
    return Headline(
        title=find_rule(rule).title,
        level=level,
        since=since,
        days=(today - since).days + 1,
        period=months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}" if months else "",
        count=len(warnings),
    )


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


def _chips(filters: Filters, shown: Iterable[Facet], *, address: str) -> tuple[Chip, ...]:
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
            rest = tuple(value for value in values if value != choice.value)
            chips.append(Chip(facet.title, choice.title, f"{address}?{filters.query(**{field: rest})}"))
    if filters.text:
        said = Text(f"“{filters.text}”", f"“{filters.text}”")
        chips.append(Chip(Text("搜索", "Search"), said, f"{address}?{filters.query(text='')}"))
    if filters.everything:
        shown_too = Text("含无预警项目", "with projects in order")
        chips.append(Chip(Text("显示", "Show"), shown_too, f"{address}?{filters.query(everything=False)}"))
    return tuple(chips)
