"""How long the way takes. An estimate from the distance, on purpose simple enough to be checked with a ruler. Pure."""

from dataclasses import dataclass
from math import ceil

from xinan.patrols.places import Place, kilometres

# Roads are longer than the crow's way; the usual ratio in plains and hills.
ROAD_FACTOR = 1.35
# In town, and beyond the first kilometres on highways.
TOWN_KM_PER_HOUR, OPEN_KM_PER_HOUR = 30.0, 65.0
TOWN_KM = 8.0
# To park, pass the gate and find somebody.
ARRIVING_MINUTES = 5
# Between two sites of one county of which only the county is known: in a district, and in a county.
WITHIN_DISTRICT_KM, WITHIN_COUNTY_KM = 6.0, 20.0


@dataclass(frozen=True, slots=True)
class Leg:
    """One way: kilometres by road and minutes; `estimated` where an end is known only by its county."""

    km: float
    minutes: int
    estimated: bool


def leg(start: Place, *, to: Place) -> Leg:
    """The way from one place to another.

    >>> leg(Place(125.35, 43.86), to=Place(125.35, 43.86)).minutes
    5
    """
    estimated = not (start.exact and to.exact)
    km = kilometres(start, to=to) * ROAD_FACTOR
    if estimated:
        km = max(km, _usual_km(start if not start.exact else to))
    town = min(km, TOWN_KM)
    hours = town / TOWN_KM_PER_HOUR + (km - town) / OPEN_KM_PER_HOUR
    return Leg(round(km, 1), ceil(round(hours * 60, 6)) + ARRIVING_MINUTES, estimated)


def way_back(start: Place, *, to: Place) -> Leg:
    """The way to the office, where nobody has to be found."""
    there = leg(start, to=to)
    return Leg(there.km, there.minutes - ARRIVING_MINUTES, there.estimated)


def _usual_km(place: Place) -> float:
    # GB/T 2260: the districts of a city are numbered 01 to 20 under it.
    code = place.region_code
    district = code[4:].isdigit() and 0 < int(code[4:]) <= 20 and int(code[2:4]) <= 20
    return WITHIN_DISTRICT_KM if district else WITHIN_COUNTY_KM
