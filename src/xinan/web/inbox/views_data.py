"""What the inbox shows."""

from dataclasses import dataclass
from datetime import date, datetime

from xinan.kernel.text import Text
from xinan.rules.model import Level, Link
from xinan.web.components.risk import RiskView
from xinan.web.components.views import LinkState


@dataclass(frozen=True, slots=True)
class Headline:
    """The warnings of one rule in a line of the list."""

    title: Text
    level: Level
    since: date
    days: int
    period: str
    count: int


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A project in the list."""

    rank: int
    project_id: str
    name: str
    place: Text
    industry: str
    contractor: str
    level: Level | None
    chain: tuple[LinkState, ...]
    headlines: tuple[Headline, ...]
    more: int
    risk: RiskView
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class BoardCell:
    """The projects of a place with open warnings in a link, and the worst level among them."""

    link: Link
    projects: int
    level: Level | None
    url: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A place on the chessboard."""

    code: str
    name: Text
    projects: int
    warned: int
    level: Level | None
    cells: tuple[BoardCell, ...]
    url: str
    shape: str = ""
    chosen: bool = False
    share: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """Places by links; `mapped` says that its rows are prefectures, which have shapes on the map."""

    links: tuple[Link, ...]
    rows: tuple[BoardRow, ...]
    mapped: bool


@dataclass(frozen=True, slots=True)
class Freshness:
    """When the facts were last evaluated, and as of which day."""

    as_of: date | None
    finished_at: datetime | None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    title: Text
    value: Text
    url: str
