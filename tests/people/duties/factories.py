"""Duties and leaves."""

from datetime import date

import factory

from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from xinan.people.duties.models import Duty, Leave
from xinan.people.models import Organisation, User

SINCE = date(2020, 1, 1)


class DutyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Duty

    user = factory.SubFactory(UserFactory)
    office = factory.SelfAttribute("user.organisation")
    role = "county_inspector"
    region_code = "220102"
    from_on = SINCE


class LeaveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Leave

    user = factory.SubFactory(UserFactory)


def office(region_code: str = "220102", *, kind: str = "labour_office") -> Organisation:
    return OrganisationFactory(region_code=region_code, kind=kind)


def officer(
    of: Organisation,
    *,
    role: str = "county_inspector",
    region_code: str = "",
    name: str = "",
    industries: list[str] | None = None,
) -> User:
    """Somebody of an office with a post over its place, or over another."""
    named = {"display_name": name} if name else {}
    user = UserFactory(organisation=of, **named)
    AppointmentFactory(
        user=user, role=role, region_code=region_code or of.region_code, industries=industries, from_on=SINCE
    )
    return user
