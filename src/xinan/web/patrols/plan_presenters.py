"""A plan, ready to print."""

from collections import defaultdict

from xinan.patrols.actions.change_plan import undoable
from xinan.patrols.enums import VisitState
from xinan.patrols.models import Plan, PlanOfficer, PlanStop, Visit
from xinan.people.models import User
from xinan.registry.models import Project
from xinan.web.patrols.plan_data import ChangeView, LeftOutView, PlanView, RoundView, StopView
from xinan.web.patrols.reasons import change_words, reasons_of, undo_words, why_not
from xinan.web.patrols.route import route_data
from xinan.web.shell.scope_words import place_short

SHOWN_CHANGES = 12


def plan_view(plan: Plan, *, user: User, language: str) -> PlanView:
    """Everything on the page of a plan. Six queries."""
    officers = list(plan.officers.select_related("user"))
    by_officer: dict[int, list[PlanStop]] = defaultdict(list)
    for stop in plan.stops.select_related("project").order_by("arrives_at", "position"):
        by_officer[stop.officer_id].append(stop)
    visits = {visit.stop_id: visit for visit in Visit.objects.filter(stop__plan=plan)}
    last = undoable(plan)
    return PlanView(
        rounds=tuple(_round(each, by_officer[each.pk], visits, own=each.user_id == user.pk) for each in officers),
        left_out=_left_out(plan),
        changes=_changes(plan),
        route=route_data(plan, [(each, by_officer[each.pk]) for each in officers], language=language),
        undo=undo_words(last.kind, project=last.project.name if last.project else "") if last else None,
    )


def _round(officer: PlanOfficer, stops: list[PlanStop], visits: dict[int | None, Visit], *, own: bool) -> RoundView:
    km = sum((stop.travel_km for stop in stops if stop.state != "skipped"), start=officer.back_km if stops else 0)
    return RoundView(
        officer=officer.user.display_name,
        own=own,
        stops=tuple(_stop(stop, number, visits.get(stop.pk)) for number, stop in enumerate(stops, start=1)),
        back_minutes=officer.back_minutes,
        back_km=f"{officer.back_km:.0f}",
        back_at=officer.back_at,
        share=officer.share,
        km=f"{km:.0f}",
    )


def _stop(stop: PlanStop, number: int, visit: Visit | None) -> StopView:
    return StopView(
        number=number,
        project_id=str(stop.project_id),
        name=stop.project.name,
        place=place_short(stop.project.region_code),
        state=stop.state,
        arrives=stop.arrives_at,
        leaves=stop.leaves_at,
        minutes=stop.travel_minutes,
        km=f"{stop.travel_km:.0f}",
        estimated=stop.estimated,
        reasons=reasons_of(stop.parts),
        skip_reason=stop.skip_reason,
        visit_id=visit.pk if visit else None,
        visit_done=visit is not None and visit.state == VisitState.FINISHED,
    )


def _left_out(plan: Plan) -> tuple[LeftOutView, ...]:
    names = dict(
        Project.objects.filter(pk__in=[kept["project_id"] for kept in plan.left_out]).values_list("pk", "name")
    )
    return tuple(
        LeftOutView(
            kept["project_id"], names[kept["project_id"]], why_not(kept), reasons_of(kept["parts"]), kept["value"]
        )
        for kept in plan.left_out
        if kept["project_id"] in names
    )


def _changes(plan: Plan) -> tuple[ChangeView, ...]:
    changes = plan.changes.select_related("by", "project")[:SHOWN_CHANGES]
    return tuple(
        ChangeView(
            change.at,
            change.by.display_name,
            change_words(change.kind, project=change.project.name if change.project else "", reason=change.reason),
            change.undone,
        )
        for change in changes
    )
