"""What the inbox shows."""

from dataclasses import dataclass
from datetime import date, datetime

from xinan.kernel.text import Text
from xinan.monitoring.queries.todo import Tasks, Todo
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
    """A project in the list. `headlines` are all its lines, `shown` those there is room for, `more` the warnings of the rest.

    `why` says what put it at its rank, `against` what puts it before the next.
    """

    rank: int
    project_id: str
    name: str
    place: Text
    industry: str
    contractor: str
    level: Level | None
    chain: tuple[LinkState, ...]
    headlines: tuple[Headline, ...]
    shown: tuple[Headline, ...]
    more: int
    risk: RiskView
    withheld: int
    tasks: Tasks
    why: Text
    against: Text | None


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


@dataclass(frozen=True, slots=True)
class TodoItem:
    """A kind of work that waits: on how many projects, how much in all, and the list of them."""

    todo: Todo
    title: Text
    icon: str
    tone: str
    projects: int
    note: Text
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class NextThing:
    """The one thing to do first, and the page it is done on."""

    project: str
    said: Text
    url: str


@dataclass(frozen=True, slots=True)
class TodoPanel:
    """What waits, by kind, and what comes first; `first` is None where nothing waits."""

    items: tuple[TodoItem, ...]
    first: NextThing | None


@dataclass(frozen=True, slots=True)
class SavedChip:
    """A saved view in the side of the list. `mine`: this person may change it; `shared`: the whole office sees it."""

    number: int
    name: str
    url: str
    active: bool
    default: bool
    shared: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class SavedViews:
    """The saved views, and the filters in use as a view would keep them (`savable` where they are not yet a view)."""

    chips: tuple[SavedChip, ...]
    query: str
    savable: bool
    all_url: str
    all_active: bool
