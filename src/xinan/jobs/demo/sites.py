"""Gives the demo's sites a place on the map, as a site system would report it (`lng`, `lat` of the national interface)."""

import random
from math import cos, radians

from xinan.patrols.places import seat_of
from xinan.registry.models import Project, ReportedDetail, Subject

KM_OF_A_DEGREE = 111.2
# From the seat: most sites are in town, a few far out in the county.
MEAN_KM, FARTHEST_KM = 6.0, 45.0


def make() -> int:
    """A place for every project that reports none yet, the same for the same project each time; how many."""
    known = ReportedDetail.objects.filter(subject=Subject.PROJECT).values_list("project_id", flat=True)
    projects = Project.objects.exclude(pk__in=list(known)).order_by("pk").values_list("pk", "region_code")
    made = [
        ReportedDetail(project_id=number, subject=Subject.PROJECT, key=number, details=_place(number, region_code))
        for number, region_code in projects
    ]
    ReportedDetail.objects.bulk_create(made)
    return len(made)


def _place(project_id: str, region_code: str) -> dict[str, str]:
    chance = random.Random(f"site of {project_id}")  # noqa: S311 a made-up map, no secret
    seat = seat_of(region_code)
    away = min(chance.expovariate(1 / MEAN_KM), FARTHEST_KM)
    angle = radians(chance.uniform(0, 360))
    north, east = away * cos(angle), away * cos(angle - radians(90))
    lat = seat.lat + north / KM_OF_A_DEGREE
    lng = seat.lng + east / (KM_OF_A_DEGREE * cos(radians(seat.lat)))
    return {"lng": f"{lng:.6f}", "lat": f"{lat:.6f}"}
