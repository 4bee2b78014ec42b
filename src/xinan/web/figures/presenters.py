"""The figures, ready to print: tiles, the table by a dimension, the months as a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from xinan.kernel.text import Text
from xinan.monitoring.figures.definitions import FIGURES, Figure, Part
from xinan.monitoring.figures.queries import By, Count, Counts
from xinan.people.models import Organisation
from xinan.rules.model import Level, Link
from xinan.rules.registry import find_rule
from xinan.web.figures.filters import Filters
from xinan.web.shell.scope_words import place_short

BY_WORDS: Final = {
    By.PLACE: Text("地区", "Place"),
    By.LINK: Text("环节", "Link"),
    By.RULE: Text("规则", "Rule"),
    By.OFFICE: Text("承办单位", "Office"),
    By.LEVEL: Text("等级", "Level"),
    By.MONTH: Text("月份", "Month"),
}
_UNKNOWN: Final = Text("未定", "none")
_DAYS: Final = Text("天", "days")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: how it reads, of how many, and the rows behind its parts. `percent` draws it; None where nothing is due."""

    figure: Figure
    value: Text
    due: int
    done: int
    late: int
    undone: int
    percent: int | None
    url: str
    undone_url: str
    late_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    title: Text
    handled: int
    cells: tuple[Cell, ...]


def cells(counts: Counts, filters: Filters, *, changes: Mapping[str, object] | None = None) -> tuple[Cell, ...]:
    """Every figure of some counts; `changes` narrow the rows behind to what the counts are of."""
    query = filters.query(**(changes or {}))
    return tuple(_cell(figure, counts.of[figure.code], query) for figure in FIGURES)


def table(found: Sequence[Counts], filters: Filters) -> tuple[Row, ...]:
    """A line for each place, link, rule …; places, months and levels in their order, the others by how many were handled."""
    titles = _titles([counts.key for counts in found], by=filters.by)
    rows = [
        Row(titles[counts.key], counts.handled, cells(counts, filters, changes=filters.narrowed(counts.key)))
        for counts in _ordered(found, by=filters.by)
    ]
    return tuple(rows)


def chart(found: Sequence[Counts], *, language: str) -> dict[str, object]:
    """The shares by month, for the chart: a line a figure that is a share; the time to cure has its own axis."""
    return {
        "months": [counts.key for counts in found],
        "lines": [
            {
                "name": figure.title.in_language(language),
                "days": figure.is_time,
                "low": figure.low_is_good,
                "values": [_drawn(figure, counts.of[figure.code]) for counts in found],
            }
            for figure in FIGURES
        ],
    }


def value_text(figure: Figure, count: Count) -> Text:
    """How a figure reads: a share in percent with one decimal at most, a time in days; a dash where nothing is due."""
    if figure.is_time:
        if count.median is None:
            return Text("—", "—")
        number = f"{count.median:f}".removesuffix(".0")
        return Text(f"{number} {_DAYS.zh}", "1 day" if number == "1" else f"{number} {_DAYS.en}")
    if count.share is None:
        return Text("—", "—")
    said = f"{_percent(count.share):f}".removesuffix(".0")
    return Text(f"{said}%", f"{said} %")


def _percent(share: Decimal) -> Decimal:
    """One decimal; never 100 while one is missing, never 0 while there is one."""
    percent = (share * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if percent == 100 and share < 1:
        return Decimal("99.9")
    return Decimal("0.1") if percent == 0 and share > 0 else percent


def _cell(figure: Figure, count: Count, query: str) -> Cell:
    def rows(part: Part) -> str:
        return f"{reverse('figure-rows')}?{query}&{urlencode({'figure': figure.code, 'part': part.value})}"

    share = count.share
    return Cell(
        figure=figure,
        value=value_text(figure, count),
        due=count.due,
        done=count.done,
        late=count.late,
        undone=count.due - count.done,
        percent=None if share is None or figure.is_time else int(_percent(share)),
        url=rows(Part.DUE if figure.is_time or not figure.low_is_good else Part.DONE),
        undone_url=rows(Part.OPEN),
        late_url=rows(Part.LATE),
    )


def _drawn(figure: Figure, count: Count) -> float | None:
    if figure.is_time:
        return None if count.median is None else float(count.median)
    return None if count.share is None else float(_percent(count.share))


def _ordered(found: Sequence[Counts], *, by: By) -> list[Counts]:
    if by is By.LEVEL:
        return sorted(found, key=lambda counts: -Level(counts.key).rank if counts.key in set(Level) else 1)
    if by in (By.PLACE, By.MONTH):
        return sorted(found, key=lambda counts: (not counts.key, counts.key))
    return sorted(found, key=lambda counts: (-counts.handled, counts.key))


def _titles(keys: Sequence[str], *, by: By) -> dict[str, Text]:
    if by is By.OFFICE:
        names = {
            str(number): name
            for number, name in Organisation.objects.filter(pk__in=[key for key in keys if key]).values_list(
                "pk", "name"
            )
        }
        return {key: Text(names[key], names[key]) if key in names else _UNKNOWN for key in keys}
    return {key: _title(key, by=by) if key else _UNKNOWN for key in keys}


def _title(key: str, *, by: By) -> Text:
    if by is By.PLACE:
        return place_short(key)
    if by is By.RULE:
        return find_rule(key).title
    if by is By.LINK:
        return Link(key).title
    return Level(key).title if by is By.LEVEL else Text(key, key)
