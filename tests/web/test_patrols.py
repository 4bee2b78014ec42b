"""The pages of plans and visits: who gets in, what they show, what they answer."""

import json
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.patrols.making import jpeg
from tests.registry.factories import ProjectFactory
from tests.web.small_province import Province
from xinan.casework.models import Clue
from xinan.monitoring.models import ProjectRisk
from xinan.patrols.models import Plan, Visit, VisitPhoto

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
INSPECTOR = {"role": "county_inspector", "region_code": "220102"}
ASKED = {
    "day": "2026-11-23",
    "place": "220102",
    "begins_at": "09:00",
    "ends_at": "17:00",
    "visit_minutes": "60",
    "lunch_minutes": "60",
}


@pytest.fixture
def client_in(province: Province, sign_in: SignIn) -> Client:
    """An inspector of Nanguan District, where two of the four projects are."""
    ProjectRisk.objects.create(project=province.red, index=88, as_of=date(2026, 11, 23), version="t")
    return sign_in(**INSPECTOR)


def planned(client: Client) -> Plan:
    me = str(client.session["_auth_user_id"])
    answer = client.post("/patrols/?day=2026-11-23", {**ASKED, "officers": [me]})
    assert answer.status_code == 302, answer.content.decode()
    return Plan.objects.get()


def act(client: Client, plan: Plan, name: str, **sent: str) -> str:
    plan.refresh_from_db()
    answer = client.post(f"/patrols/plans/{plan.pk}/{name}/", {"version": plan.version, **sent}, follow=True)
    return str(answer.status_code) + answer.content.decode()


def begun(client: Client, project: str = "P-RED") -> Visit:
    answer = client.post("/patrols/visits/start/", {"project": project})
    assert answer.status_code == 302
    return Visit.objects.get(project_id=project)


def entry(client: Client, visit: Visit, kind: str, **body: object) -> tuple[int, dict[str, str]]:
    message = {"key": str(uuid4()), "kind": kind, "said_at": "2026-11-23T09:00:00+08:00", "body": body}
    answer = client.post(f"/patrols/visits/{visit.pk}/entries/", json.dumps(message), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_plan_is_made_shown_and_changed(client_in: Client) -> None:
    plan = planned(client_in)
    page = client_in.get("/patrols/?day=2026-11-23").content.decode()
    for words in (
        "南关区安置房",
        "风险指数 88",
        "未消除预警：严重 1、一般 2",
        "从未走访",
        "已证明是分值最高的路线",
        "采纳计划",
    ):
        assert words in page
    assert "开始走访" not in page
    accepted = act(client_in, plan, "accept")
    assert "开始走访" in accepted
    assert "撤销采纳" in accepted
    assert act(client_in, plan, "skip", project="P-RED", reason="").startswith("422")
    skipped = act(client_in, plan, "skip", project="P-RED", reason="工地今日停电")
    assert "已跳过：工地今日停电" in skipped
    assert "撤销跳过“南关区安置房”" in skipped
    assert "已跳过：" not in act(client_in, plan, "undo")
    assert act(client_in, plan, "again").startswith("200")
    assert act(client_in, plan, "add", project="P-JIL").startswith("404")
    assert client_in.post(f"/patrols/plans/{plan.pk}/burn/", {"version": 1}).status_code == 404


def test_a_change_upon_an_old_page_is_refused_with_the_plan_as_it_is(client_in: Client) -> None:
    plan = planned(client_in)
    act(client_in, plan, "accept")
    answer = client_in.post(f"/patrols/plans/{plan.pk}/skip/", {"version": 1, "project": "P-RED", "reason": "停电"})
    assert answer.status_code == 409
    assert "刚刚改动了这份计划" in answer.content.decode()
    assert "南关区安置房" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"officers": []}, {"place": "220203"}, {"day": "2026-11-01"}, {"ends_at": "08:00"}])
def test_a_plan_that_cannot_be_is_refused_on_its_form(client_in: Client, wrong: dict[str, object]) -> None:
    me = str(client_in.session["_auth_user_id"])
    answer = client_in.post("/patrols/", {**ASKED, "officers": [me], **wrong})
    assert answer.status_code == 422
    assert "排出路线" in answer.content.decode()
    assert not Plan.objects.exists()


def test_a_visit_from_the_plan_to_the_clue(client_in: Client) -> None:
    plan = planned(client_in)
    act(client_in, plan, "accept")
    visit = begun(client_in)
    assert visit.stop is not None
    assert visit.stop.state == "visited"
    page = client_in.get(f"/patrols/visits/{visit.pk}/").content.decode()
    for words in ("实名制", "工程款支付担保", "请当场核实的预警", "完成走访"):
        assert words in page
    assert entry(client_in, visit, "talk", asked=12, on_time=1, owed=11, months=2) == (
        200,
        {"key": ANY, "taken": "kept"},
    )
    assert entry(client_in, visit, "check", item="account", answer="no", note="流水未带")[0] == 200
    assert entry(client_in, visit, "finish", conclusion="problems", note="须跟进")[0] == 200
    report = client_in.get(f"/patrols/visits/{visit.pk}/").content.decode()
    for words in ("11 名工人反映被欠薪，最长 2 个月", "登记为欠薪线索", "与数据不一致，请核查", "流水未带", "须跟进"):
        assert words in report
    after = client_in.post(f"/patrols/visits/{visit.pk}/finding/raise/", follow=True).content.decode()
    assert Clue.objects.get().clue_id in after
    assert client_in.post(f"/patrols/visits/{visit.pk}/finding/raise/").status_code == 409
    assert "检查合格 0 项、不合格 1 项" in client_in.get("/projects/P-RED/").content.decode()


