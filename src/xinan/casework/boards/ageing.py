"""The ageing board: every open clue, case, proceeding of a case and relief by age against its clock, by place and officer.

What a person counts here is what `visible_proceedings` opens to them: a case kept to its members counts for nobody else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db.models import QuerySet

from xinan.casework.boards.ages import OVERDUE, Bucket, Pause, RunningClock, bucket_of, days_late, owes_word, week_of
from xinan.casework.dossier.models import WeekWord
from xinan.people.scope import Scope
from xinan.procedures.enums import ClockState, RequestState
from xinan.procedures.models import Clock, ClockPause, Proceeding
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.registry import procedures

SUBJECTS: Final = ("clue", "case", "relief")
NOBODY: Final = "-"
_TICKING: Final = (ClockState.RUNNING, ClockState.EXPIRED)


class By(StrEnum):
    """What a level of the board tells apart: it follows from the place asked for."""

    PREFECTURE = "prefecture"
    COUNTY = "county"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Asked:
    """A prefecture or (with `only`) one code alone; an officer's number or NOBODY; a kind of subject; buckets.

    Empty fields let everything through.
    """

    place: str = ""
    only: bool = False
    officer: str = ""
    kind: str = ""
    bucket: str = ""
    unsaid: bool = False

    @property
    def by(self) -> By:
        """Province → prefectures, prefecture → counties, one code → officers."""
        if not self.place:
            return By.PREFECTURE
        return By.OFFICER if self.only or not self.place.endswith("00") else By.COUNTY


@dataclass(frozen=True, slots=True)
class Item:
    """An open proceeding with its age. `unsaid`: it is overdue and nobody has said a word about it this week."""

    proceeding_id: int
    procedure: str
    subject_kind: str
    region_code: str
    holder_id: int | None
    office_id: int | None
    opened_at: datetime
    clock: RunningClock | None
    bucket: Bucket
    late: int
    unsaid: bool

    @property
    def overdue(self) -> bool:
        """Whether its clock has run out."""
        return self.bucket in OVERDUE


@dataclass(frozen=True, slots=True)
class Line:
    """A place or an officer: how many items stand in each bucket, how late the oldest is, how many lack this week's word."""

    key: str
    counts: Mapping[Bucket, int]
    oldest: int
    unsaid: int

    @property
    def total(self) -> int:
        """All open items."""
        return sum(self.counts.values())

    @property
    def overdue(self) -> int:
        """Those overdue."""
        return sum(self.counts.get(bucket, 0) for bucket in OVERDUE)


def open_items(scope: Scope, *, now: datetime, asked: Asked | None = None) -> list[Item]:
    """The open items of a scope that were asked for, the oldest first; four statements."""
    asked = asked or Asked()
    found = _items(_narrowed(visible_proceedings(scope), asked), now=now)
    if asked.bucket:
        found = [item for item in found if item.bucket == asked.bucket]
    return [item for item in found if item.unsaid] if asked.unsaid else found


def item_of(proceeding: Proceeding, *, now: datetime) -> Item:
    """One proceeding with its age."""
    return _items(Proceeding.objects.filter(pk=proceeding.pk), now=now)[0]


def lines(items: Iterable[Item], *, by: By) -> list[Line]:
    """The items by place or officer, the line with the oldest item first."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[_key(item, by=by)].append(item)
    made = [line_of(key, members) for key, members in groups.items()]
    return sorted(made, key=lambda line: (-line.oldest, -line.overdue, -line.total, line.key))


def line_of(key: str, items: Sequence[Item]) -> Line:
    """The counts of some items."""
    return Line(
        key,
        Counter(item.bucket for item in items),
        max((item.late for item in items), default=0),
        sum(item.unsaid for item in items),
    )


def without_word(*, week_on: date, now: datetime) -> list[Item]:
    """Every open item, whosever, that was overdue in a week and of which its holder said nothing; the oldest first."""
    said = set(WeekWord.objects.filter(week_on=week_on).values_list("proceeding_id", flat=True))
    every = _items(_narrowed(Proceeding.objects.all(), Asked()), now=now)
    return [item for item in every if item.proceeding_id not in said and owes_word(item.clock, week_on=week_on)]


def _narrowed(rows: QuerySet[Proceeding], asked: Asked) -> QuerySet[Proceeding]:
    rows = rows.filter(closed_at=None, subject_kind__in=[asked.kind] if asked.kind in SUBJECTS else SUBJECTS)
    if asked.place:
        exact = asked.by is By.OFFICER
        rows = rows.filter(region_code=asked.place) if exact else rows.filter(region_code__startswith=asked.place[:4])
    if asked.officer == NOBODY:
        return rows.filter(holder=None)
    return rows.filter(holder_id=int(asked.officer)) if asked.officer.isdigit() else rows


def _items(rows: QuerySet[Proceeding], *, now: datetime) -> list[Item]:
    found = list(rows.order_by().select_related(None))
    numbers = [one.pk for one in found]
    clocks = _first_clocks(numbers)
    said = set(
        WeekWord.objects.filter(week_on=week_of(now), proceeding__in=numbers).values_list("proceeding_id", flat=True)
    )
    made = [_item(one, clocks.get(one.pk), said=one.pk in said, now=now) for one in found]
    return sorted(made, key=_oldest_first)


def _item(one: Proceeding, clock: RunningClock | None, *, said: bool, now: datetime) -> Item:
    bucket = bucket_of(clock, now=now)
    return Item(
        proceeding_id=one.pk,
        procedure=one.procedure,
        subject_kind=one.subject_kind,
        region_code=one.region_code,
        holder_id=one.holder_id,
        office_id=one.holder_office_id,
        opened_at=one.opened_at,
        clock=clock,
        bucket=bucket,
        late=days_late(clock, now=now) if clock is not None else 0,
        unsaid=bucket in OVERDUE and not said,
    )


def _first_clocks(numbers: Sequence[int]) -> dict[int, RunningClock]:
    """Of each proceeding the running clock that is due first, with its pauses; two statements.

    A period that lapses makes nobody late: it is no clock of this board.
    """
    rows = Clock.objects.filter(proceeding__in=numbers, state__in=_TICKING).select_related("proceeding")
    ordered = rows.order_by("proceeding", "-due_at", "-pk")
    periods = {(each.code, code) for each in procedures() for code, rule in each.clocks.items() if rule.lapses}
    first = {one.proceeding_id: one for one in ordered if (one.proceeding.procedure, one.code) not in periods}
    pauses: dict[int, list[Pause]] = defaultdict(list)
    approved = ClockPause.objects.filter(clock__in=list(first.values()), state=RequestState.APPROVED)
    for pause in approved:
        until = pause.resumed_on or pause.until_on or pause.from_on
        pauses[pause.clock_id].append(Pause(pause.from_on, max(until, pause.from_on)))
    return {
        number: RunningClock(one.code, one.started_at, one.due_on, one.due_at, tuple(pauses[one.pk]))
        for number, one in first.items()
    }


def _oldest_first(item: Item) -> tuple[bool, float, float, int]:
    due = item.clock.due_at.timestamp() if item.clock is not None else 0.0
    return item.clock is None, due, item.opened_at.timestamp(), item.proceeding_id


def _key(item: Item, *, by: By) -> str:
    if by is By.OFFICER:
        return str(item.holder_id) if item.holder_id is not None else NOBODY
    if by is By.PREFECTURE and item.region_code:
        return f"{item.region_code[:4]}00"
    return item.region_code
