"""Where a site is, how surely, and how far two places lie apart. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import successor
from xinan.patrols.seats import SEATS

EARTH_KM = 6371.0
PROVINCE = "220000"


class Source(StrEnum):
    """How a place is known: by a phone on a visit, by the site's own report, or only by its county's seat."""

    VISIT = "visit"
    REPORTED = "reported"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees (WGS 84). `region_code` names the county where `source` is COUNTY: the point is then its seat."""

    lng: float
    lat: float
    source: Source = Source.VISIT
    region_code: str = ""

    @property
    def exact(self) -> bool:
        """Whether the point is the site's own."""
        return self.source is not Source.COUNTY


def kilometres(one: Place, *, to: Place) -> float:
    """The distance as the crow flies, in km.

    >>> round(kilometres(Place(125.324, 43.817), to=Place(126.550, 43.838)))
    98
    """
    north, east = radians(to.lat - one.lat), radians(to.lng - one.lng)
    half = sin(north / 2) ** 2 + cos(radians(one.lat)) * cos(radians(to.lat)) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def seat_of(region_code: str) -> Place:
    """The seat of a place: of the county, else of its prefecture, else of the province.

    >>> seat_of("220184").lat, seat_of("220381").lat, seat_of("999999").lat
    (43.505, 43.505, 43.897)
    """
    for code in (region_code, _followed(region_code), f"{region_code[:4]}00", PROVINCE):
        if code in SEATS:
            lng, lat = SEATS[code]
            return Place(lng, lat, Source.COUNTY, region_code)
    raise AssertionError("the province's seat is in the table")


def _followed(code: str) -> str:
    try:
        return successor(code)
    except InvalidValue:
        return ""
