"""The page of duties: what it shows to whom, and what its forms do."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people.duties.factories import DutyFactory, LeaveFactory, office, officer
from tests.web.small_province import TODAY, Province
from xinan.people.duties.models import Duty, HandOver, Leave
from xinan.people.models import Organisation, User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
DAY = timedelta(days=1)


@pytest.fixture
def enter(client: Client) -> Callable[[User], Client]:
    """A function that signs somebody in."""

    def signed_in(user: User) -> Client:
        client.force_login(user, backend=BACKEND)
        return client

    return signed_in


@pytest.fixture
def province_officer() -> User:
    return officer(office("220000", kind="leading_group_office"), role="province_office", name="省办")


@pytest.fixture
def here() -> Organisation:
    return office()


def text(client: Client, address: str = "/duties/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def duty(user: User, **fields: object) -> dict[str, object]:
    """What the form of a new duty sends."""
    return {
        "user": user.pk, "role": "county_inspector", "region_code": "220102", "industry": "", "link": "",
        "deputy": "", "from_on": TODAY.isoformat(), "to_on": "", **fields,
    }  # fmt: skip


@pytest.mark.parametrize("address", ["/duties/", "/chain/", "/officials/", "/unassigned/"])
@pytest.mark.parametrize(
    ("post", "status"),
    [
        ({"role": "province_office"}, 200),
        ({"role": "auditor"}, 200),
        ({"role": "county_inspector", "region_code": "220102"}, 200),
        ({"role": "industry_department", "region_code": "220100", "industries": ["housing"]}, 200),
        ({"role": "contractor", "region_code": "", "enterprise_id": "91220101MA0000000X"}, 403),
        ({"role": "bank", "region_code": "", "enterprise_id": "102"}, 403),
        ({"role": "operator", "region_code": ""}, 403),
    ],
)
def test_the_pages_are_for_offices(sign_in: Callable[..., Client], province: Province, address, post, status) -> None:
    client = sign_in(**post)
    assert client.get(address).status_code == status
    assert ("责任分工" in client.get("/").content.decode()) is (status == 200)


def test_one_opens_one_s_own_office_and_no_other_one_may_not_read(enter, here) -> None:
    clerk, far = officer(here), office("220202")
    officer(far, name="远方的人")
    client = enter(clerk)
    assert here.name in text(client)
    shown = text(client, f"/duties/?office={far.pk}")
    assert here.name in shown
    assert far.name not in shown
    assert "远方的人" not in shown
    assert text(client, "/duties/?office=x").count(here.name)


def test_the_roster_tells_who_is_away_and_who_stands_in(enter, here) -> None:
    holder, deputy, later = officer(here, name="甲某"), officer(here, name="乙某"), officer(here, name="丙某")
    officer(here, name="丁某")
    DutyFactory(user=holder, link="wages")
    DutyFactory(user=later, from_on=TODAY + DAY)
    DutyFactory(user=deputy, to_on=TODAY - DAY, link="roster")
    LeaveFactory(user=holder, deputy=deputy, from_on=TODAY, to_on=TODAY + 2 * DAY)
    shown = text(enter(holder))
    assert "休假至 2026-11-25" in shown
    assert "由乙某代理" in shown
    assert "未到起始日" in shown
    assert "未设负责人" in shown
    idle = shown.split("没有分工的人员：")[1].split("</p>")[0]
    assert ("丁某" in idle, "乙某" in idle, "甲某" in idle) == (True, True, False)


def test_gaps_are_shown_with_where_the_work_goes(enter, province: Province, province_officer, here) -> None:
    client = enter(province_officer)
    shown = text(client)
    assert "3 组“地区 × 行业”中 0 组每个环节都有人" in shown
    assert "由省办承接" not in shown
    user = officer(here, name="甲某")
    DutyFactory(user=user)
    DutyFactory(user=province_officer, role="province_office", region_code="220000")
    shown = text(client)
    assert "3 组“地区 × 行业”中 1 组每个环节都有人" in shown
    assert "上交吉林省，由省办承接" in shown


def test_a_gap_of_some_links_names_them_and_leads_to_the_form(enter, province: Province, here) -> None:
    head, user = officer(here, name="甲某"), officer(here)
    DutyFactory(user=head, is_head=True)
    for link in ("filing", "account", "deposit", "roster", "funding", "attendance", "board", "complaint", "enterprise"):
        DutyFactory(user=user, link=link)
    client = enter(head)
    shown = text(client)
    assert "房屋建筑 · 工资发放、数据质量" in shown
    assert f"由{here.name}负责人甲某承接" in shown
    DutyFactory(user=user, link="data_quality")
    address = text(client).split('class="btn btn-quiet btn-sm" data-row-link href="')[1].split('"')[0]
    form = text(client, address)
    assert '<option value="wages" selected>' in form
    assert '<option value="220102" selected>' in form
    assert 'id="assign" open' in form


def test_whose_is_it_is_answered(enter, here) -> None:
    user = officer(here, name="甲某")
    DutyFactory(user=user, link="wages")
    question = "ask_place=220102&ask_industry=housing&ask_role=county_inspector"
    client = enter(user)
    held = text(client, f"/duties/?{question}&ask_link=wages")
    assert "按南关区的责任分工承办" in held
    assert "列入单位待分派" in text(client, f"/duties/?{question}&ask_link=roster")
    assert "xa-answer" not in text(client, f"/duties/?{question}&ask_link=nonsense")


def test_a_duty_is_given_out_and_ended(enter, here, province_officer) -> None:
    user = officer(here, name="甲某")
    client = enter(province_officer)
    answer = client.post(f"/duties/offices/{here.pk}/assign/", duty(user, link="wages", is_head=""))
    assert (answer.status_code, answer["Location"]) == (302, f"/duties/?office={here.pk}")
    made = Duty.objects.get()
    assert (made.user, made.office, made.link, made.from_on, made.to_on) == (user, here, "wages", TODAY, None)
    assert "分工已登记。" in text(client, answer["Location"])
    client.post(f"/duties/held/{made.pk}/end/")
    made.refresh_from_db()
    assert made.to_on == TODAY


def test_what_is_refused_is_said_on_the_form_which_keeps_what_was_filled_in(enter, here, province_officer) -> None:
    user = officer(here, name="甲某")
    DutyFactory(user=user, link="wages")
    client = enter(province_officer)
    for fields, status, said in (
        ({"link": "wages"}, 409, "同样的分工已由甲某承担。"),
        ({"from_on": "2026-11-01"}, 422, "起始日不早于今天"),
        ({"from_on": "soon"}, 422, "输入一个有效的日期"),
    ):
        answer = client.post(f"/duties/offices/{here.pk}/assign/", duty(user, **fields))
        shown = unescape(answer.content.decode())
        assert (answer.status_code, said in shown) == (status, True), said
        assert 'id="assign" open' in shown
        assert f'value="{fields.get("from_on", TODAY.isoformat())}"' in shown
    assert Duty.objects.count() == 1


def test_who_may_not_change_an_office_sees_no_forms_and_is_refused(enter, here) -> None:
    head, clerk = officer(here), officer(here)
    held = DutyFactory(user=head, is_head=True)
    client = enter(clerk)
    shown = text(client)
    assert 'id="leave"' in shown
    assert 'id="assign"' not in shown
    assert client.post(f"/duties/offices/{here.pk}/assign/", duty(clerk)).status_code == 403
    assert client.post(f"/duties/held/{held.pk}/end/").status_code == 403
    assert client.post(f"/duties/offices/{office('220202').pk}/assign/", duty(clerk)).status_code == 404
    assert client.post(f"/duties/offices/{here.pk}/dismiss/", {}).status_code == 404
    assert client.post("/duties/held/0/end/").status_code == 404


def test_leave_is_entered_by_oneself_and_ended(enter, here) -> None:
    head, clerk, deputy = officer(here), officer(here, name="甲某"), officer(here)
    DutyFactory(user=head, is_head=True)
    client = enter(clerk)
    days = {"from_on": (TODAY + DAY).isoformat(), "to_on": (TODAY + 3 * DAY).isoformat()}
    sent = {"user": clerk.pk, "kind": "training", "deputy": deputy.pk, **days}
    assert client.post(f"/duties/offices/{here.pk}/leave/", sent).status_code == 302
    assert client.post(f"/duties/offices/{here.pk}/leave/", sent).status_code == 409
    assert client.post(f"/duties/offices/{here.pk}/leave/", {**sent, "user": head.pk}).status_code == 403
    made = Leave.objects.get()
    assert "撤销甲某的休假" in text(client)
    client.post(f"/duties/leaves/{made.pk}/end/")
    assert not Leave.objects.exists()


def test_a_hand_over_moves_duties_and_is_told(enter, here, province_officer) -> None:
    leaver, successor = officer(here, name="甲某"), officer(here, name="乙某")
    DutyFactory(user=leaver)
    client = enter(province_officer)
    sent = {"from_user": leaver.pk, "to_user": successor.pk, "reason": "调离岗位"}
    answer = client.post(f"/duties/offices/{here.pk}/hand-over/", sent)
    assert "已移交 1 项分工、0 个未办结事项。" in text(client, answer["Location"])
    assert HandOver.objects.get().by == province_officer
    assert client.post(f"/duties/offices/{here.pk}/hand-over/", {**sent, "reason": ""}).status_code == 422


def test_several_offices_are_listed_those_that_lack_something_first(enter, here, province_officer) -> None:
    fine = office("220103")
    head = officer(fine, name="甲某")
    DutyFactory(user=head, region_code="220103", is_head=True)
    officer(here)
    shown = text(enter(province_officer))
    table = shown.split('id="d-all"')[1]
    assert table.index(here.name) < table.index(fine.name)
    assert "甲某" in table


def test_a_page_of_sixty_offices_costs_what_one_of_six_does(
    enter, province: Province, province_officer, settings
) -> None:
    client = enter(province_officer)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            text(client)
        return len(seen)

    text(client)
    for code in ("220102", "220103", "220104"):
        DutyFactory(user=officer(office(code)), region_code=code)
    few = statements()
    for number in range(20):
        DutyFactory(
            user=officer(office("220105")), region_code="220105", deputy=None, link="wages" if number % 2 else ""
        )
    assert statements() == few


def test_the_page_speaks_english(enter, province_officer) -> None:
    client = enter(province_officer)
    shown = unescape(client.get("/duties/", headers={"Accept-Language": "en"}).content.decode())
    assert "Duties" in shown
    assert "责任" not in shown.replace(province_officer.organisation.name, "")
