"""The demo's sites lie on the map, near their county's seat, each at a place of its own."""

import pytest

from tests.registry.factories import ProjectFactory
from xinan.jobs.demo import sites
from xinan.patrols.candidates import places_of
from xinan.patrols.places import kilometres, seat_of
from xinan.registry.models import Project, ReportedDetail, Subject

pytestmark = pytest.mark.django_db


def test_every_site_has_a_place_of_its_own_near_the_seat() -> None:
    for number in range(12):
        ProjectFactory(region_code=("220102", "220281", "222424")[number % 3])
    assert sites.make() == 12
    regions = dict(Project.objects.values_list("pk", "region_code"))
    found = places_of(regions)
    assert all(place.exact for place in found.values())
    assert len({(place.lng, place.lat) for place in found.values()}) == 12
    away = [kilometres(place, to=seat_of(regions[number])) for number, place in found.items()]
    assert min(away) > 0
    assert max(away) <= sites.FARTHEST_KM * 1.01


def test_what_a_site_reported_itself_stays() -> None:
    project = ProjectFactory(region_code="220102")
    own = {"lng": "125.300000", "lat": "43.900000"}
    ReportedDetail.objects.create(project_id=project.pk, subject=Subject.PROJECT, key=project.pk, details=own)
    assert sites.make() == 0
    assert ReportedDetail.objects.get(project_id=project.pk).details == own
