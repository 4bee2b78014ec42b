"""A small province whose warnings are being handled, and its people, each with a client of their own."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.http import HttpResponse

from tests.monitoring.handling.handled import person, proceeding
from tests.web.seated import Seated, seated
from tests.web.small_province import NOW, TODAY, Province
from xinan.monitoring.handling.follow_up import follow_up
from xinan.monitoring.models import EvaluationRun, Warning
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.procedures.models import Proceeding


class Somebody(Seated):
    """A person before a warning."""

    def move(self, warning: Warning, code: str, *, proofs: int = 0, **given: object) -> HttpResponse:
        """Fill in the dialog of a move as it stands and send it."""
        version = given.pop("version", proceeding(warning).version)
        data = {"version": version, "reason": "已核对银行回单", **given}
        return self.send(f"/warnings/{warning.pk}/moves/{code}/", proofs=proofs, **data)


def somebody(user: User) -> Somebody:
    return seated(user, Somebody)


@dataclass
class Cast:
    """Whoever plays a part."""

    inspector: Somebody
    other: Somebody
    city: Somebody
    province: Somebody
    housing: Somebody
    contractor: Somebody
    owner: Somebody
    stranger: Somebody
    elsewhere: Somebody


@pytest.fixture
def cast(province: Province) -> Cast:
    red = province.red
    return Cast(
        inspector=somebody(person(duty=True)),
        other=somebody(person()),
        city=somebody(person(Role.CITY_OFFICE, region_code="220100")),
        province=somebody(person(Role.PROVINCE_OFFICE, region_code="220000")),
        housing=somebody(person(Role.INDUSTRY_DEPARTMENT, region_code="220100", industries=["housing"])),
        contractor=somebody(person(Role.CONTRACTOR, region_code="", enterprise_id=red.contractor_id)),
        owner=somebody(person(Role.OWNER, region_code="", enterprise_id=red.owner_id)),
        stranger=somebody(person(Role.CONTRACTOR, region_code="", enterprise_id=province.yellow.contractor_id)),
        elsewhere=somebody(person(region_code="220203")),
    )


@pytest.fixture
def warning(province: Province, cast: Cast) -> Warning:
    """September's unpaid wages, just pushed to the inspector."""
    followed()
    return Warning.objects.get(project=province.red, rule="wages/unpaid", period="2026-09")


def followed() -> None:
    """A full run that found what stands."""
    run = EvaluationRun.objects.create(kind="full", as_of=TODAY, projects=4, started_at=NOW, finished_at=NOW)
    follow_up(run, everything=True, now=NOW)


def stands(warning: Warning) -> Proceeding:
    return proceeding(warning)


Act = Callable[..., HttpResponse]
