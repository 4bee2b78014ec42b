"""What becomes of messages once the worker takes them: every line accounted for, nothing lost, nothing twice."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from django.db import connection

from tests.api.national.building import SCAN, Building
from tests.api.national.client import Body, decrypt
from tests.api.national.test_requests import HAND, Direct, punches
from tests.api.national.test_requests import building as building
from tests.api.national.test_requests import system as system
from tests.intake import site
from tests.intake.site import Hand
from xinan.gateways.wiring import Wiring
from xinan.intake.models import Batch, BatchState, NationalNonce
from xinan.intake.national.actions import take_waiting as module
from xinan.intake.national.actions.receive_message import lock_of
from xinan.intake.national.actions.take_waiting import MOST_ATTEMPTS, take_waiting, waiting_projects
from xinan.intake.national.nonces import forget_nonces
from xinan.kernel.clock import CHINA
from xinan.payments.models import PayrollLine, WagePayment
from xinan.registry.models import Enterprise, Project, ReportedDetail, Scan, Team
from xinan.workforce.models import Employment, EntryExit, Punch, PunchTrace, Trainee

pytestmark = pytest.mark.django_db

OTHER = Hand("王铁柱", 3, team="木工一班")
Take = Callable[[str, Body], Body]


@pytest.fixture
def take(building: Building, wired: Wiring) -> Take:
    """Upload, have it taken, and ask what became of it."""

    def taken(method: str, data: Body) -> Body:
        serial = building.system.upload(method, data)
        take_waiting(site.PROJECT, now=wired.clock.now, keyring=wired.keyring)
        return building.system.outcome(serial)

    return taken


@pytest.fixture
def staffed(building: Building, take: Take) -> Building:
    """Two hands on the roster, each in a team."""
    for hand in (HAND, OTHER):
        assert take("ProjectWorker.Add", building.workers([hand]))["status"] == 20
    return building


def test_good_lines_are_in_and_bad_ones_told_by_line_and_field(staffed: Building, take: Take) -> None:
    lines = [
        staffed.punch(HAND, "2026-11-20 07:00:00", "01"),
        staffed.punch(HAND, "2026-13-20 17:00:00", "02"),
        staffed.punch(HAND, "2026-11-20 17:00:00", "02", idCardNumber=staffed.system.secretly("220102198505010010")),
        staffed.punch(OTHER, "2026-11-20 17:00:00", "02"),
    ]
    outcome = take("WorkerAttendance.Add", staffed.punches(HAND, lines))
    assert outcome["status"] == 10
    assert [(error["line"], error["field"]) for error in outcome["errors"]] == [(2, "date"), (3, "idCardNumber")]
    assert outcome["result"].startswith("成功 2 行，失败 2 行。第2行：date")
    assert Punch.objects.count() == 2
    batch = Batch.objects.filter(kind="attendance").latest("id")
    assert (batch.rows, batch.added, batch.rejected, batch.state) == (4, 2, 2, BatchState.DONE)


def test_the_same_again_changes_nothing(staffed: Building, take: Take) -> None:
    message = punches(staffed, 20)
    assert take("WorkerAttendance.Add", message)["status"] == 20
    assert take("WorkerAttendance.Add", message)["status"] == 20
    assert Punch.objects.count() == 20
    batch = Batch.objects.filter(kind="attendance").latest("id")
    assert (batch.added, batch.unchanged) == (0, 20)
    assert batch.original_sealed == "", "personal data are kept no longer than something is left to correct"


def test_a_team_that_exists_answers_its_number(building: Building, take: Take) -> None:
    outcome = take("Team.Add", building.team(HAND))
    assert outcome["status"] == 20
    assert outcome["result"]["teamSysNo"] == building.teams["钢筋一班"]
    assert "班组已存在" in outcome["result"]["message"]
    new = take("Team.Add", building.team(HAND) | {"teamName": "架子班"})
    assert new["result"] == {"teamSysNo": Team.objects.get(name="架子班").system_number}
    assert new["result"]["teamSysNo"] >= 1_500_000_001


def test_names_are_read_as_in_sheets_however_they_are_typed(building: Building, take: Take) -> None:
    for name in ("架子 ２班(甲)", "架子 2班（甲）"):
        outcome = take("Team.Add", building.team(HAND) | {"teamName": name})
        assert outcome["status"] == 20
    assert Team.objects.filter(name__startswith="架子").count() == 1
    assert "班组已存在" in outcome["result"]["message"]


def test_a_team_is_renamed_by_its_number_alone(building: Building, take: Take) -> None:
    number = building.teams["钢筋一班"]
    assert take("Team.Update", {"teamSysNo": number, "teamName": "钢筋二班"})["result"] == {"teamSysNo": number}
    assert Team.objects.get(system_number=number).name == "钢筋二班"
    no = take("Team.Update", {"teamSysNo": number, "teamName": "木工一班"})
    assert (no["status"], "同名班组" in no["result"]) == (10, True)


def test_a_team_of_another_number_or_firm_is_refused(building: Building, take: Take) -> None:
    outcome = take("WorkerAttendance.Add", punches(building) | {"teamSysNo": 7})
    assert (outcome["status"], "teamSysNo" in outcome["result"], "超出范围" in outcome["result"]) == (10, True, True)
    workers = building.workers([HAND]) | {"corpCode": site.CONTRACTOR}
    assert take("ProjectWorker.Add", workers)["errors"][0]["field"] == "corpCode"
    assert Employment.objects.count() == 0


def test_the_project_keeps_its_facts_and_gains_what_it_lacked(building: Building, take: Take) -> None:
    system = building.system
    said = {
        "contractorCorpCode": site.CONTRACTOR,
        "contractorCorpName": site.CONTRACTOR_NAME,
        "name": "另一个名字",
        "category": "01",
        "areaCode": "220102",
        "prjStatus": "003",
        "startDate": "2020-01-01",
        "completeDate": "2028-01-01",
        "invest": 3500.5,
        "lng": 125.3235,
        "lat": 43.8171,
        "buildPlanNum": system.secretly("建字第220102202600017号"),
        "builderLicenses": [{"prjName": "1号楼", "builderLicenseNum": "220102202602200101"}],
        "linkman": "钱经理",
        "linkPhone": "13900000201",
        "thirdPartyProjectCode": "GLM-0017",
    }
    assert take("Project.Add", said)["result"] == {"projectCode": system.appid}
    assert take("Project.Add", said)["result"] == {"projectCode": system.appid}
    project = Project.objects.get()
    assert (project.name, project.started_on) == ("长春市南关区安居家园二期工程", date(2026, 3, 1))
    (row,) = system.rows("Project.Query", thirdPartyProjectCode="GLM-0017")
    assert (row["invest"], row["lng"], row["linkman"]) == ("3500.5", "125.3235", "钱经理")
    assert decrypt(row["buildPlanNum"], system.secret) == "建字第220102202600017号"
    assert row["builderLicenses"] == [{"prjName": "1号楼", "builderLicenseNum": "220102202602200101"}]
    assert "钱经理" not in str(ReportedDetail.objects.values_list())
    for changed, field in (
        ({"thirdPartyProjectCode": "GLM-0018"}, "thirdPartyProjectCode"),
        ({"contractorCorpCode": site.LABOUR}, "contractorCorpCode"),
    ):
        outcome = take("Project.Add", said | changed)
        assert (outcome["status"], outcome["errors"][0]["field"]) == (10, field)
    part = {"projectCode": system.appid, "prjStatus": "005", "linkman": "周经理"}
    assert take("Project.PartUpdate", part)["status"] == 20
    (row,) = system.rows("Project.Query")
    assert (row["prjStatus"], row["linkman"], row["invest"]) == ("005", "周经理", "3500.5")


def test_a_firm_may_not_rename_another(building: Building, take: Take) -> None:
    firm = {"corpName": "改了名字", "areaCode": "220102", "legalMan": "钱经理", "webSite": "http://www.example.com"}
    for code in (site.LABOUR, site.CONTRACTOR, site.credit_code(77)):
        assert take("Corp.Upload", firm | {"corpCode": code})["status"] == 20
    names = dict(Enterprise.objects.values_list("enterprise_id", "name"))
    assert names[site.LABOUR] == site.LABOUR_NAME
    assert names[site.CONTRACTOR] == names[site.credit_code(77)] == "改了名字"


def test_wages_of_somebody_not_registered_are_refused(staffed: Building, take: Take) -> None:
    stranger = Hand("赵不在", 99)
    lines = [staffed.wages(hand, month="2026-10", days=20, paid_on=date(2026, 11, 13)) for hand in (HAND, stranger)]
    outcome = take("Payroll.Add", staffed.payroll([HAND], lines, month="2026-10"))
    assert outcome["status"] == 10
    assert [(error["line"], error["field"]) for error in outcome["errors"]] == [(2, "idCardNumber")]
    assert "未在本项目登记" in outcome["result"]
    assert [line["thirdPayRollCode"] for line in outcome["taken"]] == ["2026-10-0001"]
    assert PayrollLine.objects.count() == WagePayment.objects.count() == 1


def test_back_pay_pays_the_month_it_names_and_can_be_asked_for(staffed: Building, take: Take) -> None:
    system = staffed.system
    unpaid = staffed.wages(HAND, month="2026-09", days=20, paid_on=date(2026, 10, 15), paid=False)
    assert take("Payroll.Add", staffed.payroll([HAND], [unpaid], month="2026-09"))["status"] == 20
    assert WagePayment.objects.count() == 0
    back = staffed.wages(HAND, month="2026-10", days=0, paid_on=date(2026, 11, 13)) | {
        "isBackPay": 1,
        "backPayMonth": "2026-09",
        "totalPayAmount": 6000,
        "actualAmount": 6000,
        "thirdPayRollCode": "BF-1",
    }
    assert take("Payroll.Add", staffed.payroll([HAND], [back], month="2026-10"))["status"] == 20
    assert list(WagePayment.objects.values_list("wage_month", "amount")) == [("2026-09", 6000)]
    rows = system.rows("Payroll.Query", projectCode=system.appid)
    assert [(row["thirdPayRollCode"], row["isBackPay"]) for row in rows] == [("2026-09-0001", "0"), ("BF-1", "1")]
    assert rows[1]["actualAmount"] == "6000"
    assert {decrypt(row["payBankCardNumber"], system.secret) for row in rows} == {site.ACCOUNT}


def test_days_not_said_are_those_on_record(staffed: Building, take: Take) -> None:
    days = [date(2026, 10, day) for day in (9, 10, 12)]
    assert take("WorkerAttendance.Add", staffed.punches(HAND, staffed.days([HAND], days)))["status"] == 20
    line = staffed.wages(HAND, month="2026-10", days=0, paid_on=date(2026, 11, 13))
    del line["days"]
    assert take("Payroll.Add", staffed.payroll([HAND], [line], month="2026-10"))["status"] == 20
    assert PayrollLine.objects.get().days == 3


def test_entries_and_exits_keep_their_order(staffed: Building, take: Take) -> None:
    assert take("WorkerEntryExit.Add", staffed.passages([HAND], on=date(2026, 9, 1)))["status"] == 20
    assert take("WorkerEntryExit.Add", staffed.passages([HAND], on=date(2026, 10, 1), kind=0))["status"] == 20
    early = take("WorkerEntryExit.Add", staffed.passages([HAND], on=date(2026, 8, 1), kind=0))
    assert (early["status"], early["errors"][0]["field"]) == (10, "type")
    assert list(EntryExit.objects.order_by("on").values_list("kind", flat=True)) == ["in", "out"]
    assert Employment.objects.get(worker__employments__isnull=False, team__name="钢筋一班").left_on == date(2026, 10, 1)
    assert Scan.objects.filter(subject="passage").count() == 2


def test_a_person_sent_alone_without_a_list(building: Building, take: Take) -> None:
    alone = building.workers([HAND])
    alone |= alone.pop("workerList")[0]
    assert take("ProjectWorker.Add", alone)["status"] == 20
    alone["cellPhone"] = "13912345678"
    del alone["headImage"]
    assert take("ProjectWorker.Update", alone)["status"] == 20
    (row,) = building.system.rows("Worker.Query", **building.person(HAND))
    assert row["workerName"] == HAND.name


def test_nobody_is_shown_who_is_not_on_the_project(staffed: Building, take: Take) -> None:
    stranger = Hand("赵不在", 99)
    message = staffed.punches(HAND, [staffed.punch(stranger, "2026-11-20 07:00:00", "01")])
    assert take("WorkerAttendance.Add", message)["status"] == 20, "an unregistered person's punch is a fact"
    for method in ("Worker.Query", "WorkerCredential.Query"):
        assert staffed.system.call(method, staffed.person(stranger))["totalCount"] == 0


def test_what_the_gate_says_further_is_kept(staffed: Building, take: Take) -> None:
    line = staffed.punch(HAND, "2026-11-20 07:00:00", "01", channel="东门1", lng=125.32, lat="43.81", image=SCAN_PHOTO)
    message = staffed.punches(HAND, [line])
    assert take("WorkerAttendance.Add", message)["status"] == 20
    assert PunchTrace.objects.get().channel == "东门1"
    assert Scan.objects.filter(subject="punch").count() == 1
    (row,) = staffed.system.rows("WorkerAttendance.Query", projectCode=staffed.system.appid)
    assert (row["channel"], row["lng"], row["attendType"]) == ("东门1", "125.32", "001")


SCAN_PHOTO = "/9j/4AAQ"


def test_trainings_with_who_took_part(staffed: Building, take: Take) -> None:
    said = {
        "projectCode": staffed.system.appid,
        "trainingDate": "2026-11-02",
        "trainingDuration": 2.5,
        "trainingName": "三级安全教育",
        "trainingTypeCode": "003001",
        "trainees": [staffed.person(HAND) | {"isPass": 1, "trainingScore": 92}, staffed.person(Hand("赵不在", 99))],
    }
    outcome = take("ProjectTraining.Add", said)
    assert (outcome["status"], outcome["errors"][0]["line"]) == (10, 2)
    said["trainees"] = [staffed.person(hand) for hand in (HAND, OTHER)]
    assert take("ProjectTraining.Add", said)["status"] == 20
    assert Trainee.objects.count() == 2
    (row,) = staffed.system.rows("ProjectTraining.Query", projectCode=staffed.system.appid)
    assert (row["trainingDuration"], len(row["trainees"])) == ("2.5", 2)


def test_attachments_are_kept_once_and_sealed(staffed: Building, take: Take) -> None:
    message = staffed.contracts([HAND], on=date(2026, 9, 1))
    for _ in range(2):
        assert take("WorkerContract.Add", message)["status"] == 20
    scan = Scan.objects.get(subject="contract")
    assert scan.name == "合同.pdf"
    assert SCAN not in scan.content_sealed


def test_a_message_that_breaks_its_taking_is_refused_in_the_end_and_lets_others_pass(
    staffed: Building, wired: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    system, real = staffed.system, module.take_message
    poison = system.upload("WorkerAttendance.Add", punches(staffed))
    good = system.upload("WorkerAttendance.Add", punches(staffed, 2))
    number = int(poison.rpartition("-")[2])

    def break_on(batch_id: int, **options: object) -> None:
        if batch_id == number:
            raise ZeroDivisionError
        real(batch_id, **options)  # type: ignore[arg-type]

    def break_together(numbers: Sequence[int], **_options: object) -> int:
        assert number in numbers
        raise ZeroDivisionError

    monkeypatch.setattr(module, "take_message", break_on)
    monkeypatch.setattr(module, "take_punch_messages", break_together)
    for _ in range(MOST_ATTEMPTS):
        assert system.outcome(poison)["status"] == 0
        with pytest.raises(ZeroDivisionError):
            take_waiting(site.PROJECT, now=wired.clock.now, keyring=wired.keyring)
    take_waiting(site.PROJECT, now=wired.clock.now, keyring=wired.keyring)
    assert system.outcome(poison)["status"] == 10
    assert system.outcome(good)["status"] == 20
    assert Batch.objects.get(pk=number).original_sealed, "it is kept for the operators"


def test_what_lost_its_job_is_found(building: Building, wired: Wiring) -> None:
    building.system.upload("WorkerAttendance.Add", punches(building))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE queueing_lock = %s", [lock_of(site.PROJECT)])
    now = wired.clock.now()
    assert waiting_projects(before=now) == []
    assert waiting_projects(before=now + timedelta(seconds=1)) == [site.PROJECT]


def test_nonces_are_forgotten_once_their_timestamp_is_refused(system: Direct) -> None:
    system.call("CheckSign.Query", {})
    assert forget_nonces(now=system.now() + timedelta(minutes=14)) == 0
    assert forget_nonces(now=system.now() + timedelta(minutes=16)) == 1
    assert NationalNonce.objects.count() == 0


def test_a_moment_with_a_zone_is_told_in_chinas_time(staffed: Building, take: Take) -> None:
    lines = [
        staffed.punch(HAND, moment, "01")
        for moment in ("2026-11-19 23:05:00Z", "2026-11-20 07:06:00+08:00", "2026-11-20 07:07:00 CST")
    ]
    outcome = take("WorkerAttendance.Add", staffed.punches(HAND, lines))
    moments = sorted(f"{punch.at.astimezone(CHINA):%m-%d %H:%M}" for punch in Punch.objects.all())
    assert moments == ["11-20 07:05", "11-20 07:06"]
    assert outcome["status"] == 10
    assert "+08:00" in str(outcome["errors"])
