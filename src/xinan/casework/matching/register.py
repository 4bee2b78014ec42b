"""The registry as matching needs it: names to be searched, where projects lie, whose they are. Made anew on change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection

from xinan.casework.matching.names import NamedThing, NameIndex, name_index
from xinan.casework.matching.words import tokens
from xinan.kernel.regions import REGIONS
from xinan.patrols.candidates import places_of
from xinan.patrols.places import Place
from xinan.registry.models import Enterprise, Project

# Every column that the register is made of: whatever changes in one of them, the sum is another.
_STATE = """
SELECT (SELECT concat(count(*), ':', sum(hashtextextended(concat_ws('|', project_id, name, region_code, industry, owner_id,
               contractor_id, started_on, completed_on), 0)::numeric)) FROM registry_project),
       (SELECT concat(count(*), ':', sum(hashtextextended(concat_ws('|', enterprise_id, name), 0)::numeric))
          FROM registry_enterprise),
       (SELECT concat(count(*), ':', sum(hashtextextended(concat_ws('|', project_id, lng, lat), 0)::numeric))
          FROM patrols_siteplace),
       (SELECT concat(count(*), ':', sum(hashtextextended(concat_ws('|', project_id, details->>'lng', details->>'lat'), 0)::numeric))
          FROM registry_reporteddetail WHERE subject = 'project')
"""
_PLACE_NAMES = tuple(
    sorted(
        {form for region in REGIONS for form in (region.name, region.name.removesuffix("朝鲜族自治州"))},
        key=len,
        reverse=True,
    )
)


@dataclass(frozen=True, slots=True)
class Site:
    """A project as matching sees it."""

    project_id: str
    name: str
    region_code: str
    industry: str
    owner_id: str
    contractor_id: str
    started_on: date | None
    completed_on: date | None


@dataclass(frozen=True)
class Register:
    """All projects and firms at one state of the registry."""

    sites: Mapping[str, Site]
    projects: NameIndex
    firms: NameIndex
    places: Mapping[str, Place]


def register() -> Register:
    """The register as it stands: one statement where nothing has changed since it was made, five where it has."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return _made(tuple(cursor.fetchone()))


@lru_cache(maxsize=1)
def _made(_state: tuple[str, ...]) -> Register:
    columns = (
        "project_id",
        "name",
        "region_code",
        "industry",
        "owner_id",
        "contractor_id",
        "started_on",
        "completed_on",
    )
    sites = {row[0]: Site(*row) for row in Project.objects.order_by().values_list(*columns)}
    things = (NamedThing(site.project_id, site.name, _place_tokens(site.name)) for site in sites.values())
    firms = (NamedThing(*row) for row in Enterprise.objects.order_by().values_list("enterprise_id", "name"))
    places = places_of({site.project_id: site.region_code for site in sites.values()})
    exact = {number: place for number, place in places.items() if place.exact}
    return Register(sites, name_index(things), name_index(firms), exact)


def _place_tokens(name: str) -> int:
    """How many tokens of a name only say in which city and county it lies.

    >>> _place_tokens("长春市南关区松柏苑住宅小区二期工程")
    6
    """
    rest = name
    while True:
        found = next((place for place in _PLACE_NAMES if rest.startswith(place)), "")
        if not found:
            return len(tokens(name)) - len(tokens(rest))
        rest = rest[len(found) :]
