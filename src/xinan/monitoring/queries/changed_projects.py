"""Which projects changed since a page was shown: told from the numbers of events, without reading the projects again."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import Max, Model, QuerySet

from xinan.monitoring.confidential import untold
from xinan.monitoring.enums import WarningEventKind
from xinan.monitoring.models import WarningEvent
from xinan.monitoring.queries.todo import PROCEDURE
from xinan.procedures.models import Step
from xinan.registry.models import Project

# More than this, and the page says “many” instead of naming them.
NAMED_AT_MOST: Final = 200
# How far a page that is drawn while events are being written looks back for those that come to light late.
_LOOKS_BACK: Final = 20_000
_MARK = re.compile(r"(\d{1,18})\.(\d{1,18})")
_NEWEST = """
SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(name, 'id')::regclass), 0)
FROM unnest(%s::text[]) WITH ORDINALITY AS stream (name, place) ORDER BY place
"""
_UNDER_WAY = """
SELECT EXISTS (SELECT 1 FROM pg_locks WHERE relation = name::regclass AND mode = 'RowExclusiveLock')
FROM unnest(%s::text[]) WITH ORDINALITY AS stream (name, place) ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class _Stream:
    """A table of events that are only ever added; `rows` takes a lower bound and gives project and event numbers."""

    model: type[Model]
    rows: "Callable[[int, QuerySet[Project], bool], QuerySet[Any, Any]]"


def _warning_events(after: int, visible: QuerySet[Project], complaints: bool) -> QuerySet[Any, Any]:
    # A change of a measure alone moves nothing on the page.
    events = WarningEvent.objects.filter(pk__gt=after, warning__project__in=visible.order_by().values("pk"))
    if not complaints:
        events = events.exclude(untold(of="warning"))
    return (
        events.exclude(kind=WarningEventKind.UPDATED)
        .order_by()
        .values_list("warning__project_id")
        .annotate(last=Max("pk"))
    )


def _steps(after: int, visible: QuerySet[Project], complaints: bool) -> QuerySet[Any, Any]:
    steps = Step.objects.filter(
        pk__gt=after,
        proceeding__procedure=PROCEDURE,
        proceeding__project_id__in=visible.order_by().values("pk"),
    )
    if not complaints:
        # Warnings that complaints raise name no firm.
        steps = steps.exclude(proceeding__parties=[], proceeding__addressee_enterprise_id="")
    return steps.order_by().values_list("proceeding__project_id").annotate(last=Max("pk"))


STREAMS: Final = (_Stream(WarningEvent, _warning_events), _Stream(Step, _steps))


@dataclass(frozen=True, slots=True)
class Mark:
    """For each stream: `whole`, every event up to this number had been committed, and `newest`, the latest drawn then.

    Numbers are drawn before a transaction commits, so that between the two some may come to light later.
    """

    points: tuple[tuple[int, int], ...]

    def __str__(self) -> str:
        return "-".join(f"{whole}.{newest}" for whole, newest in self.points)

    @classmethod
    def parse(cls, text: str) -> "Mark | None":
        """From what a page sends back; None where it is no mark of these streams.

        >>> Mark.parse("x") is None
        True
        """
        found = [_MARK.fullmatch(part) for part in text.split("-")]
        if len(found) != len(STREAMS):
            return None
        points = tuple((int(each[1]), int(each[2])) for each in found if each)
        return cls(points) if len(points) == len(STREAMS) else None


@dataclass(frozen=True, slots=True)
class Changed:
    """Projects with what names their last event, and the mark to ask with next time; `many`: too many to name.

    `fresh` are those of them with an event younger than the mark asked with: the others may have been told before.
    """

    mark: Mark
    projects: Mapping[str, str] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    many: bool = False


def mark_now() -> Mark:
    """Where the events stand; two queries. Whatever a page reads after this call shows at least the events up to `whole`."""
    tables = [stream.model._meta.db_table for stream in STREAMS]
    with connection.cursor() as cursor:
        # In this order: whoever has drawn a number and not yet committed then still holds the lock.
        cursor.execute(_NEWEST, [tables])
        newest = [int(number) for (number,) in cursor.fetchall()]
        cursor.execute(_UNDER_WAY, [tables])
        under_way = [bool(held) for (held,) in cursor.fetchall()]
    return Mark(
        tuple(
            (max(last - _LOOKS_BACK, 0) if held else last, last) for last, held in zip(newest, under_way, strict=True)
        )
    )


def changed_since(mark: Mark, *, visible: QuerySet[Project], complaints: bool = True) -> Changed:
    """What happened after the mark to projects of a scope: four short queries, whatever the size of the province.

    While somebody is writing, the mark stands still and the same projects may be named again, with the same numbers. Without
    `complaints` (a firm asks) nothing that a complaint set off is told.
    """
    stands = mark_now()
    points, many = [], False
    projects: dict[str, str] = {}
    fresh: set[str] = set()
    for stream, (whole, newest), (now_whole, now_newest) in zip(STREAMS, mark.points, stands.points, strict=True):
        rows = list(stream.rows(whole, visible, complaints)[: NAMED_AT_MOST + 1])
        for project_id, last in rows:
            projects[str(project_id)] = f"{projects.get(str(project_id), '')}/{last}"
            if last > newest:
                fresh.add(str(project_id))
        many = many or len(rows) > NAMED_AT_MOST
        points.append((max(now_newest if many else now_whole, whole), max(now_newest, newest)))
    return Changed(Mark(tuple(points)), projects, frozenset(fresh), many)
