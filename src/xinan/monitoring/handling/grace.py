"""How long evidence holds against data that still show the matter."""

from datetime import date, timedelta
from functools import cache

from xinan.rules.files import read_parameters
from xinan.rules.parameters import Parameter


@cache
def _days() -> Parameter:
    return read_parameters("xinan.monitoring.handling")["grace_days"]


def grace_in(region_code: str, *, on: date) -> timedelta:
    """The grace in a place on a day: the county's own, else the prefecture's, else the province's."""
    return timedelta(days=int(str(_days().step(on=on, region=region_code).value)))


def least_grace(*, on: date) -> timedelta:
    """The shortest grace of any place."""
    return min(grace_in(region, on=on) for region in ("", *_days().regions))
