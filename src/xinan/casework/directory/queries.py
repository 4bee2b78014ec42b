"""Which body of a kind is nearest to a place: its own county's, else its city's, else the province's."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from xinan.casework.directory.enums import OF_WAYS, Kind
from xinan.casework.directory.models import PublicBody
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import PROVINCE_CODE, prefecture_of

_EACH = 2  # of a kind


def bodies_on(day: date) -> QuerySet[PublicBody]:
    """Those that count on a day."""
    return PublicBody.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


def nearest(kinds: Iterable[Kind], *, region_code: str, on: date) -> Sequence[PublicBody]:
    """Of each kind those of the nearest place that has one, two at most; in the order of the kinds. One statement."""
    wanted, places = list(kinds), _outward(region_code)
    rows = list(bodies_on(on).filter(kind__in=wanted, region_code__in=places).order_by("name", "pk"))
    found: list[PublicBody] = []
    for kind in wanted:
        for place in places:
            here = [row for row in rows if row.kind == kind and row.region_code == place]
            if here:
                found += here[:_EACH]
                break
    return found


def for_way(code: str, *, region_code: str, on: date) -> Sequence[PublicBody]:
    """Where a way of triage leads, nearest to where the labour was used."""
    return nearest(OF_WAYS.get(code, ()), region_code=region_code, on=on)


def _outward(region_code: str) -> list[str]:
    """The place, its city, the province."""
    try:
        city = prefecture_of(region_code) if region_code else None
    except InvalidValue:
        city = None
    return list(dict.fromkeys(place for place in (region_code, city, PROVINCE_CODE) if place))
