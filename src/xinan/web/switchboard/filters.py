"""What an address of the switchboard asks for. Unknown values are dropped: an old bookmark still opens."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from xinan.intake.switchboard.lines import Line
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import region
from xinan.monitoring.queries.switchboard import Asked, FeedState

PER_PAGE = 50
TEXT_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Filters:
    """One state, one feed, one place, words; and the page."""

    state: FeedState | None = None
    line: Line | None = None
    place: str = ""
    text: str = ""
    page: int = 1

    @classmethod
    def parse(cls, given: QueryDict) -> "Filters":
        """From the query string of an address."""
        state, line, page = given.get("state", ""), given.get("line", ""), given.get("page", "")
        return cls(
            state=FeedState(state) if state in set(FeedState) else None,
            line=Line(line) if line in set(Line) else None,
            place=_place(given.get("place", "")),
            text=given.get("q", "").replace("\x00", "").strip()[:TEXT_LENGTH],
            page=max(int(page), 1) if page.isdecimal() and len(page) < 7 else 1,
        )

    @property
    def asked(self) -> Asked:
        """What is asked of the query."""
        return Asked(self.state, self.line, self.text, self.place)

    @property
    def chosen(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.state or self.line or self.place or self.text)

    def query(self, **changes: object) -> str:
        """The query string of these filters with some changed; always from the first page."""
        changed = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        pairs = [
            ("state", changed.state),
            ("line", changed.line),
            ("place", changed.place),
            ("q", changed.text),
            ("page", str(changed.page) if changed.page > 1 else ""),
        ]
        return urlencode([(name, value) for name, value in pairs if value])


def _place(code: str) -> str:
    try:
        return code if code and region(code).level != "province" else ""
    except InvalidValue:
        return ""
