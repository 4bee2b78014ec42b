"""What an address of the 3+1 board asks for. Unknown values are dropped: an old bookmark still opens."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from xinan.casework.boards.three_plus_one.model import Span
from xinan.casework.boards.three_plus_one.queries import span_of

MONTHS_AT_FIRST: Final = 6
MONTHS_AT_MOST: Final = 36


class By(StrEnum):
    """What the table tells apart; the value stands in addresses."""

    PLACE = "place"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Filters:
    """From a month to another (YYYY-MM, both included), a place or all, and what the table tells apart."""

    first: str
    last: str
    place: str = ""
    by: By = By.PLACE

    @classmethod
    def parse(cls, given: QueryDict, *, today: date) -> "Filters":
        """From the query string of an address; the last six months where none are named."""
        last = min(_month(given.get("to", "")) or f"{today:%Y-%m}", f"{today:%Y-%m}")
        first = _month(given.get("from", "")) or _back(last, MONTHS_AT_FIRST - 1)
        first = max(min(first, last), _back(last, MONTHS_AT_MOST - 1))
        place, by = given.get("place", ""), given.get("by", "")
        known = place.isascii() and place.isdigit() and len(place) == 6
        return cls(first, last, place if known else "", By(by) if by in set(By) else By.PLACE)

    @property
    def span(self) -> Span:
        """The days and the place."""
        return span_of(self.first, self.last, place=self.place)

    def query(self, **changes: str) -> str:
        """The query string, with some of it changed."""
        changed = replace(self, **changes)  # type: ignore[arg-type]
        pairs = [("from", changed.first), ("to", changed.last), ("place", changed.place), ("by", changed.by.value)]
        return urlencode([(name, value) for name, value in pairs if value])

    def narrowed(self, key: str) -> str:
        """The query string of what a line of the table stands for."""
        return self.query(first=key, last=key) if self.by is By.MONTH else self.query(place=key)


def _back(month: str, months: int) -> str:
    first = date.fromisoformat(f"{month}-01")
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return f"{first:%Y-%m}"


def _month(text: str) -> str:
    try:
        return f"{date.fromisoformat(f'{text}-01'):%Y-%m}"
    except ValueError:
        return ""
