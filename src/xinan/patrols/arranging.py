"""Arranges a plan: gathers the candidates, lets the rounds be found, writes them. What is done stays as it is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from xinan.kernel.clock import CHINA
from xinan.patrols.candidates import fit_projects, known_of, places_of
from xinan.patrols.enums import StopState
from xinan.patrols.models import Plan, PlanOfficer, PlanStop
from xinan.patrols.places import Place, Source
from xinan.patrols.planning import Candidate, Hours, day_plan
from xinan.patrols.policies import patrol_scope
from xinan.patrols.rounds import write_rounds
from xinan.patrols.worth import BY_HAND, KEPT, Known, Part, Points, seen_lately, worth
from xinan.people.scope import Scope, covered_regions, scope_of
from xinan.registry.models import Project
from xinan.registry.policies import visible_projects

# A first visit takes longer: everything is seen for the first time.
MORE_FOR_FIRST = 30
_STEP = 5


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person adds to the arrangement: projects put in by hand, those that stay if they can, those not to be seen."""

    by_hand: Collection[str] = ()
    keep: Collection[str] = ()
    never: Collection[str] = field(default=())


def arrange(plan: Plan, *, scope: Scope, now: datetime, wishes: Wishes | None = None) -> None:
    """Find the rounds of what remains of the day, and write them. `scope` is that of whoever arranges."""
    asked = wishes or Wishes()
    _one_at_a_time(plan.day)
    officers = list(plan.officers.select_related("user"))
    kept = list(plan.stops.exclude(state=StopState.PLANNED))
    visible = projects_for(officers, scope=scope, region_code=plan.region_code, day=plan.day)
    gone = {str(stop.project_id) for stop in kept} | set(asked.never)
    candidates = _candidates(plan, visible, wishes=asked, gone=gone)
    hours = [_hours(plan, [stop for stop in kept if stop.officer_id == officer.pk], now=now) for officer in officers]
    write_rounds(plan, day_plan(candidates, officers=hours), officers=officers, kept=kept)


def _one_at_a_time(day: date) -> None:
    """Wait until no other plan of that day is being arranged: two must not send two officers to one site."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('xinan.patrols'), %s)", [day.toordinal()])


def projects_for(officers: Iterable[PlanOfficer], *, scope: Scope, region_code: str, day: date) -> QuerySet[Project]:
    """The projects of a place that whoever arranges and every officer of the team may see on that day."""
    visible = visible_projects(patrol_scope(scope))
    for officer in officers:
        visible = visible.filter(pk__in=visible_projects(patrol_scope(scope_of(officer.user, on=day))).values("pk"))
    regions = covered_regions(region_code, on=day)
    return visible if regions is None else visible.filter(region_code__in=regions)


def _candidates(plan: Plan, visible: QuerySet[Project], *, wishes: Wishes, gone: set[str]) -> list[Candidate]:
    fit = fit_projects(visible, on=plan.day, but=plan.pk)
    known, places = dict(fit.known), dict(fit.places)
    extra = [number for number in wishes.by_hand if number not in known]
    if extra:
        regions = dict(Project.objects.filter(pk__in=extra).values_list("pk", "region_code"))
        known, places = known | known_of(list(regions), on=plan.day), places | places_of(regions)
    found = [
        _candidate(number, each, places[number], plan=plan, wishes=wishes)
        for number, each in sorted(known.items())
        if number not in gone
    ]
    return [each for each in found if each is not None]


def _candidate(number: str, known: Known, place: Place, *, plan: Plan, wishes: Wishes) -> Candidate | None:
    by_hand = number in wishes.by_hand
    if not by_hand and number not in wishes.keep and seen_lately(known, on=plan.day):
        return None
    parts = worth(known, on=plan.day)
    if by_hand:
        parts = (Points(Part.BY_HAND, BY_HAND), *parts)
    elif number in wishes.keep:
        parts = (*parts, Points(Part.KEPT, KEPT))
    minutes = plan.visit_minutes + (MORE_FOR_FIRST if known.first_due_on else 0)
    return Candidate(number, place, parts, minutes, by_hand)


def _hours(plan: Plan, done: list[PlanStop], *, now: datetime) -> Hours:
    """What is left of an officer's day: from now where it has begun, from the site seen last where one was."""
    office = Place(float(plan.office_lng), float(plan.office_lat), Source.REPORTED, plan.region_code)
    begins = datetime.combine(plan.day, plan.begins_at, CHINA)
    ends = datetime.combine(plan.day, plan.ends_at, CHINA)
    seen = [stop for stop in done if stop.state == StopState.VISITED]
    last = max(seen, key=lambda stop: stop.position, default=None)
    here = (
        Place(float(last.lng), float(last.lat), Source(last.place_source), last.project.region_code) if last else office
    )
    if plan.day == now.astimezone(CHINA).date() and now > begins:
        begins = _next_minutes(now.astimezone(CHINA))
    if last is not None and begins < last.leaves_at and now < last.leaves_at:
        begins = last.leaves_at.astimezone(CHINA)
    return Hours(min(begins, ends), ends, here, office, plan.lunch_minutes)


def _next_minutes(moment: datetime) -> datetime:
    """The next full five minutes."""
    over = timedelta(minutes=moment.minute % _STEP, seconds=moment.second, microseconds=moment.microsecond)
    return moment - over + timedelta(minutes=_STEP) if over else moment


def still_planned(plan: Plan) -> Mapping[str, bool]:
    """The projects yet to be seen, and whether each was put in by hand."""
    return dict(plan.stops.filter(state=StopState.PLANNED).values_list("project_id", "by_hand"))
