"""What waits to be done about the projects of a scope: clocks that ran out or end today, what nobody signed for, what turned red."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Min, Q, QuerySet

from xinan.kernel.calendar import CHINA as CALENDAR
from xinan.kernel.clock import CHINA
from xinan.monitoring.confidential import untold
from xinan.monitoring.enums import WarningLevel, WarningState
from xinan.monitoring.models import Warning
from xinan.procedures.enums import ClockState
from xinan.procedures.models import Clock, Proceeding
from xinan.registry.models import Project

PROCEDURE: Final = "warning"
# States of the procedure in which the officer's move is the next.
TO_SIGN: Final = ("pushed",)
TO_VERIFY: Final = ("answered", "disputed", "false_alarm_proposed", "exemption_proposed")


class Todo(StrEnum):
    """A kind of work that waits; the value stands in addresses. In the order in which it is to be done."""

    OVERDUE = "overdue"
    TODAY = "today"
    UNSIGNED = "unsigned"
    VERIFY = "verify"
    NEW_RED = "new-red"


@dataclass(frozen=True, slots=True)
class Tasks:
    """What waits on one project, by number of clocks or warnings; `late_days`: how long the oldest clock has been over."""

    overdue: int = 0
    today: int = 0
    unsigned: int = 0
    verify: int = 0
    new_red: int = 0
    late_days: int = 0

    def count(self, todo: Todo) -> int:
        """How much of one kind waits."""
        return _COUNTS[todo](self)

    @property
    def kinds(self) -> frozenset[Todo]:
        """The kinds of which anything waits."""
        return frozenset(todo for todo in Todo if self.count(todo))


NOTHING: Final = Tasks()
_COUNTS: Final[dict[Todo, Callable[[Tasks], int]]] = {
    Todo.OVERDUE: lambda tasks: tasks.overdue,
    Todo.TODAY: lambda tasks: tasks.today,
    Todo.UNSIGNED: lambda tasks: tasks.unsigned,
    Todo.VERIFY: lambda tasks: tasks.verify,
    Todo.NEW_RED: lambda tasks: tasks.new_red,
}


@dataclass(frozen=True, slots=True)
class NextClock:
    """The open clock that ran out first, or runs out first: of which proceeding about which warning."""

    project_id: str
    warning_id: str
    code: str
    due_on: date


def red_since(today: date) -> date:
    """From which day on a warning that turned red is new: the working day before today, so that a weekend hides nothing."""
    return CALENDAR.nth_working_day_after(today, -1)


def todo(visible: QuerySet[Project], *, now: datetime, complaints: bool = True) -> dict[str, Tasks]:
    """What waits, by project, for those on which anything does. Three queries.

    Without `complaints` (a firm looks) only what names a firm counts: warnings that complaints raise name none.
    """
    today = now.astimezone(CHINA).date()
    found: dict[str, Tasks] = {}
    for row in _clocks(visible, now=now, complaints=complaints):
        late = (today - row["first"]).days if row["overdue"] else 0
        found[row["proceeding__project_id"]] = Tasks(overdue=row["overdue"], today=row["due"], late_days=late)
    for row in _states(visible, complaints=complaints):
        before = found.get(row["project_id"], NOTHING)
        found[row["project_id"]] = replace(before, unsigned=row["unsigned"], verify=row["verify"])
    for project_id, number in _reds(visible, today=today, complaints=complaints).items():
        found[project_id] = replace(found.get(project_id, NOTHING), new_red=number)
    return found


def next_clock(project_id: str, *, complaints: bool = True) -> NextClock | None:
    """Which clock of a project ends first; a paused one does not count. Without `complaints` as in `todo`."""
    clocks = Clock.objects.filter(
        ended_at=None, proceeding__procedure=PROCEDURE, proceeding__project_id=project_id
    ).exclude(state=ClockState.PAUSED)
    if not complaints:
        clocks = clocks.exclude(proceeding__parties=[], proceeding__addressee_enterprise_id="")
    row = clocks.order_by("due_at", "pk").values_list("proceeding__subject_id", "code", "due_on").first()
    return NextClock(project_id, *row) if row else None


def _clocks(visible: QuerySet[Project], *, now: datetime, complaints: bool) -> Iterable[Any]:
    open_clocks = Clock.objects.filter(
        ended_at=None,
        due_on__lte=now.astimezone(CHINA).date(),
        proceeding__procedure=PROCEDURE,
        proceeding__project_id__in=_keys(visible),
    ).exclude(state=ClockState.PAUSED)
    if not complaints:
        open_clocks = open_clocks.exclude(proceeding__parties=[], proceeding__addressee_enterprise_id="")
    return (
        open_clocks.order_by()
        .values("proceeding__project_id")
        .annotate(
            overdue=Count("pk", filter=Q(due_at__lte=now)),
            due=Count("pk", filter=Q(due_at__gt=now)),
            first=Min("due_on"),
        )
    )


def _states(visible: QuerySet[Project], *, complaints: bool) -> Iterable[Any]:
    waiting = Proceeding.objects.filter(
        closed_at=None, procedure=PROCEDURE, state__in=[*TO_SIGN, *TO_VERIFY], project_id__in=_keys(visible)
    )
    if not complaints:
        waiting = waiting.exclude(parties=[], addressee_enterprise_id="")
    return (
        waiting.order_by()
        .values("project_id")
        .annotate(
            unsigned=Count("pk", filter=Q(state__in=TO_SIGN)),
            verify=Count("pk", filter=Q(state__in=TO_VERIFY)),
        )
    )


def _reds(visible: QuerySet[Project], *, today: date, complaints: bool) -> Mapping[str, int]:
    since = datetime.combine(red_since(today), datetime.min.time(), tzinfo=CHINA)
    reds = Warning.objects.filter(
        level=WarningLevel.RED,
        state=WarningState.OPEN,
        settled_as="",
        level_changed_at__gte=since,
        project__in=_keys(visible),
    )
    if not complaints:
        reds = reds.exclude(untold())
    return dict(reds.order_by().values_list("project_id").annotate(n=Count("pk")))


def _keys(visible: QuerySet[Project]) -> QuerySet[Project, Any]:
    return visible.order_by().values("pk")
