"""The demo's cases: on both tracks, in several procedures, one closed, by the product's own actions; firms hear of none."""

from collections.abc import Iterator

import pytest

from tests.jobs.demo.test_province import NOW, at
from tests.payments.factories import PayrollLineFactory
from tests.people.duties.factories import DutyFactory
from tests.people.factories import AppointmentFactory, UserFactory
from tests.registry.factories import ProjectFactory
from tests.web.small_province import warn
from tests.workforce.factories import EmploymentFactory
from xinan.casework.cases.models import Case
from xinan.gateways.wiring import wiring
from xinan.jobs.demo import cases, clues
from xinan.kernel.ciphers import generate_key
from xinan.notices.models import Notice
from xinan.people.enums import FIRM_ROLES
from xinan.people.scope import scope_of
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.registry import find_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("demo"))
    at(NOW, monkeypatch)
    yield
    wiring.cache_clear()


def test_a_handful_of_cases_in_every_stage() -> None:
    post = AppointmentFactory()
    DutyFactory(user=post.user, office=post.user.organisation)
    for _ in range(2):
        AppointmentFactory(user=UserFactory(organisation=post.user.organisation))
    AppointmentFactory(role="industry_department", industries=["housing"])
    AppointmentFactory(role="province_office", region_code="")
    tribunal = {role: AppointmentFactory(role=role, region_code="").user for role in ("mediator", "arbitrator")}
    for _ in range(16):
        project = ProjectFactory()
        warn(project, "wages/unpaid", "yellow", period="2026-10")
        worker = EmploymentFactory(project=project).worker
        PayrollLineFactory(project=project, worker=worker, wage_month="2026-10")
    AppointmentFactory(role="contractor", region_code="", enterprise_id=project.contractor_id)
    clues.make(today=NOW.date(), keyring=wiring().keyring)

    assert cases.make(today=NOW.date(), keyring=wiring().keyring) == cases.MOST
    kept = Proceeding.objects.filter(subject_kind="case")
    assert {"inspection", "mediation", "case", "background"} <= set(kept.values_list("procedure", flat=True))
    for role, procedure in (("mediator", "mediation"), ("arbitrator", "arbitration")):
        (theirs,) = visible_proceedings(scope_of(tribunal[role], on=NOW.date()))
        assert (theirs.procedure, theirs.holder) == (procedure, tribunal[role])
        assert role in find_procedure(procedure).states[theirs.state].waits_for
    assert "passed" in kept.filter(procedure="background").values_list("state", flat=True)
    assert Case.objects.filter(size="large").count() == 1
    assert Case.objects.exclude(closed_on=None).count() == 1
    assert not Step.objects.filter(at__gt=NOW).exists()
    assert not Notice.objects.filter(recipient__appointments__role__in=FIRM_ROLES, about_kind="case").exists()
