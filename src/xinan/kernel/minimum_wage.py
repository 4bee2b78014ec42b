"""The minimum wage of Jilin by place and day: monthly for full-time work, hourly for part-time work, in yuan.

Each period has tiers; a tier names the cities whose districts it covers and single places, and the last takes all
others. Of 2015 and 2017 only the amounts were found, not the lists of places: those of 2021 are used, and where 2015
had a tier fewer the lower one, so that nobody is accused by a guess; `source` says so.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import REGIONS, Region, region, successor
from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class _Tier:
    """An amount, the cities all of whose districts have it, and single places; both empty in the last tier."""

    month: Decimal
    hour: Decimal
    cities: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    def covers(self, place: Region) -> bool:
        if not self.cities and not self.places:
            return True
        return place.code in self.places or (place.is_district and place.parent_code in self.cities)


@dataclass(frozen=True, slots=True)
class _Period:
    from_on: date
    source: Text
    tiers: tuple[_Tier, ...]


class WageStep(NamedTuple):
    """A value from a day until the next step."""

    from_on: date
    value: Decimal
    source: Text


def _tier(month: str, hour: str, cities: str = "", places: str = "") -> _Tier:
    return _Tier(Decimal(month), Decimal(hour), frozenset(cities.split()), frozenset(places.split()))


_CHANGCHUN = "220100"
_YANJI_AND_HUNCHUN = "222401 222404"
_CITIES_OF_2021 = ("220200 220700", "220300 220400 220500 220600")
# 前郭, 抚松
_PLACES_OF_2021 = "220721 220621"

_PERIODS = (
    _Period(
        from_on=date(2015, 12, 1),
        source=Text(
            "吉林省 2015 年最低工资标准（适用地区名单待核）",
            "Jilin minimum wage of 2015 (list of places still to be checked)",
        ),
        tiers=(
            _tier("1480.00", "13.50", _CHANGCHUN),
            _tier("1380.00", "12.50", _CITIES_OF_2021[0], _YANJI_AND_HUNCHUN),
            _tier("1280.00", "11.50"),
        ),
    ),
    _Period(
        from_on=date(2017, 10, 1),
        source=Text(
            "吉林省 2017 年最低工资标准（适用地区名单待核）",
            "Jilin minimum wage of 2017 (list of places still to be checked)",
        ),
        tiers=(
            _tier("1780.00", "17.00", _CHANGCHUN),
            _tier("1680.00", "16.00", _CITIES_OF_2021[0], _YANJI_AND_HUNCHUN),
            _tier("1580.00", "15.00", _CITIES_OF_2021[1], _PLACES_OF_2021),
            _tier("1480.00", "14.00"),
        ),
    ),
    _Period(
        from_on=date(2021, 12, 1),
        source=Text("吉林省 2021 年最低工资标准", "Jilin minimum wage of 2021"),
        tiers=(
            _tier("1880.00", "19.00", _CHANGCHUN),
            _tier("1760.00", "18.00", _CITIES_OF_2021[0], _YANJI_AND_HUNCHUN),
            _tier("1640.00", "17.00", _CITIES_OF_2021[1], _PLACES_OF_2021),
            _tier("1540.00", "16.00"),
        ),
    ),
    _Period(
        from_on=date(2024, 10, 1),
        source=Text("吉政函〔2024〕66号", "Jilin provincial government letter 2024 no. 66"),
        tiers=(
            _tier("2120.00", "21.00", _CHANGCHUN),
            _tier("1920.00", "19.50", "220200 220600 220700", _YANJI_AND_HUNCHUN),
            _tier("1780.00", "18.00"),
        ),
    ),
)


def monthly(region_code: str, *, on: date) -> Decimal:
    """Yuan a month for full-time work in that place on that day.

    The province or a prefecture stands for the lowest of its places, so that a project known only so far is never held
    to more than the law asks. A repealed code means the place that succeeded it. Raises InvalidValue: `region-unknown`,
    or `minimum-wage-date` before 2015-12-01.

    >>> monthly("222401", on=date(2026, 1, 31)), monthly("220381", on=date(2019, 1, 31))
    (Decimal('1920.00'), Decimal('1480.00'))
    """
    return _in_force(steps(region_code), on=on)


def hourly(region_code: str, *, on: date) -> Decimal:
    """Yuan an hour for part-time work; places and errors as `monthly`.

    >>> hourly("220102", on=date(2024, 9, 30)), hourly("220102", on=date(2024, 10, 1))
    (Decimal('19.00'), Decimal('21.00'))
    """
    return _in_force(hourly_steps(region_code), on=on)


def steps(region_code: str) -> list[WageStep]:
    """Every monthly value of a place with the day it began and its source, oldest first."""
    places = _places(region_code)
    return [
        WageStep(period.from_on, min(_tier_of(place, period).month for place in places), period.source)
        for period in _PERIODS
    ]


def hourly_steps(region_code: str) -> list[WageStep]:
    """Every hourly value of a place with the day it began and its source, oldest first."""
    places = _places(region_code)
    return [
        WageStep(period.from_on, min(_tier_of(place, period).hour for place in places), period.source)
        for period in _PERIODS
    ]


def _places(region_code: str) -> list[Region]:
    asked = region(successor(region_code))
    if asked.level == "county":
        return [asked]
    counties = (place for place in REGIONS if place.level == "county" and place.is_valid(on=None))
    return [place for place in counties if asked.level == "province" or place.parent_code == asked.code]


def _tier_of(place: Region, period: _Period) -> _Tier:
    return next(tier for tier in period.tiers if tier.covers(place))


def _in_force(values: list[WageStep], *, on: date) -> Decimal:
    begun = [step.value for step in values if step.from_on <= on]
    if not begun:
        first = values[0].from_on
        raise InvalidValue(
            "minimum-wage-date",
            Text(f"没有 {first} 之前的最低工资标准。", f"No minimum wage is known before {first}."),
            Text(f"使用 {first} 及以后的日期。", f"Use a date from {first} on."),
        )
    return begun[-1]
