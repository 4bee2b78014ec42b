"""Feeds as the list shows them."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from xinan.intake.switchboard.faults import leading_faults
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.monitoring.queries.switchboard import Counted, FeedRow, FeedState, counted
from xinan.web.components.views import Tile
from xinan.web.shell.scope_words import place_words
from xinan.web.switchboard.filters import Filters
from xinan.web.switchboard.looks import STATE_LOOKS
from xinan.web.switchboard.views_data import Bar, FeedView, Refusal, Spark

HEIGHT, STEP = 18, 5


def feed_views(rows: Sequence[FeedRow], *, today: date, open_projects: frozenset[str]) -> list[FeedView]:
    """The rows with their pictures and leading faults, in two queries; projects in `open_projects` get a link."""
    counts = counted(rows, today=today)
    faults = leading_faults({row.refused_batch_id for row in rows if row.is_failing and row.refused_batch_id})
    return [
        _view(
            row,
            counts=counts[row.project_id, row.line],
            refusal=_refusal(row, faults),
            today=today,
            linked=row.project_id in open_projects,
        )
        for row in rows
    ]


def tiles(counts: dict[FeedState, int], *, total: int, filters: Filters, address: str) -> list[Tile]:
    """How many feeds are in each state; each leads to the list of them."""
    whole = Tile(
        Text("全部", "All"), str(total), url=f"{address}?{filters.query(state=None)}", active=filters.state is None
    )
    return [whole, *(_tile(state, counts[state], filters=filters, address=address) for state in FeedState)]


def spark_of(days: Sequence[int]) -> Spark:
    """Rows a day as bars, the highest filling the height; a day with a row shows at least a line."""
    top = max(days, default=0)
    bars = tuple(_bar(index, count, top=top) for index, count in enumerate(days) if count)
    total = sum(days)
    return Spark(
        bars,
        Text(
            f"14 天共入库 {total:,} 行，今天 {days[-1]:,} 行，最多一天 {top:,} 行",
            f"{total:,} rows in 14 days, {days[-1]:,} today, {top:,} on the busiest day",
        ),
    )


def share_text(counts: Counted) -> str:
    """The share of refused rows as people read it; a dash where nothing came."""
    share = counts.error_share
    if share is None:
        return "–"
    if 0 < share < 0.001:
        return "<0.1%"
    return f"{share:.1%}" if share else "0%"


def heard_text(row: FeedRow) -> Text:
    """When a feed was last heard: to the minute where a batch says so, else the day."""
    if row.heard_at is not None and row.heard_on == row.heard_at.astimezone(CHINA).date():
        at = f"{row.heard_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
        return Text(at, at)
    if row.heard_on is not None:
        return Text(row.heard_on.isoformat(), row.heard_on.isoformat())
    return Text("从未", "Never")


def rule_of(row: FeedRow) -> tuple[str, str] | None:
    """Link and name of the data-quality rule that says the feed is silent."""
    link, _, name = row.silent_rule.partition("/")
    return (link, name) if name else None


def _tile(state: FeedState, count: int, *, filters: Filters, address: str) -> Tile:
    chosen = filters.state is state
    url = f"{address}?{filters.query(state=None if chosen else state)}"
    return Tile(STATE_LOOKS[state].words, str(count), note=STATE_LOOKS[state].meaning, url=url, active=chosen)


def _bar(index: int, count: int, *, top: int) -> Bar:
    height = round(max(count / top * HEIGHT, 1.5), 1)
    return Bar(index * STEP, round(HEIGHT - height, 1), height)


def _refusal(row: FeedRow, faults: dict[int, tuple[str, Text, int]]) -> Refusal | None:
    found = faults.get(row.refused_batch_id or 0) if row.is_failing else None
    if found is None:
        return None
    code, what, rows = found
    return Refusal(what, code, rows)


def _view(row: FeedRow, *, counts: Counted, refusal: Refusal | None, today: date, linked: bool) -> FeedView:
    days = (today - row.heard_on).days if row.heard_on else 0
    return FeedView(
        key=f"{row.project_id}-{row.line}",
        project_id=row.project_id,
        name=row.name,
        place=place_words(row.region_code, skip=1),
        contractor=row.contractor,
        url=reverse("switchboard-project", args=[row.project_id]),
        project_url=reverse("project", args=[row.project_id]) if linked else "",
        line=row.line.words,
        anchor=f"f-{row.line}",
        look=STATE_LOOKS[row.state],
        heard=heard_text(row),
        ago=Text(f"{days} 天前", f"{days} days ago" if days > 1 else "1 day ago") if days > 0 else None,
        spark=spark_of(counts.days),
        rows=counts.rows,
        refused=counts.refused,
        error_share=share_text(counts),
        waiting=row.waiting,
        waiting_since=row.waiting_since,
        refusal=refusal,
        silent_since=row.silent_since,
        rule=rule_of(row),
        withheld=row.withheld,
    )
