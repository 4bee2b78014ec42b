"""Personal data in clear: for those who may, with a reason, never without a trace."""

from datetime import datetime

import pytest
from django.db import DatabaseError

from tests.people.factories import AppointmentFactory
from tests.registry.factories import ProjectFactory
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.kernel.ciphers import Keyring, TamperedToken, generate_key
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue, NotAllowed, NotFound
from xinan.people.models import AccessRecord
from xinan.people.policies import visible_looks
from xinan.people.scope import scope_of
from xinan.workforce.actions.reveal_worker import reveal_worker

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)


@pytest.fixture
def worker(keyring):
    worker = WorkerFactory(phone_sealed=keyring.seal("13900000000", context="worker.phone"))
    EmploymentFactory(project=ProjectFactory(region_code="220102"), worker=worker)
    return worker


@pytest.fixture
def inspector():
    return AppointmentFactory(region_code="220102").user


def look(user, worker, keyring, **values):
    given = {"field": "phone", "reason": "核实9月工资", "now": NOW, "keyring": keyring} | values
    return reveal_worker(user, worker_id=worker.pk, **given)


def test_the_value_is_shown_and_the_look_written_down(worker, inspector, keyring) -> None:
    shown = look(inspector, worker, keyring, project_id="P1", request_id="r1", reason="  核实9月工资 ")
    assert shown == "13900000000"
    record = AccessRecord.objects.get()
    assert (record.user, record.subject_id, record.field, record.reason, record.at) == (
        inspector,
        worker.pk,
        "phone",
        "核实9月工资",
        NOW,
    )
    assert (record.project_id, record.request_id) == ("P1", "r1")
    assert "13900000000" not in str(list(AccessRecord.objects.values()))


@pytest.mark.parametrize("reason", ["", "   ", "看看"])
def test_without_a_reason_nothing_is_shown(worker, inspector, keyring, reason) -> None:
    with pytest.raises(InvalidValue, match="reason-required"):
        look(inspector, worker, keyring, reason=reason)
    assert not AccessRecord.objects.exists()


def test_a_look_that_cannot_be_recorded_shows_nothing(worker, inspector, keyring) -> None:
    with pytest.raises(DatabaseError):
        look(inspector, worker, keyring, request_id="x" * 100)


def test_workers_of_other_places_are_not_there(worker, keyring) -> None:
    stranger = AppointmentFactory(region_code="220103").user
    with pytest.raises(NotFound, match="worker-not-found"):
        look(stranger, worker, keyring)


@pytest.mark.parametrize(
    "post",
    [
        {"role": "industry_department", "industries": ["housing"]},
        {"role": "auditor", "region_code": ""},
        {"role": "operator", "region_code": ""},
    ],
)
def test_departments_auditors_and_operators_work_with_masked_data(worker, keyring, post) -> None:
    with pytest.raises(NotAllowed, match="may-not-reveal"):
        look(AppointmentFactory(**post).user, worker, keyring)


def test_a_post_of_yesterday_opens_nothing_today(worker, keyring) -> None:
    former = AppointmentFactory(to_on=NOW.date().replace(day=22)).user
    with pytest.raises(NotAllowed):
        look(former, worker, keyring)


def test_what_is_not_on_record_or_no_field_cannot_be_shown(worker, inspector, keyring) -> None:
    with pytest.raises(NotFound, match="nothing-to-reveal"):
        look(inspector, worker, keyring, field="wage_card")
    with pytest.raises(NotFound):
        look(inspector, worker, keyring, field="birth_on")
    assert not AccessRecord.objects.exists()


def test_a_value_moved_to_another_column_does_not_open_and_leaves_no_record(worker, inspector, keyring) -> None:
    worker.name_sealed = worker.phone_sealed
    worker.save()
    with pytest.raises(TamperedToken):
        look(inspector, worker, keyring, field="name")
    assert not AccessRecord.objects.exists()


def test_an_old_key_still_opens(worker, inspector, keyring) -> None:
    newer, older = generate_key("new"), generate_key("old")
    worker.phone_sealed = Keyring.parse(older).seal("13911111111", context="worker.phone")
    worker.save()
    assert look(inspector, worker, Keyring.parse(f"{newer},{older}")) == "13911111111"


def test_everyone_reads_their_own_looks_and_auditors_all(worker, inspector, keyring) -> None:
    look(inspector, worker, keyring)
    other = AppointmentFactory(region_code="220102").user
    auditor = AppointmentFactory(role="auditor", region_code="").user
    read = {
        user: visible_looks(user, scope=scope_of(user, on=NOW.date())).count() for user in (inspector, other, auditor)
    }
    assert read == {inspector: 1, other: 0, auditor: 1}
