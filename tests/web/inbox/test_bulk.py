"""One act on many projects: what a preview says is what is done, to no more and to no less; what can be is undone."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.web.inbox.handled import handled, moved
from tests.web.small_province import NOW, TODAY, Province
from xinan.documents.models import Letter
from xinan.monitoring.models import Warning
from xinan.patrols.actions.make_plan import NewPlan, make_plan
from xinan.patrols.models import PlanStop
from xinan.people.models import Duty, Organisation, User
from xinan.people.scope import scope_of
from xinan.procedures.models import Proceeding, Step
from xinan.web.inbox.bulk.acts import bulk_acts

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
EVERY = ["P-RED", "P-YEL", "P-JIL", "P-OK"]


@pytest.fixture
def office() -> Organisation:
    return OrganisationFactory(name="长春市根治欠薪办", region_code="220100")


@pytest.fixture
def officer(office: Organisation) -> User:
    return AppointmentFactory(user=UserFactory(organisation=office), role="city_office", region_code="220100").user


@pytest.fixture
def mate(office: Organisation) -> User:
    return AppointmentFactory(
        user=UserFactory(organisation=office, display_name="钱同事"), role="city_office", region_code="220100"
    ).user


@pytest.fixture
def pushed(province: Province, office: Organisation) -> dict[str, list[Proceeding]]:
    """Every warning that stands is pushed; one of the red project has been signed for by somebody."""
    found = {
        project.pk: handled(
            Warning.objects.filter(project=project, state="open").order_by("pk"), now=NOW, office=office
        )
        for project in (province.red, province.yellow, province.elsewhere)
    }
    other = AppointmentFactory(user=UserFactory(), role="county_inspector", region_code="220102").user
    moved(found["P-RED"][0], "sign", by=other, now=NOW)
    return found


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def looked_at(client: Client, act: str, projects: list[str], *, status: int = 200) -> str:
    answer = client.post("/inbox/bulk/", {"act": act, "project": projects}, headers=HTMX)
    assert answer.status_code == status, answer.content.decode()
    return str(answer.content.decode())


def done(client: Client, html: str, act: str, *, status: int = 200, **given: Any) -> str:
    items = re.findall(r'name="item" value="([^"]+)"', html)
    projects = re.findall(r'name="project" value="([^"]+)"', html)
    answer = client.post("/inbox/bulk/do/", {"act": act, "item": items, "project": projects, **given}, headers=HTMX)
    assert answer.status_code == status, answer.content.decode()
    return str(answer.content.decode())


def undone(client: Client, html: str) -> str:
    token = re.search(r'name="undo" value="([^"]+)"', html)
    assert token is not None
    answer = client.post("/inbox/bulk/undo/", {"undo": token[1]}, headers=HTMX)
    assert answer.status_code == 200
    return str(answer.content.decode())


def state_of(proceeding: Proceeding) -> str:
    return Proceeding.objects.get(pk=proceeding.pk).state


def test_signing_says_what_it_will_not_apply_to_and_why(pushed: dict[str, list[Proceeding]], officer: User) -> None:
    html = looked_at(entered(officer), "move-sign", EVERY)
    red, yellow = pushed["P-RED"], pushed["P-YEL"]
    expected = {f"{one.pk}:0" for one in (*red[1:], *yellow)}
    assert set(re.findall(r'name="item" value="([^"]+)"', html)) == expected
    assert "处于“待反馈”时不能“签收”" in html  # the one signed for
    assert "没有正在处置的预警" in html  # the project in order
    assert "龙潭区道路" not in html  # not in this city
    assert all(state_of(one) == "pushed" for one in (*red[1:], *yellow))  # a look changes nothing


def test_what_was_shown_is_what_is_done(pushed: dict[str, list[Proceeding]], officer: User) -> None:
    client = entered(officer)
    html = done(client, looked_at(client, "move-sign", EVERY), "move-sign")
    assert "“签收”已办理 3 条预警" in html
    assert [state_of(one) for one in (*pushed["P-RED"][1:], *pushed["P-YEL"])] == ["signed"] * 3
    assert state_of(pushed["P-JIL"][0]) == "pushed"
    steps = Step.objects.filter(move="sign", by=officer)
    assert steps.count() == 3
    assert 'name="undo"' not in html  # who has signed has signed


def test_somebody_quicker_is_named_and_the_rest_is_done(
    pushed: dict[str, list[Proceeding]], officer: User, mate: User
) -> None:
    client = entered(officer)
    html = looked_at(client, "move-sign", EVERY)
    moved(pushed["P-YEL"][0], "sign", by=mate, now=NOW)
    answer = done(client, html, "move-sign")
    assert "“签收”已办理 2 条预警" in answer
    assert "1 条没有办成" in answer
    assert "朝阳区水厂" in answer
    assert "钱同事 已于" in answer
    assert Step.objects.filter(move="sign", proceeding=pushed["P-YEL"][0]).count() == 1


def test_items_out_of_scope_are_refused_whoever_sends_them(pushed: dict[str, list[Proceeding]], officer: User) -> None:
    foreign = pushed["P-JIL"][0]
    answer = entered(officer).post("/inbox/bulk/do/", {"act": "move-sign", "item": [f"{foreign.pk}:0"]}, headers=HTMX)
    assert "已办理 0 条" in answer.content.decode()
    assert state_of(foreign) == "pushed"


def test_a_reason_is_asked_for_and_kept_with_each(pushed: dict[str, list[Proceeding]], officer: User) -> None:
    client = entered(officer)
    done(client, looked_at(client, "move-sign", ["P-RED"]), "move-sign")
    html = looked_at(client, "move-note", ["P-RED"])
    assert "没有写明理由" in done(client, html, "move-note", status=422, reason=" ")
    assert Step.objects.filter(move="note").count() == 0
    done(client, html, "move-note", reason="电话了解，月底发放")
    assert list(Step.objects.filter(move="note").values_list("reason", flat=True)) == ["电话了解，月底发放"] * 3


def test_nothing_that_judges_the_single_case_is_offered(officer: User) -> None:
    codes = {act.code for act in bulk_acts(officer, scope=scope_of(officer, on=TODAY))}
    assert {"move-sign", "move-note", "hand-over", "visit-today", "draft-reminder"} <= codes
    assert codes.isdisjoint({"move-verify", "move-find_cured", "move-confirm_false_alarm", "move-turn_into_case"})


@pytest.mark.parametrize("role", ["auditor", "operator"])
def test_who_only_looks_selects_nothing(province: Province, sign_in: Callable[..., Client], role: str) -> None:
    client = sign_in(role)
    html = client.get("/").content.decode()
    assert 'id="bulk"' not in html
    assert "data-select " not in html
    assert client.post("/inbox/bulk/", {"act": "move-sign", "project": EVERY}, headers=HTMX).status_code == 404


def test_a_firm_answers_for_its_own(pushed: dict[str, list[Proceeding]], province: Province, officer: User) -> None:
    officer_client = entered(officer)
    done(officer_client, looked_at(officer_client, "move-sign", ["P-RED"]), "move-sign")
    clerk = AppointmentFactory(
        user=UserFactory(), role="contractor", region_code="", enterprise_id=province.contractor.pk
    ).user
    client = entered(clerk)
    html = looked_at(client, "move-dispute", EVERY)
    assert "朝阳区水厂" not in html
    answer = done(client, html, "move-dispute", reason="数据有误")
    assert {state_of(one) for one in pushed["P-RED"]} == {"disputed"}
    assert "已撤回 3 条预警" in undone(client, answer)
    assert {state_of(one) for one in pushed["P-RED"]} == {"handling"}


def test_handing_over_is_the_holder_s_or_the_head_s(
    province: Province, office: Organisation, officer: User, mate: User
) -> None:
    mine, queue, theirs = (
        handled([warning], now=NOW, holder=holder, office=office)[0]
        for warning, holder in zip(
            Warning.objects.filter(project__in=["P-RED", "P-YEL"], state="open").order_by("pk")[:3],
            (officer, None, mate),
            strict=True,
        )
    )
    client = entered(officer)
    html = looked_at(client, "hand-over", EVERY)
    assert set(re.findall(r'name="item" value="(\d+)"', html)) == {str(mine.pk), str(queue.pk)}
    assert "由 钱同事 承办，请本人或单位负责人移交" in html
    Duty.objects.create(
        user=officer, office=office, role="city_office", region_code="220100", is_head=True, from_on=date(2020, 1, 1)
    )
    html = looked_at(client, "hand-over", EVERY)
    assert set(re.findall(r'name="item" value="(\d+)"', html)) == {str(one.pk) for one in (mine, queue, theirs)}

    assert "没有选择接办人" in done(client, html, "hand-over", status=422, reason="轮岗")
    stranger = AppointmentFactory(user=UserFactory(), role="city_office", region_code="220100").user
    assert "没有选择接办人" in done(client, html, "hand-over", status=422, reason="轮岗", person=stranger.pk)
    answer = done(client, html, "hand-over", reason="轮岗", person=mate.pk)
    assert set(Proceeding.objects.values_list("holder_id", flat=True)) == {mate.pk}
    assert "2 条预警" in undone(client, answer)
    holders = dict(Proceeding.objects.values_list("pk", "holder_id"))
    assert holders == {mine.pk: officer.pk, queue.pk: None, theirs.pk: mate.pk}


def test_what_was_passed_on_since_stays_there(
    province: Province, office: Organisation, officer: User, mate: User
) -> None:
    (one,) = handled([Warning.objects.get(rule="deposit/missing")], now=NOW, holder=officer, office=office)
    client = entered(officer)
    answer = done(client, looked_at(client, "hand-over", ["P-RED"]), "hand-over", reason="轮岗", person=mate.pk)
    third = AppointmentFactory(user=UserFactory(organisation=office), role="city_office", region_code="220100").user
    Proceeding.objects.filter(pk=one.pk).update(holder=third)
    assert "0 条预警" in undone(client, answer)
    assert Proceeding.objects.get(pk=one.pk).holder_id == third.pk


def stops() -> dict[str, bool]:
    """The projects of today's plan, and whether they were put in by hand."""
    return dict(PlanStop.objects.filter(plan__day=TODAY, state="planned").values_list("project_id", "by_hand"))


