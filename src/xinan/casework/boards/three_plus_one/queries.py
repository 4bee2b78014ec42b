"""The board of a scope and a span: every figure in all, by place and by month, and the rows behind any of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from xinan.casework.boards.three_plus_one.figures import FIGURES
from xinan.casework.boards.three_plus_one.model import Figure, Row, Span, value_of
from xinan.people.scope import Scope


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with what it counts."""

    figure: Figure
    rows: tuple[Row, ...]

    @property
    def value(self) -> Decimal | None:
        """Its number."""
        return value_of(self.figure.kind, self.rows)

    def by_place(self, *, prefectures: bool) -> dict[str, Decimal | None]:
        """Its number for each place."""
        return self._by(
            (f"{row.region_code[:4]}00" if prefectures and row.region_code else row.region_code) for row in self.rows
        )

    def by_month(self) -> dict[str, Decimal | None]:
        """Its number for each month in which there is something."""
        return self._by(row.month for row in self.rows)

    def _by(self, keys: Iterable[str]) -> dict[str, Decimal | None]:
        groups: dict[str, list[Row]] = defaultdict(list)
        for key, row in zip(keys, self.rows, strict=True):
            groups[key].append(row)
        return {key: value_of(self.figure.kind, members) for key, members in groups.items()}


def board(scope: Scope, span: Span, *, figures: Sequence[Figure] = FIGURES) -> list[Told]:
    """The figures in their order. Figures that count the same rows read them once."""
    known: dict[object, tuple[Row, ...]] = {}
    for figure in figures:
        if figure.rows not in known:
            known[figure.rows] = tuple(figure.rows(scope, span))
    return [Told(figure, known[figure.rows]) for figure in figures]


def months_of(span: Span) -> list[str]:
    """The months of a span, the first first."""
    months, day = [], span.begin.replace(day=1)
    while day < span.end:
        months.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=32)).replace(day=1)
    return months


def span_of(first_month: str, last_month: str, *, place: str = "") -> Span:
    """From the first day of a month to the last of another (YYYY-MM), both included."""
    begin = date.fromisoformat(f"{first_month}-01")
    end = (date.fromisoformat(f"{last_month}-01") + timedelta(days=32)).replace(day=1)
    return Span(begin, end, place)
