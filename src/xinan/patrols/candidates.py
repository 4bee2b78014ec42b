"""Which projects may be visited on a day, what is known of each, and where each lies."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import ProjectRisk, Warning
from xinan.patrols.enums import StopState, VisitState
from xinan.patrols.first_visits import first_visits
from xinan.patrols.models import PlanStop, SitePlace, Visit
from xinan.patrols.places import Place, Source, kilometres, seat_of
from xinan.patrols.worth import Known
from xinan.registry.models import Pause, Project, ReportedDetail, Subject

# A site reported farther from its county's seat than this is a slip of the keyboard.
FARTHEST_KM = 200.0


@dataclass(frozen=True, slots=True)
class Fit:
    """Projects that may be visited, by number, with what is known of them and where they lie; and who is not asked, why."""

    known: Mapping[str, Known]
    places: Mapping[str, Place]
    paused: frozenset[str]
    taken: frozenset[str]


def running(visible: QuerySet[Project], *, on: date) -> QuerySet[Project]:
    """The projects in progress on a day."""
    return visible.filter(Q(completed_on=None) | Q(completed_on__gt=on), started_on__lte=on)


def fit_projects(visible: QuerySet[Project], *, on: date, but: int | None = None) -> Fit:
    """The projects in progress of a scope on a day; `but` is the plan that is arranged anew. Seven queries."""
    regions = dict(running(visible, on=on).order_by().values_list("pk", "region_code"))
    paused = _paused(regions, on=on)
    taken = _in_other_plans(regions, on=on, but=but)
    asked = sorted(set(regions) - paused - taken)
    return Fit(known_of(asked, on=on), places_of({key: regions[key] for key in asked}), paused, taken)


def known_of(project_ids: Sequence[str], *, on: date) -> dict[str, Known]:
    """What is known of projects on a day. Four queries."""
    risks = dict(ProjectRisk.objects.filter(pk__in=project_ids).values_list("pk", "index"))
    warnings: dict[str, dict[str, int]] = defaultdict(dict)
    opened = Warning.objects.filter(project__in=project_ids, state=WarningState.OPEN).order_by()
    for number, level, count in opened.values_list("project_id", "level").annotate(Count("pk")):
        warnings[str(number)][level] = count
    seen = last_visits(project_ids, before=on)
    new = first_visits(project_ids, on=on)
    return {
        number: Known(
            risk=risks.get(number, 0),
            warnings=warnings.get(number, {}),
            visited_on=seen.get(number),
            first_due_on=new[number].due_on if number in new and number not in seen else None,
        )
        for number in project_ids
    }


def last_visits(project_ids: Iterable[str], *, before: date) -> dict[str, date]:
    """The day of the last finished visit to each project, up to and including a day."""
    made = Visit.objects.filter(project__in=list(project_ids), state=VisitState.FINISHED, day__lte=before).order_by()
    return dict(made.values_list("project_id").annotate(last=Max("day")))


def places_of(regions: Mapping[str, str]) -> dict[str, Place]:
    """Where projects lie: as a visit told it, else as their site system reported it, else their county's seat. Two queries."""
    seats = {code: seat_of(code) for code in set(regions.values())}
    found = {number: seats[code] for number, code in regions.items()}
    details = ReportedDetail.objects.filter(subject=Subject.PROJECT, project_id__in=list(regions))
    for number, reported in details.values_list("project_id", "details"):
        place = _reported(reported)
        if place is not None and kilometres(place, to=found[number]) <= FARTHEST_KM:
            found[number] = place
    for told in SitePlace.objects.filter(pk__in=list(regions)):
        found[told.project_id] = Place(float(told.lng), float(told.lat), Source.VISIT)
    return found


def _reported(details: Mapping[str, Any]) -> Place | None:
    try:
        return Place(float(details["lng"]), float(details["lat"]), Source.REPORTED)
    except (KeyError, TypeError, ValueError):
        return None


def _paused(project_ids: Iterable[str], *, on: date) -> frozenset[str]:
    approved = Pause.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on), project__in=list(project_ids), from_on__lte=on, approved_on__lte=on
    )
    return frozenset(approved.values_list("project_id", flat=True))


def _in_other_plans(project_ids: Iterable[str], *, on: date, but: int | None) -> frozenset[str]:
    """Projects that somebody goes to on that day already."""
    stops = PlanStop.objects.filter(project__in=list(project_ids), plan__day=on).exclude(state=StopState.SKIPPED)
    others = stops if but is None else stops.exclude(plan_id=but)
    return frozenset(others.values_list("project_id", flat=True))
