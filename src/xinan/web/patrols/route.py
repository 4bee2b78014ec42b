"""The route as the map draws it: the office, the rounds, and places around for orientation. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from math import cos, pi, radians, sin

from xinan.kernel.clock import CHINA
from xinan.patrols.models import Plan, PlanOfficer, PlanStop
from xinan.patrols.places import PROVINCE, Source
from xinan.patrols.seats import SEATS
from xinan.web.shell.scope_words import place_short

# Sites of which only the county is known stand in a ring about its seat, so that none hides another; in degrees.
_RING = 0.022
# At least this much of the land is shown around the stops, in degrees.
_MARGIN = 0.06


def route_data(
    plan: Plan, rounds: Sequence[tuple[PlanOfficer, Sequence[PlanStop]]], *, language: str
) -> dict[str, object]:
    """Points in degrees; `bounds` is west, south, east, north."""
    points = _points([stop for _officer, stops in rounds for stop in stops])
    office = [float(plan.office_lng), float(plan.office_lat)]
    shown = [office, *points.values()]
    bounds = _bounds(shown)
    return {
        "office": {"at": office, "name": place_short(plan.region_code).in_language(language)},
        "bounds": bounds,
        "seats": _seats(bounds, plan.region_code, language),
        "rounds": [
            {
                "officer": officer.user.display_name,
                "stops": [
                    {
                        "at": points[stop.pk],
                        "number": number,
                        "name": stop.project.name,
                        "state": stop.state,
                        "estimated": stop.place_source == Source.COUNTY,
                        "time": f"{stop.arrives_at.astimezone(CHINA):%H:%M}",
                    }
                    for number, stop in enumerate(stops, start=1)
                ],
            }
            for officer, stops in rounds
        ],
    }


def _points(stops: Sequence[PlanStop]) -> dict[int, list[float]]:
    alike: dict[tuple[float, float], list[PlanStop]] = defaultdict(list)
    found: dict[int, list[float]] = {}
    for stop in stops:
        at = (float(stop.lng), float(stop.lat))
        found[stop.pk] = list(at)
        if stop.place_source == Source.COUNTY:
            alike[at].append(stop)
    for (lng, lat), group in alike.items():
        for index, stop in enumerate(group):
            angle = 2 * pi * index / len(group) + pi / 2
            found[stop.pk] = [lng + _RING * cos(angle) / cos(radians(lat)), lat + _RING * sin(angle)]
    return found


def _bounds(points: Sequence[Sequence[float]]) -> list[float]:
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    wide, high = max((east - west) * 0.18, _MARGIN), max((north - south) * 0.18, _MARGIN)
    return [west - wide, south - high, east + wide, north + high]


def _seats(bounds: Sequence[float], own: str, language: str) -> list[dict[str, object]]:
    west, south, east, north = bounds
    return [
        {"at": [lng, lat], "name": place_short(code).in_language(language)}
        for code, (lng, lat) in SEATS.items()
        if code not in (own, PROVINCE) and not code.endswith("00") and west < lng < east and south < lat < north
    ]
