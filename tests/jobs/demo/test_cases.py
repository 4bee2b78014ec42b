"""The demo's cases: on both tracks, in several procedures, one closed, by the product's own actions; firms hear of none."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from tests.jobs.demo.test_province import NOW, at
from tests.payments.factories import PayrollLineFactory
from tests.people.duties.factories import DutyFactory
from tests.people.factories import AppointmentFactory, UserFactory
from tests.registry.factories import DepositFactory, ProjectFactory, WageAccountFactory
from tests.web.small_province import warn
from tests.workforce.factories import EmploymentFactory
from xinan.casework.cases.models import Case
from xinan.casework.cases.wages import paid_of
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.models import Relief
from xinan.gateways.wiring import wiring
from xinan.intake.persons import ID_NUMBER
from xinan.jobs.demo import cases, clues
from xinan.kernel.ciphers import generate_key
from xinan.notices.models import Notice
from xinan.people.enums import FIRM_ROLES
from xinan.people.scope import scope_of
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.registry import find_procedure
from xinan.simulation import identities
from xinan.workforce.models import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("demo"))
    at(NOW, monkeypatch)
    yield
    wiring.cache_clear()


def on_the_roster(worker: Worker) -> Worker:
    """Under the identity the demo's people give when they complain."""
    worker.birth_on, worker.sex = date(1985, 5, 5), "male"
    number = identities.citizen_id(worker.pk, birth_on=worker.birth_on, sex=worker.sex).number
    worker.id_number_index = wiring().keyring.look_up(number, context=ID_NUMBER)
    worker.save()
    return worker


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
        worker = on_the_roster(EmploymentFactory(project=project).worker)
        PayrollLineFactory(project=project, worker=worker, wage_month="2026-10")
        DepositFactory(project=project, amount=Decimal(50_000))
        WageAccountFactory(project=project)
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
    closed = Case.objects.exclude(closed_on=None).get()
    assert Relief.objects.get(case=closed).kind == Kind.DEPOSIT_DRAW
    recovered = paid_of(closed).values()
    assert sum(worker.owed for worker in recovered) > 0
    assert all(worker.open == 0 and not worker.excepted for worker in recovered)
    assert set(Relief.objects.exclude(case=closed).values_list("kind", flat=True)) == set(Kind)
    assert not Step.objects.filter(at__gt=NOW).exists()
    assert not Notice.objects.filter(recipient__appointments__role__in=FIRM_ROLES, about_kind="case").exists()
