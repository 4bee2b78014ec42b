"""What an address of the inbox asks for. Unknown values are dropped: an old bookmark still opens."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import region
from xinan.monitoring.queries.todo import Todo
from xinan.rules.model import Level, Link
from xinan.web.components.looks import INDUSTRY_WORDS

PER_PAGE = 25
TEXT_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Filters:
    """Chosen values by filter; several values of one filter widen, several filters narrow."""

    places: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    levels: tuple[Level, ...] = ()
    industries: tuple[str, ...] = ()
    contractors: tuple[str, ...] = ()
    text: str = ""
    everything: bool = False  # projects without a warning too
    todo: tuple[Todo, ...] = ()  # what waits to be done
    marked: bool = False  # an address without filters says so, as a bare one opens the person's own view
    page: int = 1
    as_of: date | None = None  # a past day; set by the view, which knows today

    @classmethod
    def parse(cls, given: QueryDict) -> "Filters":
        """From the query string of an address."""
        return cls(
            places=tuple(code for code in _once(given.getlist("place")) if _known(code)),
            links=tuple(Link(value) for value in _once(given.getlist("link")) if value in set(Link)),
            levels=tuple(Level(value) for value in _once(given.getlist("level")) if value in set(Level)),
            industries=tuple(value for value in _once(given.getlist("industry")) if value in INDUSTRY_WORDS),
            contractors=_once(value[:64] for value in given.getlist("contractor") if value),
            text=given.get("q", "").strip()[:TEXT_LENGTH],
            everything=given.get("all") == "1",
            todo=tuple(Todo(value) for value in _once(given.getlist("todo")) if value in set(Todo)),
            page=_number(given.get("page", "1")),
        )

    @property
    def chosen(self) -> bool:
        """Whether anything narrows the list."""
        narrowing = (self.places, self.links, self.levels, self.industries, self.contractors, self.text, self.todo)
        return any(narrowing)

    @property
    def kept(self) -> str:
        """What a saved view keeps of them: neither the page nor the day."""
        return self.query(as_of=None, marked=False)

    def query(self, **changes: object) -> str:
        """The query string of these filters with some changed; always from the first page."""
        changed = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        pairs = [
            *(("place", code) for code in changed.places),
            *(("link", link.value) for link in changed.links),
            *(("level", level.value) for level in changed.levels),
            *(("industry", industry) for industry in changed.industries),
            *(("contractor", code) for code in changed.contractors),
            *([("q", changed.text)] if changed.text else []),
            *([("all", "1")] if changed.everything else []),
            *(("todo", todo.value) for todo in changed.todo),
            *([("as_of", changed.as_of.isoformat())] if changed.as_of else []),
        ]
        return urlencode(pairs or ([("view", "all")] if changed.marked else []))


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))[:60]


def _known(code: str) -> bool:
    try:
        return region(code).level != "province"
    except InvalidValue:
        return False


def _number(text: str) -> int:
    return max(int(text), 1) if text.isdigit() and len(text) < 7 else 1
