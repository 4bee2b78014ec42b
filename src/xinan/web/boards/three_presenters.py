"""The 3+1 board, ready to print: four parts with their figures, the table, the months as a chart, the rows behind a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.urls import reverse

from xinan.casework.boards.three_plus_one.model import PILLAR_WORDS, Figure, Kind, Pillar, Row
from xinan.casework.boards.three_plus_one.queries import Told, months_of
from xinan.casework.cases.models import Case
from xinan.casework.enums import Channel
from xinan.casework.models import Clue
from xinan.kernel.text import Text
from xinan.procedures.hooks import Described, describe
from xinan.procedures.models import Proceeding
from xinan.web.boards.three_filters import By, Filters
from xinan.web.shell.scope_words import place_short, place_words

NONE: Final = Text("—", "—")
_NO_PLACE: Final = Text("未定地区", "No place")
# One line a part in the chart: what moves with the months.
CHARTED: Final = ("raised", "received", "closed", "opened")


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as it reads, and the rows behind it."""

    figure: Figure
    value: Text
    url: str
    rows: int


@dataclass(frozen=True, slots=True)
class Quarter:
    """One of the four parts."""

    pillar: Pillar
    title: Text
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A place or a month with every figure of a part."""

    title: Text
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """One row behind a figure."""

    title: Text
    url: str
    place: Text
    on: date
    value: Text


def value_text(kind: Kind, value: Decimal | None) -> Text:
    """How a number reads: money in yuan or ten thousands, days, percent, or a count."""
    if value is None:
        return NONE
    plain = f"{value:f}".removesuffix(".0")
    if kind is Kind.DAYS:
        return Text(f"{plain} 天", "1 day" if plain == "1" else f"{plain} days")
    if kind is Kind.SHARE:
        return Text(f"{plain}%", f"{plain} %")
    if kind is Kind.MONEY:
        return _money(value)
    return Text(f"{int(value):,}", f"{int(value):,}")


def quarters(told: Sequence[Told], filters: Filters) -> tuple[Quarter, ...]:
    """The four parts, each with its figures."""
    return tuple(
        Quarter(
            pillar,
            PILLAR_WORDS[pillar],
            tuple(
                _number(one.figure, one.value, len(one.rows), filters.query())
                for one in told
                if one.figure.pillar is pillar
            ),
        )
        for pillar in Pillar
    )


def tables(told: Sequence[Told], filters: Filters) -> tuple[tuple[Text, tuple[Figure, ...], tuple[TableRow, ...]], ...]:
    """For each part a table by place or month: its title, its figures, its lines."""
    keys = _keys(told, filters)
    made = []
    for pillar in Pillar:
        own = [one for one in told if one.figure.pillar is pillar]
        values = {one.figure.code: _grouped(one, filters) for one in own}
        lines = tuple(
            TableRow(
                _title(key, by=filters.by),
                tuple(_number(one.figure, values[one.figure.code].get(key), 1, filters.narrowed(key)) for one in own),
            )
            for key in keys
            if any(key in values[one.figure.code] for one in own)
        )
        made.append((PILLAR_WORDS[pillar], tuple(one.figure for one in own), lines))
    return tuple(made)


def chart(told: Sequence[Told], filters: Filters, *, language: str) -> dict[str, object]:
    """The counts of some figures by month, and the money recovered on an axis of its own."""
    months = months_of(filters.span)
    known = {one.figure.code: one for one in told}
    return {
        "months": months,
        "bars": [
            {
                "name": known[code].figure.title.in_language(language),
                "values": [int(known[code].by_month().get(month) or 0) for month in months],
            }
            for code in CHARTED
        ],
        "money": {
            "name": known["recovered"].figure.title.in_language(language),
            "values": [float(known["recovered"].by_month().get(month) or 0) for month in months],
        },
    }


def channel_words(counts: Mapping[str, int], filters: Filters) -> list[tuple[str, int, str]]:
    """How many clues came by each channel and where they are listed, the most first."""
    rows = f"{reverse('three-plus-one-rows')}?{filters.query()}&figure=received&group="
    named = [
        (str(Channel(code).label), number, f"{rows}{code}") for code, number in counts.items() if code in Channel.values
    ]
    return sorted(named, key=lambda each: (-each[1], each[0]))


def behind(figure: Figure, rows: Sequence[Row]) -> list[Behind]:
    """The rows of a page, called as their nouns call them; a fixed number of statements."""
    proceedings = Proceeding.objects.in_bulk([row.proceeding_id for row in rows if row.proceeding_id])
    titles: dict[int, Described] = {}
    for code in {one.procedure for one in proceedings.values()}:
        titles.update(describe(code, [one for one in proceedings.values() if one.procedure == code]))
    clues = dict(
        Clue.objects.filter(pk__in=[row.subject for row in rows if row.kind == "clue"]).values_list("pk", "number")
    )
    numbers = [int(row.subject) for row in rows if row.kind == "case"]
    cases = {str(pk): number for pk, number in Case.objects.filter(pk__in=numbers).values_list("pk", "number")}
    made = []
    for row in rows:
        described = titles.get(row.proceeding_id) if row.proceeding_id else None
        if row.kind == "clue":
            name, url = clues.get(row.subject) or row.subject, reverse("clue", args=[row.subject])
        elif row.kind == "case":
            name, url = cases.get(row.subject, row.subject), reverse("case", args=[int(row.subject)])
        else:
            name, url = row.subject, described.link if described else ""
        title = Text(name, name) if row.kind in ("clue", "case") or described is None else described.title
        place = place_words(row.region_code, skip=1) if row.region_code else _NO_PLACE
        made.append(Behind(title, url, place, row.on, _row_value(figure, row)))
    return made


def _row_value(figure: Figure, row: Row) -> Text:
    if figure.kind is Kind.SHARE:
        return Text("是", "yes") if row.yes else Text("否", "no")
    values = {Kind.WORKERS: Decimal(row.workers), Kind.MONEY: row.amount, Kind.DAYS: Decimal(row.days)}
    return value_text(figure.kind, values[figure.kind]) if figure.kind in values else Text("", "")


def _number(figure: Figure, value: Decimal | None, rows: int, query: str) -> Number:
    return Number(
        figure, value_text(figure.kind, value), f"{reverse('three-plus-one-rows')}?{query}&figure={figure.code}", rows
    )


def _keys(told: Sequence[Told], filters: Filters) -> list[str]:
    if filters.by is By.MONTH:
        return months_of(filters.span)
    return sorted({key for one in told for key in _grouped(one, filters) if key})


def _grouped(one: Told, filters: Filters) -> dict[str, Decimal | None]:
    return one.by_month() if filters.by is By.MONTH else one.by_place(prefectures=not filters.place)


def _title(key: str, *, by: By) -> Text:
    return Text(key, key) if by is By.MONTH else place_short(key)


def _money(value: Decimal) -> Text:
    if value >= 10000:
        return Text(f"{value / 10000:,.2f} 万元", f"¥{value:,.0f}")
    return Text(f"{value:,.2f} 元", f"¥{value:,.2f}")
