"""What the pages read of plans and visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum

from xinan.kernel.period import Month
from xinan.monitoring.enums import LEVEL_RANKS, WarningState
from xinan.monitoring.models import Warning
from xinan.patrols.enums import StopState, VisitState
from xinan.patrols.first_visits import NEW_DAYS, FirstVisit, first_visits
from xinan.patrols.models import Plan, PlanStop, Visit
from xinan.people.models import User
from xinan.registry.models import Project

SHOWN_VISITS: Final = 20
# New projects named on the page of figures.
SHOWN_OPEN: Final = 50


def visits_of(project_id: str) -> QuerySet[Visit]:
    """The finished visits to a project, the latest first, with what they counted."""
    made = Visit.objects.filter(project_id=project_id, state=VisitState.FINISHED).select_related("officer", "raised")
    return made.annotate(
        yes=Count("checks", filter=Q(checks__answer="yes"), distinct=True),
        no=Count("checks", filter=Q(checks__answer="no"), distinct=True),
        pictures=Count("photos", distinct=True),
    ).order_by("-day", "-finished_at")


def plan_of(user: User, *, day: date) -> Plan | None:
    """The plan of an officer on a day."""
    return Plan.objects.filter(officers__user=user, day=day).first()


def open_warnings(project_id: str) -> list[Warning]:
    """The open warnings of a project, the gravest first: what a visit has a word on."""
    found = Warning.objects.filter(project_id=project_id, state=WarningState.OPEN)
    return sorted(found, key=lambda each: (-LEVEL_RANKS[each.level], each.since, each.pk))


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of an officer: stops planned and not yet made, visits made."""

    day: date
    planned: int = 0
    made: int = 0
    plan_id: int | None = None


def calendar_of(user: User, *, month: Month) -> tuple[CalendarDay, ...]:
    """The days of a month on which an officer has a plan or made a visit. Two queries."""
    stops = PlanStop.objects.filter(officer__user=user, plan__day__range=(month.first, month.last)).order_by()
    planned = {
        row["plan__day"]: (row["plan_id"], row["waiting"])
        for row in stops.values("plan__day", "plan_id").annotate(waiting=Count("pk", filter=Q(state=StopState.PLANNED)))
    }
    visits = Visit.objects.filter(officer=user, day__range=(month.first, month.last), state=VisitState.FINISHED)
    made = dict(visits.order_by().values_list("day").annotate(Count("pk")))
    return tuple(
        CalendarDay(day, planned.get(day, (None, 0))[1], made.get(day, 0), planned.get(day, (None, 0))[0])
        for day in sorted({*planned, *made})
    )


@dataclass(frozen=True, slots=True)
class FirstVisitState:
    """A new project and how its first visit stands: the day it was made, if any."""

    first: FirstVisit
    visited_on: date | None

    def state(self, *, on: date) -> str:
        """in_time, late, waiting or overdue."""
        if self.visited_on is not None:
            return "in_time" if self.visited_on <= self.first.due_on else "late"
        return "waiting" if on <= self.first.due_on else "overdue"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far new projects were seen within a month: those whose month has ended, or that were seen."""

    states: tuple[FirstVisitState, ...]
    on: date

    def count(self, state: str) -> int:
        """How many stand so."""
        return sum(1 for each in self.states if each.state(on=self.on) == state)

    @property
    def judged(self) -> int:
        """Those of which it is known whether they were seen in time."""
        return len(self.states) - self.count("waiting")

    @property
    def share(self) -> int | None:
        """The percentage seen in time, rounded down; None where nothing can be said yet."""
        return self.count("in_time") * 100 // self.judged if self.judged else None


def coverage(visible: QuerySet[Project], *, on: date, days: int = NEW_DAYS) -> Coverage:
    """The new projects of a scope whose workers came within the last `days`. Three queries."""
    new = first_visits(list(visible.order_by().values_list("pk", flat=True)), on=on, days=days)
    seen = first_seen(new, on=on)
    states = [FirstVisitState(each, seen.get(number)) for number, each in new.items()]
    return Coverage(tuple(sorted(states, key=lambda each: (each.first.due_on, each.first.project_id))), on)


def first_seen(new: Mapping[str, FirstVisit], *, on: date) -> dict[str, date]:
    """The day of the first finished visit on or after the workers' entry."""
    made = Visit.objects.filter(project__in=list(new), state=VisitState.FINISHED, day__lte=on).order_by()
    days: dict[str, date] = {}
    for number, day in made.values_list("project_id", "day"):
        if day >= new[number].entered_on and (number not in days or day < days[number]):
            days[number] = day
    return days


def tally_of(visit: Visit) -> dict[str, int]:
    """The numbers of a visit's talks together."""
    sums = visit.talks.filter(withdrawn=False).aggregate(
        asked=Sum("asked"), on_time=Sum("on_time"), owed=Sum("owed"), groups=Count("pk")
    )
    return {name: value or 0 for name, value in sums.items()}


def recent_visits(visible: QuerySet[Visit], *, on: date, days: int = 30) -> QuerySet[Visit]:
    """The visits of the last days, the latest first."""
    since = on - timedelta(days=days)
    return (
        visible.filter(day__gt=since, day__lte=on).select_related("project", "officer").order_by("-day", "-opened_at")
    )
