"""Begins a visit: of the plan, or at hand."""

from datetime import datetime

from django.db import transaction

from xinan.kernel.clock import CHINA
from xinan.patrols.candidates import known_of
from xinan.patrols.enums import ChangeKind, PlanState, StopState, VisitOccasion, VisitState
from xinan.patrols.models import Plan, PlanChange, PlanStop, Visit
from xinan.patrols.policies import patrol_scope, require_patrol
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.registry.policies import visible_project


@transaction.atomic
def open_visit(project_id: str, *, by: User, scope: Scope, now: datetime) -> Visit:
    """The officer's visit to the project today: the one under way, or a new one, tied to the plan where it stands there.

    Raises NotFound for a project out of scope, NotAllowed for posts without visits.
    """
    require_patrol(scope)
    project = visible_project(patrol_scope(scope), project_id=project_id)
    # Two taps on a phone must not begin two visits.
    User.objects.select_for_update().get(pk=by.pk)
    today = now.astimezone(CHINA).date()
    going = Visit.objects.filter(project=project, officer=by, day=today, state=VisitState.OPEN).first()
    if going is not None:
        return going
    stop = _stop_of(project.pk, by=by, now=now)
    known = known_of([project.pk], on=today)[project.pk]
    first = known.first_due_on is not None
    occasion = VisitOccasion.FIRST if first else VisitOccasion.PLANNED if stop else VisitOccasion.BY_HAND
    visit = Visit.objects.create(project=project, officer=by, stop=stop, occasion=occasion, day=today, opened_at=now)
    if stop is not None:
        _note(stop, by=by, now=now)
    return visit


def _stop_of(project_id: str, *, by: User, now: datetime) -> PlanStop | None:
    """The stop of an accepted plan of today, of the officer or of the officer's team."""
    today = now.astimezone(CHINA).date()
    stops = PlanStop.objects.filter(
        project_id=project_id, plan__day=today, plan__state=PlanState.ACCEPTED, plan__officers__user=by, visit=None
    )
    return stops.exclude(state=StopState.SKIPPED).select_related("plan").first()


def _note(stop: PlanStop, *, by: User, now: datetime) -> None:
    plan = Plan.objects.select_for_update().get(pk=stop.plan_id)
    stop.state = StopState.VISITED
    stop.save(update_fields=["state"])
    plan.version += 1
    plan.save(update_fields=["version"])
    PlanChange.objects.create(plan=plan, kind=ChangeKind.VISITED, by=by, at=now, project_id=stop.project_id)
