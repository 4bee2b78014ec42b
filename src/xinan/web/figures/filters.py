"""What an address of the figures asks for. Unknown values are dropped: an old bookmark still opens."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from xinan.monitoring.figures.queries import NOWHERE, Asked, By
from xinan.rules.model import Level, Link
from xinan.rules.registry import RULES

MONTHS_AT_FIRST: Final = 6
MONTHS_AT_MOST: Final = 36
_RULES: Final = frozenset(rule.id for rule in RULES)


@dataclass(frozen=True, slots=True)
class Filters:
    """The span and the filters, and what the table tells apart by."""

    asked: Asked
    by: By = By.PLACE

    @classmethod
    def parse(cls, given: QueryDict, *, today: date) -> "Filters":
        """From the query string of an address; the last six months where none are named."""
        last = min(_month(given.get("to", "")) or _of(today), _of(today))
        first = _month(given.get("from", "")) or _back(last, MONTHS_AT_FIRST - 1)
        first = max(min(first, last), _back(last, MONTHS_AT_MOST - 1))
        by = given.get("by", "")
        asked = Asked(
            first,
            last,
            places=tuple(
                code for code in given.getlist("place") if code == NOWHERE or code.isdigit() and len(code) == 6
            ),
            links=tuple(value for value in given.getlist("link") if value in set(Link)),
            levels=tuple(value for value in given.getlist("level") if value in set(Level)),
            rules=tuple(value for value in given.getlist("rule") if value in _RULES),
            offices=tuple(value for value in given.getlist("office") if value == NOWHERE or value.isdigit()),
        )
        return cls(asked, By(by) if by in set(By) else By.PLACE)

    def query(self, **changes: object) -> str:
        """The query string with some of what is asked changed."""
        asked = replace(self.asked, **changes)  # type: ignore[arg-type]
        return urlencode(
            [
                ("from", asked.first_month),
                ("to", asked.last_month),
                ("by", self.by.value),
                *(("place", code) for code in asked.places),
                *(("link", link) for link in asked.links),
                *(("level", level) for level in asked.levels),
                *(("rule", rule) for rule in asked.rules),
                *(("office", office) for office in asked.offices),
            ]
        )

    def narrowed(self, key: str) -> dict[str, object]:
        """What a row of the table stands for, as a change of what is asked."""
        if self.by is By.MONTH:
            return {"first_month": key, "last_month": key}
        field = {By.PLACE: "places", By.LINK: "links", By.RULE: "rules", By.OFFICE: "offices", By.LEVEL: "levels"}[
            self.by
        ]
        return {field: (key or NOWHERE,)}


def _of(day: date) -> str:
    return f"{day:%Y-%m}"


def _back(month: str, months: int) -> str:
    first = date.fromisoformat(f"{month}-01")
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return _of(first)


def _month(text: str) -> str:
    try:
        return _of(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return ""
