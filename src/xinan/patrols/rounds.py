"""Rounds as they are kept: written from a day's plan, kept aside before a change, brought back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from xinan.patrols.enums import StopState
from xinan.patrols.models import Plan, PlanOfficer, PlanStop
from xinan.patrols.planning import Candidate, DayPlan, LeftOut, Stop

_STOP_FIELDS = tuple(
    field.attname for field in PlanStop._meta.concrete_fields if field.attname not in {"id", "plan_id", "officer_id"}
)
_MOMENTS = ("arrives_at", "leaves_at")


def write_rounds(plan: Plan, found: DayPlan, *, officers: Sequence[PlanOfficer], kept: Iterable[PlanStop]) -> None:
    """Replace what is planned by the rounds found; `kept` are the stops that stay as they are, before the new ones."""
    stays = list(kept)
    plan.stops.exclude(pk__in=[stop.pk for stop in stays]).delete()
    rows = []
    for officer, each in zip(officers, found.rounds, strict=True):
        first = max((stop.position for stop in stays if stop.officer_id == officer.pk), default=0) + 1
        rows += [_row(plan, officer, stop, position=position) for position, stop in enumerate(each.stops, start=first)]
        officer.share, officer.back_minutes = each.share, each.back.minutes
        officer.back_km, officer.back_at = each.back.km, each.back_at
        officer.save(update_fields=["share", "back_minutes", "back_km", "back_at"])
    PlanStop.objects.bulk_create(rows)
    plan.candidates, plan.others = found.candidates, found.others
    plan.left_out = [_left_out(each) for each in found.left_out]
    plan.save(update_fields=["candidates", "others", "left_out"])


def snapshot(plan: Plan) -> dict[str, Any]:
    """The plan as it stands, to be brought back by `restore`."""
    return {
        "state": plan.state,
        "left_out": plan.left_out,
        "candidates": plan.candidates,
        "others": plan.others,
        "officers": [
            {
                "id": officer.pk,
                "share": officer.share,
                "back_minutes": officer.back_minutes,
                "back_km": str(officer.back_km),
                "back_at": officer.back_at.isoformat() if officer.back_at else None,
                "stops": [_kept(stop) for stop in officer.stops.all()],
            }
            for officer in plan.officers.all()
        ],
    }


def restore(plan: Plan, before: Mapping[str, Any]) -> None:
    """Bring a snapshot back. A stop where a visit was made is not touched: the visit stands by it."""
    plan.stops.exclude(state=StopState.VISITED).delete()
    seen = set(plan.stops.values_list("project_id", flat=True))
    for kept in before["officers"]:
        officer = plan.officers.get(pk=kept["id"])
        officer.share, officer.back_minutes, officer.back_km = kept["share"], kept["back_minutes"], kept["back_km"]
        officer.back_at = datetime.fromisoformat(kept["back_at"]) if kept["back_at"] else None
        officer.save(update_fields=["share", "back_minutes", "back_km", "back_at"])
        PlanStop.objects.bulk_create(
            PlanStop(plan=plan, officer=officer, **_back(stop))
            for stop in kept["stops"]
            if stop["project_id"] not in seen
        )
    plan.state, plan.left_out = before["state"], before["left_out"]
    plan.candidates, plan.others = before["candidates"], before["others"]
    plan.save(update_fields=["state", "left_out", "candidates", "others"])


def _kept(stop: PlanStop) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(stop, name) for name in _STOP_FIELDS}
    for name, value in values.items():
        if isinstance(value, datetime):
            values[name] = value.isoformat()
        elif isinstance(PlanStop._meta.get_field(name), models.DecimalField):
            values[name] = str(value)
    return values


def _back(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**kept, **{name: datetime.fromisoformat(kept[name]) for name in _MOMENTS}}


def _row(plan: Plan, officer: PlanOfficer, stop: Stop, *, position: int) -> PlanStop:
    candidate: Candidate = stop.candidate
    return PlanStop(
        plan=plan,
        officer=officer,
        project_id=candidate.project_id,
        position=position,
        state=StopState.PLANNED,
        by_hand=candidate.by_hand,
        arrives_at=stop.arrives,
        leaves_at=stop.leaves,
        travel_minutes=stop.leg.minutes,
        travel_km=round(stop.leg.km, 1),
        estimated=stop.leg.estimated,
        lng=round(candidate.place.lng, 6),
        lat=round(candidate.place.lat, 6),
        place_source=candidate.place.source.value,
        value=candidate.value,
        parts=[part.kept() for part in candidate.parts],
    )


def _left_out(each: LeftOut) -> dict[str, Any]:
    return {
        "project_id": each.candidate.project_id,
        "value": each.candidate.value,
        "why": each.why.value,
        "minutes": each.minutes,
        "parts": [part.kept() for part in each.candidate.parts],
    }
