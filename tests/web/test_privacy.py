"""Personal data in clear: only with a reason, only for who may, and never without a record."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.people.factories import UserFactory
from tests.web.small_province import NOW, Province
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.gateways.wiring import wiring
from xinan.kernel.clock import CHINA
from xinan.people.models import AccessRecord
from xinan.workforce.models import Worker

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
ADDRESS = "/projects/P-OK/workers/W-1/reveal/"
REASON = {"kind": "verify", "reason": "核实九月工资发放情况"}


@pytest.fixture
def worker(province: Province) -> Worker:
    keyring = wiring().keyring
    made: Worker = WorkerFactory(
        worker_id="W-1",
        name_masked="王**",
        id_number_masked="2201**********123X",
        name_sealed=keyring.seal("王建国", context="worker.name"),
        id_number_sealed=keyring.seal("22010419900101123X", context="worker.id_number"),
    )
    EmploymentFactory(project=province.clear, worker=made)
    return made


def test_asking_shows_nothing_and_records_nothing(worker: Worker, sign_in: SignIn) -> None:
    answer = sign_in().get(ADDRESS)
    assert answer.status_code == 200
    assert "王**" in answer.content.decode()
    assert "王建国" not in answer.content.decode()
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "看看", "x" * 151])
def test_without_a_proper_reason_nothing_is_shown(worker: Worker, sign_in: SignIn, reason: str) -> None:
    answer = sign_in().post(ADDRESS, {"kind": "verify", "reason": reason})
    assert answer.status_code == 422
    assert "王建国" not in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not AccessRecord.objects.exists()


def test_with_a_reason_it_is_shown_and_recorded(worker: Worker, sign_in: SignIn) -> None:
    answer = sign_in().post(ADDRESS, REASON)
    html = answer.content.decode()
    assert "王建国" in html
    assert "22010419900101123X" in html
    assert answer.headers["Cache-Control"] == "no-store"
    records = AccessRecord.objects.order_by("id").values_list("field", "subject_id", "reason", "project_id", "at")
    # No phone was ever entered: nothing shown, nothing recorded.
    assert list(records) == [
        (field, "W-1", "核实欠薪事实：核实九月工资发放情况", "P-OK", NOW) for field in ("name", "id_number")
    ]


@pytest.mark.parametrize(
    ("post", "status"),
    [
        ({"role": "industry_department", "region_code": "220100", "industries": ["housing"]}, 403),
        ({"role": "county_inspector", "region_code": "220203"}, 404),
        ({"role": "operator", "region_code": ""}, 404),
    ],
)
def test_who_may_not(worker: Worker, sign_in: SignIn, post: dict[str, object], status: int) -> None:
    client = sign_in(**post)
    assert client.get(ADDRESS).status_code == status
    answer = client.post(ADDRESS, REASON)
    assert answer.status_code == status
    assert "王建国" not in answer.content.decode()
    assert not AccessRecord.objects.exists()


def look(reason: str, *, at: datetime = NOW, field: str = "phone", **values: object) -> AccessRecord:
    return AccessRecord.objects.create(
        subject_kind="worker", subject_id="W-1", field=field, reason=reason, at=at, **{"user": UserFactory(), **values}
    )


def test_the_log_is_everybodys_for_who_audits_and_ones_own_otherwise(province: Province, sign_in: SignIn) -> None:
    look("别人的查看理由")
    office = sign_in("province_office")
    assert "别人的查看理由" in office.get("/access-log/").content.decode()
    inspector = sign_in("county_inspector", region_code="220102")
    html = inspector.get("/access-log/").content.decode()
    assert "别人的查看理由" not in html
    assert "没有记录" in html


def test_the_log_is_filtered(province: Province, sign_in: SignIn) -> None:
    look("九月的理由", at=datetime(2026, 9, 30, 23, 59, tzinfo=CHINA))
    look("十月的理由", at=datetime(2026, 10, 1, 0, 0, tzinfo=CHINA), field="name", project_id="P-OK")
    client = sign_in("auditor")

    def shown(query: str) -> tuple[bool, bool]:
        html = client.get(f"/access-log/{query}").content.decode()
        return "九月的理由" in html, "十月的理由" in html

    assert shown("") == (True, True)
    assert shown("?to=2026-09-30") == (True, False)  # the last day is included
    assert shown("?from=2026-10-01") == (False, True)
    assert shown("?field=name") == (False, True)
    assert shown("?q=九月") == (True, False)
    assert shown("?q=P-OK") == (False, True)


@pytest.mark.parametrize("query", ["?from=2026-13-40", "?from=2026-10-02&to=2026-10-01"])
def test_wrong_dates_are_explained(province: Province, sign_in: SignIn, query: str) -> None:
    html = sign_in().get(f"/access-log/{query}").content.decode()
    assert 'role="alert"' in html
    assert "起日" in html or "年-月-日" in html