def test_projects_go_into_today_s_visits_and_out_again(province: Province, officer: User) -> None:
    scope = scope_of(officer, on=TODAY)
    make_plan(NewPlan(TODAY, "220100", [officer]), by=officer, scope=scope, now=NOW)
    PlanStop.objects.all().delete()
    client = entered(officer)
    answer = done(client, looked_at(client, "visit-today", ["P-RED", "P-YEL"]), "visit-today")
    assert "已加入今天的走访：2 个项目" in answer
    assert {"P-RED", "P-YEL"} <= set(stops())
    assert any(stops().values())  # put in by hand
    again = looked_at(client, "visit-today", ["P-RED", "P-YEL"])
    assert re.findall(r'name="item" value="([^"]+)"', again) == []
    assert "今天已安排给" in again
    assert "已恢复原样" in undone(client, answer)
    assert stops() == {}


def test_without_a_plan_one_is_made_that_holds_them(province: Province, officer: User) -> None:
    client = entered(officer)
    answer = done(client, looked_at(client, "visit-today", ["P-RED", "P-YEL"]), "visit-today")
    assert "已加入今天的走访：2 个项目" in answer
    assert {"P-RED", "P-YEL"} <= set(stops())
    assert PlanStop.objects.filter(plan__day=TODAY, officer__user=officer).exists()


