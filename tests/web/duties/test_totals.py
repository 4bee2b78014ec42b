"""The chain, the officials and the queue: figures lead to their rows, everybody sees their part."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from tests.coordination.factories import clock, proceeding
from tests.people.duties.factories import DutyFactory, office, officer
from tests.people.factories import AppointmentFactory
from tests.web.small_province import NOW, Province
from xinan.people.duties.models import TopOfficial
from xinan.people.models import User

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r'<a class="xa-chain-figure[^"]*" href="([^"]+)"[^>]*>(\d+)</a>')
LISTED = re.compile(r'id="list-title"[^>]*>\s*(\d+)')


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def in_inbox(client: Client, address: str) -> int:
    found = LISTED.search(text(client, address))
    assert found, address
    return int(found[1])


@pytest.mark.parametrize(
    "post",
    [
        {"role": "province_office"},
        {"role": "city_office", "region_code": "220100"},
        {"role": "industry_department", "region_code": "220000", "industries": ["water", "transport"]},
    ],
)
def test_every_figure_of_a_level_opens_as_many_projects(
    sign_in: Callable[..., Client], province: Province, post
) -> None:
    client = sign_in(**post)
    figures = [figure for figure in FIGURE.findall(text(client, "/chain/")) if "level=" in figure[0]]
    assert figures
    for address, number in figures:
        assert in_inbox(client, address) == int(number), address


def test_the_figures_of_work_open_what_waits(sign_in: Callable[..., Client], province: Province) -> None:
    clock(proceeding(province.red), due_at=NOW - timedelta(days=2))
    proceeding(province.yellow, state="signed")
    client = sign_in()
    shown = text(client, "/chain/?place=220100")
    wanted = {address.split("?")[1]: number for address, number in FIGURE.findall(shown)}
    assert wanted["place=220102&todo=overdue"] == "1"
    assert wanted["place=220102&todo=unsigned"] == "1"
    assert in_inbox(client, "/?place=220102&todo=overdue") == 1
    assert wanted["place=220104"] == "1"  # with nobody
    assert "1 " in text(client, "/unassigned/?place=220104")


def test_one_goes_down_from_the_province_to_a_county_and_no_further_up_than_one_s_own(
    sign_in: Callable[..., Client], province: Province
) -> None:
    client = sign_in(role="city_office", region_code="220100")
    shown = text(client, "/chain/")
    assert "长春市：一条线、一条链" in shown
    assert "/chain/?place=220102" in shown
    assert "吉林市" not in shown.split('id="main"')[1]
    assert "南关区：一条线、一条链" in text(client, "/chain/?place=220102")
    for elsewhere in ("220200", "220000", "nowhere"):
        assert "长春市：一条线、一条链" in text(client, f"/chain/?place={elsewhere}")


def test_the_queue_is_shown_by_office_and_given_out(sign_in: Callable[..., Client], province: Province) -> None:
    here, there = office("220102"), office("220104")
    taker = officer(here, name="甲某")
    first = proceeding(province.red, holder_office=here, opened_at=NOW - timedelta(days=6))
    proceeding(province.yellow, holder_office=there)
    client = sign_in()
    shown = text(client, "/unassigned/")
    assert shown.index("南关区安置房") < shown.index("朝阳区水厂")
    assert "已等 6 天" in shown
    assert "朝阳区水厂" not in text(client, f"/unassigned/?office={here.pk}")
    assert client.post(f"/unassigned/{first.pk}/give/", {"taker": taker.pk}).status_code == 302
    first.refresh_from_db()
    assert first.holder == taker
    assert "南关区安置房" not in text(client, "/unassigned/")
    assert client.post(f"/unassigned/{first.pk}/give/", {"taker": taker.pk}).status_code == 409
    assert client.post(f"/unassigned/{first.pk}/give/", {"taker": "x"}).status_code == 404


def test_a_county_sees_its_own_queue_only(sign_in: Callable[..., Client], province: Province) -> None:
    proceeding(province.red, holder_office=office("220102"))
    other = proceeding(province.elsewhere, holder_office=office("220203"))
    client = sign_in(role="county_inspector", region_code="220102")
    shown = text(client, "/unassigned/")
    assert ("南关区安置房" in shown, "龙潭区道路" in shown) == (True, False)
    assert client.post(f"/unassigned/{other.pk}/give/", {"taker": 1}).status_code == 404


def test_routing_again_follows_the_duties_of_today(sign_in: Callable[..., Client], province: Province) -> None:
    here = office("220102")
    thing = proceeding(province.red, holder_office=here)
    user = officer(here)
    DutyFactory(user=user)
    client = sign_in()
    client.post("/unassigned/route/")
    thing.refresh_from_db()
    assert thing.holder == user
    assert "没有无人承办的事项" in text(client, "/unassigned/")


def test_officials_stand_beside_what_stands_against_them(sign_in: Callable[..., Client], province: Province) -> None:
    department = office("220100", kind="industry_department")
    officer(department, role="industry_department", industries=["housing"])
    for name, fields in (
        ("张市长", {"kind": "place", "region_code": "220100", "post": "市长"}),
        ("旧市长", {"kind": "place", "region_code": "220100", "post": "市长", "to_on": date(2025, 12, 31)}),
        ("李局长", {"kind": "department", "region_code": "220100", "office": department, "industries": ["housing"]}),
        ("王经理", {"kind": "project", "region_code": "220102", "project_id": "P-RED"}),
    ):
        TopOfficial.objects.create(name=name, from_on=date(2024, 1, 1), **{"post": "负责人", **fields})
    client = sign_in()
    shown = text(client, "/officials/")
    assert "旧市长" not in shown
    city = shown.split("张市长")[1].split("</tr>")[0]
    assert FIGURE.findall(city) == [("/?place=220100&level=red", "1")]
    bureau = shown.split("李局长")[1].split("</tr>")[0]
    assert FIGURE.findall(bureau) == [("/?place=220100&industry=housing&level=red", "1")]
    assert "王经理" in shown
    assert "未登记" in shown


def test_an_official_is_entered_by_those_above(sign_in: Callable[..., Client], province: Province) -> None:
    client = sign_in(role="city_office", region_code="220100")
    sent = {"kind": "place", "region_code": "220102", "name": "张某", "post": "区长", "from_on": "2026-11-01"}
    assert client.post("/officials/", sent).status_code == 302
    assert "张某" in text(client, "/officials/")
    assert client.post("/officials/", {**sent, "region_code": "220200"}).status_code == 422
    project = {**sent, "kind": "project", "project_id": "P-JIL"}
    assert client.post("/officials/", project).status_code == 422  # not of this city
    assert client.post("/officials/", {**project, "project_id": "P-RED"}).status_code == 302
    assert client.post("/officials/", {**sent, "kind": "department"}).status_code == 422
    assert TopOfficial.objects.count() == 2
    county = sign_in(role="county_inspector", region_code="220102")
    assert "登记责任人" not in text(county, "/officials/")
    assert county.post("/officials/", sent).status_code == 422


def test_somebody_of_two_counties_begins_where_both_are_seen(
    sign_in: Callable[..., Client], province: Province
) -> None:
    client = sign_in(role="county_inspector", region_code="220102")
    user = User.objects.get(pk=client.session["_auth_user_id"])
    AppointmentFactory(user=user, role="county_inspector", region_code="220104")
    shown = text(client, "/chain/")
    assert "长春市：一条线、一条链" in shown
    assert "/chain/?place=220104" in shown
    AppointmentFactory(user=user, role="county_inspector", region_code="220203")
    assert "吉林省：一条线、一条链" in text(client, "/chain/")
