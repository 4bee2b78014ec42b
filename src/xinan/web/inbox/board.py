"""The chessboard: places down, links across; prefectures where the scope has several, else counties. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from xinan.kernel.text import Text
from xinan.rules.model import CHAIN, Level, Link
from xinan.web.inbox.facets import chosen_by
from xinan.web.inbox.filters import Filters
from xinan.web.inbox.standing import Standing
from xinan.web.inbox.views_data import Board, BoardCell, BoardRow
from xinan.web.shell.scope_words import place_short


def board(filters: Filters, standings: Sequence[Standing], *, in_progress: dict[str, int], address: str) -> Board:
    """Places by links over what the other filters leave; `in_progress` counts the scope's projects by county."""
    prefectures = {standing.prefecture for standing in standings} | {_prefecture(code) for code in in_progress}
    mapped = len(prefectures) > 1
    left = [s for s in chosen_by(filters, standings, without="place") if s.counts]
    groups: dict[str, list[Standing]] = defaultdict(list)
    for standing in left:
        groups[standing.prefecture if mapped else standing.region_code].append(standing)
    whole: dict[str, int] = defaultdict(int)
    for code, number in in_progress.items():
        whole[_prefecture(code) if mapped else code] += number
    rows = [
        _row(code, groups.get(code, []), whole=whole.get(code, 0), filters=filters, address=address, mapped=mapped)
        for code in sorted(set(groups) | set(whole))
    ]
    return Board(CHAIN, tuple(rows), mapped)


# Stands for the level's shape in the map's labels, where no drawing can go.
_MARKS = {Level.RED: "⬣", Level.ORANGE: "▲", Level.YELLOW: "◆", Level.BLUE: "●", Level.GREY: "□"}


def map_data(shown: Board) -> list[dict[str, object]]:
    """The rows as the map draws them; the words are in both languages by the caller's choice of names."""
    return [
        {
            "shape": row.shape,
            "count": row.warned,
            "level": row.level.value if row.level else "",
            "mark": _MARKS[row.level] if row.level else "",
            "chosen": row.chosen,
            "muted": any(other.chosen for other in shown.rows) and not row.chosen,
            "url": row.url,
        }
        for row in shown.rows
    ]


def _prefecture(county: str) -> str:
    return f"{county[:4]}00"


def _row(code: str, inside: list[Standing], *, whole: int, filters: Filters, address: str, mapped: bool) -> BoardRow:
    chosen = code in filters.places
    places = () if chosen else (code,)
    warned = len(inside)
    return BoardRow(
        code=code,
        name=place_short(code),
        projects=max(whole, warned),
        warned=warned,
        level=_worst(standing.level for standing in inside),
        cells=tuple(_cell(link, code, inside, filters=filters, address=address) for link in CHAIN),
        url=f"{address}?{filters.query(places=places)}",
        shape=place_short(code).zh if mapped else "",
        chosen=chosen,
        share=warned * 100 // max(whole, warned, 1),
    )


def _cell(link: Link, code: str, inside: list[Standing], *, filters: Filters, address: str) -> BoardCell:
    there = [standing for standing in inside if link in standing.links]
    chosen = filters.places == (code,) and filters.links == (link,)
    query = filters.query(places=(), links=()) if chosen else filters.query(places=(code,), links=(link,))
    return BoardCell(link, len(there), _worst(s.level_in(link) for s in there), f"{address}?{query}", chosen)


def _worst(levels: Iterable[Level | None]) -> Level | None:
    return max({level for level in levels if level}, key=lambda level: level.rank, default=None)


def place_line(row: BoardRow) -> Text:
    """What the map says of a place."""
    worst = Text(f"最重：{row.level.title.zh}", f"Worst: {row.level.title.en}") if row.level else Text("", "")
    return Text(
        f"{row.name.zh}：{row.warned} 个项目有预警，在建 {row.projects} 个。{worst.zh}",
        f"{row.name.en}: {row.warned} projects with warnings, {row.projects} in progress. {worst.en}",
    )
