"""What the switchboard shows."""

from dataclasses import dataclass
from datetime import date, datetime

from xinan.kernel.text import Text
from xinan.web.switchboard.looks import Look


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the small picture: where it stands and how high, in the units of its view box."""

    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Spark:
    """Rows a day over 14 days as a small picture, and the same in words."""

    bars: tuple[Bar, ...]
    words: Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """The most frequent fault of the last batch that had any."""

    what: Text
    code: str
    rows: int


@dataclass(frozen=True, slots=True)
class FeedView:
    """One line of the list."""

    key: str
    project_id: str
    name: str
    place: Text
    contractor: str
    url: str
    project_url: str
    line: Text
    anchor: str
    look: Look
    heard: Text
    ago: Text | None
    spark: Spark
    rows: int
    refused: int
    error_share: str
    waiting: int
    waiting_since: datetime | None
    refusal: Refusal | None
    silent_since: date | None
    rule: tuple[str, str] | None
    withheld: int


@dataclass(frozen=True, slots=True)
class WithheldView:
    """A finding that is held back while a feed is silent."""

    title: Text
    rule: tuple[str, str]
    period: str
    since: date
    subjects: int


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in the list of one project's last ones."""

    number: int
    at: datetime
    title: Text
    source: Text
    name: str
    sender: str
    look: Look
    rows: int
    taken: int
    refused: int
    upload_url: str
    marked_url: str
    may_retake: bool
    retake_of: int | None
    retaken: bool


@dataclass(frozen=True, slots=True)
class FaultLine:
    """Faults of one kind, in one column."""

    kind: Text
    column: str
    what: Text
    remedy: Text
    code: str
    rows: int
    batches: int
    last_at: datetime