class _Any(str):
    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)

    __hash__ = str.__hash__


ANY = _Any()


def test_what_a_phone_sends_wrong_is_answered_with_words(client_in: Client) -> None:
    visit = begun(client_in)
    status, said = entry(client_in, visit, "talk", asked=1, on_time=2, owed=2)
    assert status == 422
    assert "人数" in said["text"]
    for body in (b"{", b"[]", b"x" * 20_000):
        answer = client_in.post(f"/patrols/visits/{visit.pk}/entries/", body, content_type="application/json")
        assert answer.status_code == 422
        assert answer.json()["code"] == "visit-entry-invalid"


def test_a_photograph_comes_in_and_is_shown_to_those_who_may_read_the_visit(client_in: Client, sign_in: SignIn) -> None:
    visit = begun(client_in)
    key = uuid4()
    address = f"/patrols/visits/{visit.pk}/photos/{key}/"

    def send(content: bytes, about: object) -> int:
        photo = SimpleUploadedFile("p.jpg", content, content_type="image/jpeg")
        return client_in.post(address, {"photo": photo, "about": json.dumps(about)}).status_code

    about = {
        "item": "board",
        "taken_at": "2026-11-23T08:59:00+08:00",
        "position": {"lng": 125.3, "lat": 43.8, "accuracy": 9},
    }
    assert send(b"not a picture", about) == 422
    assert send(jpeg(), {**about, "item": "lunch"}) == 422
    assert send(jpeg(), {**about, "position": {"lng": 400, "lat": 0, "accuracy": 1}}) == 422
    assert client_in.post(address, {"about": json.dumps(about)}).status_code == 422
    assert send(jpeg(exif=b"secret"), about) == 200
    assert send(jpeg(exif=b"secret"), about) == 200
    assert VisitPhoto.objects.count() == 1
    shown = client_in.get(address)
    assert (shown["Content-Type"], "no-store" in shown["Cache-Control"]) == ("image/jpeg", True)
    assert b"secret" not in shown.content

    assert sign_in("auditor", region_code="").get(address).status_code == 200
    assert sign_in("county_inspector", region_code="220203").get(address).status_code == 404
    contractor = sign_in("contractor", region_code="", enterprise_id=visit.project.contractor_id)
    assert contractor.get(address).status_code == 403


@pytest.mark.parametrize("role", ["contractor", "owner", "bank", "operator"])
def test_firms_see_nothing_of_visits(province: Province, sign_in: SignIn, role: str) -> None:
    post = {} if role == "operator" else {"enterprise_id": province.red.contractor_id}
    client = sign_in(role, region_code="", **post)
    for address in ("/patrols/", "/patrols/calendar/", f"/patrols/visits/{uuid4()}/"):
        assert client.get(address).status_code == 403
    assert client.post("/patrols/visits/start/", {"project": "P-RED"}).status_code == 403
    assert "走访" not in client.get("/").content.decode()
    project = client.get("/projects/P-RED/")
    assert project.status_code != 200 or "走访" not in project.content.decode()


def test_an_auditor_reads_and_plans_nothing(client_in: Client, sign_in: SignIn) -> None:
    visit = begun(client_in)
    auditor = sign_in("auditor", region_code="")
    assert "排出路线" not in auditor.get("/patrols/").content.decode()
    assert auditor.post("/patrols/", ASKED).status_code == 403
    page = auditor.get(f"/patrols/visits/{visit.pk}/").content.decode()
    assert "走访记录" in page
    assert "完成走访" not in page
    assert (
        auditor.post(f"/patrols/visits/{visit.pk}/entries/", "{}", content_type="application/json").status_code == 403
    )


def test_the_calendar_and_the_shares(client_in: Client) -> None:
    visit = begun(client_in)
    entry(client_in, visit, "finish", conclusion="in_order", note="")
    page = client_in.get("/patrols/calendar/?month=2026-11").content.decode()
    assert "走访 1" in page
    assert client_in.get("/patrols/calendar/?month=2026-99").status_code == 200


def test_the_script_that_keeps_pages_stands_beside_them(client: Client) -> None:
    answer = client.get("/patrols/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert b"caches" in b"".join(answer)  # type: ignore[arg-type]


def test_a_plan_costs_the_same_statements_whatever_its_length(client_in: Client) -> None:
    def statements(plan: Plan) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client_in.get(f"/patrols/plans/{plan.pk}/").status_code == 200
        return len(seen)

    short = planned(client_in)
    few, number = statements(short), short.stops.count()
    short.delete()
    for _number in range(3):
        ProjectFactory(started_on=date(2026, 4, 1))
    longer = planned(client_in)
    assert longer.stops.count() > number
    assert statements(longer) <= few
