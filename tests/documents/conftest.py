"""An office, its officer, and a moment."""

from datetime import datetime

import pytest

from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from xinan.documents.actions.keep_letterhead import keep_letterhead
from xinan.documents.letterheads import Sender
from xinan.kernel.clock import CHINA
from xinan.people.models import Organisation, User

HEAD = Sender("长春市南关区人力资源和社会保障局", "南关人社监", "李明", "0431-12345678", "长春市南关区人民大街1号")


@pytest.fixture
def now() -> datetime:
    """Monday, 2026-11-23, in the morning."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)


@pytest.fixture
def office(db: None) -> Organisation:
    return OrganisationFactory(name="南关区人社局", kind="labour_office", region_code="220102")


@pytest.fixture
def officer(office: Organisation, now: datetime) -> User:
    """The inspector of the office, whose letterhead is filled in."""
    user = AppointmentFactory(
        user=UserFactory(organisation=office, display_name="赵敏"), role="county_inspector", region_code="220102"
    ).user
    keep_letterhead(HEAD, by=user, now=now)
    return user
