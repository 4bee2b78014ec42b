"""The demo's pool of clues: by every channel, in every state, by the product's own actions; firms hear of none."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.jobs.demo.test_province import NOW, at
from tests.people.duties.factories import DutyFactory
from tests.people.factories import AppointmentFactory, OrganisationFactory
from tests.registry.factories import ProjectFactory
from tests.web.small_province import warn
from tests.workforce.factories import EmploymentFactory
from xinan.casework.enums import TransferState
from xinan.casework.models import Clue, ClueTransfer
from xinan.casework.queries import proceedings
from xinan.gateways.wiring import wiring
from xinan.jobs.demo import clues
from xinan.kernel.ciphers import generate_key
from xinan.notices.models import Notice
from xinan.people.enums import FIRM_ROLES
from xinan.procedures.models import Step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("demo"))
    at(NOW, monkeypatch)
    yield
    wiring.cache_clear()


def test_the_pool_shows_every_state_that_one_meets() -> None:
    post = AppointmentFactory()
    DutyFactory(user=post.user, office=post.user.organisation)
    OrganisationFactory(region_code="220103")
    projects = [ProjectFactory() for _ in range(12)]
    for project in projects:
        warn(project, "wages/unpaid", "yellow", period="2026-10")
        for _ in range(2):
            EmploymentFactory(project=project)
    AppointmentFactory(role="contractor", region_code="", enterprise_id=projects[0].contractor_id)
    earlier = Clue.objects.create(clue_id="OLD-1", project=projects[0], received_on=date(2026, 9, 1), workers=2)

    assert clues.make(today=NOW.date(), keyring=wiring().keyring) == 24
    states = set(proceedings().values_list("state", flat=True))
    assert {"assigned", "accepted", "contacted", "verifying", "settled", "closed", "transferring", "merged"} <= states
    assert len(set(Clue.objects.values_list("channel", flat=True))) > 5
    assert ClueTransfer.objects.filter(state=TransferState.SENT).exists()
    assert Clue.objects.filter(group__isnull=False).exists()
    earlier.refresh_from_db()
    assert earlier.number
    assert not Step.objects.filter(at__gt=NOW).exists()
    assert not Notice.objects.filter(recipient__appointments__role__in=FIRM_ROLES).exists()