def test_reminders_are_drafted_with_the_open_warnings_and_given_up(province: Province, officer: User) -> None:
    client = entered(officer)
    html = looked_at(client, "draft-reminder", ["P-RED", "P-YEL", "P-OK"])
    assert re.findall(r'name="item" value="([^"]+)"', html) == ["P-RED", "P-YEL"]
    assert "没有未消除的预警" in html
    answer = done(client, html, "draft-reminder")
    letters = Letter.objects.filter(drafted_by=officer).order_by("subject_id")
    assert [(one.subject_id, one.kind, one.state) for one in letters] == [
        ("P-RED", "reminder", "draft"),
        ("P-YEL", "reminder", "draft"),
    ]
    assert letters[0].addressee_name == "长春甲建设有限公司"
    assert letters[0].title == "关于南关区安置房工资支付有关事项的提醒函"
    assert "已有一份没有签发的提醒函草稿" in looked_at(client, "draft-reminder", ["P-RED"])
    undone(client, answer)
    assert set(Letter.objects.values_list("state", flat=True)) == {"voided"}


def test_an_undo_is_its_doer_s_and_no_forgery_s(province: Province, officer: User, mate: User) -> None:
    client = entered(officer)
    answer = done(client, looked_at(client, "draft-reminder", ["P-RED"]), "draft-reminder")
    token = re.search(r'name="undo" value="([^"]+)"', answer)
    assert token is not None
    for user, given in ((mate, token[1]), (officer, token[1][:-2] + "xx"), (officer, "")):
        refused = entered(user).post("/inbox/bulk/undo/", {"undo": given}, headers=HTMX)
        assert refused.status_code == 409
    assert Letter.objects.get().state == "draft"


def test_too_many_at_once_are_refused(province: Province, officer: User) -> None:
    html = looked_at(entered(officer), "move-sign", [f"P{n}" for n in range(201)], status=422)
    assert "一次最多 200 个" in html


def test_who_is_not_signed_in_does_nothing(client: Client) -> None:
    for address in ("/inbox/bulk/", "/inbox/bulk/do/", "/inbox/bulk/undo/"):
        assert client.post(address).status_code == 302
        assert client.get(address).status_code in (302, 405)
