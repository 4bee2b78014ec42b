"""The inbox: who sees what, in which order, with which counts, at what cost."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.registry.factories import ProjectFactory
from tests.web.small_province import Province, warn

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


def listed(html: str) -> list[str]:
    """The projects of the list in order."""
    return re.findall(r'data-row id="row-([^"]+)"', html)


def count(html: str, *, name: str, value: str) -> int:
    """The number a choice of a filter shows."""
    found = re.search(rf'name="{name}" value="{value}".*?<b>(\d+)</b>', html, re.DOTALL)
    assert found is not None, f"no choice {name}={value}"
    return int(found[1])


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_projects_come_most_serious_first_and_those_in_order_not_at_all(province: Province, sign_in: SignIn) -> None:
    assert listed(page(sign_in())) == ["P-RED", "P-YEL", "P-JIL"]


@pytest.mark.parametrize(
    ("post", "seen"),
    [
        ({"role": "province_office"}, ["P-RED", "P-YEL", "P-JIL"]),
        ({"role": "city_office", "region_code": "220100"}, ["P-RED", "P-YEL"]),
        ({"role": "county_inspector", "region_code": "220203"}, ["P-JIL"]),
        ({"role": "industry_department", "region_code": "220100", "industries": ["water"]}, ["P-YEL"]),
        ({"role": "operator", "region_code": ""}, []),
    ],
)
def test_each_role_sees_its_own(province: Province, sign_in: SignIn, post: dict[str, object], seen: list[str]) -> None:
    assert listed(page(sign_in(**post))) == seen


def test_a_contractor_sees_its_own(province: Province, sign_in: SignIn) -> None:
    client = sign_in("contractor", region_code="", enterprise_id=province.contractor.pk)
    assert listed(page(client, "?all=1")) == ["P-RED", "P-OK"]


def test_somebody_whose_post_has_ended_sees_nothing(province: Province, sign_in: SignIn) -> None:
    html = page(sign_in(to_on=date(2026, 11, 22)))
    assert listed(html) == []
    assert "未任职" in html


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("?place=220100", ["P-RED", "P-YEL"]),
        ("?place=220104", ["P-YEL"]),
        ("?place=220104&place=220200", ["P-YEL", "P-JIL"]),
        ("?link=wages", ["P-RED"]),
        ("?link=funding", []),  # withheld is not open
        ("?level=yellow", ["P-YEL"]),  # by the worst level of a project
        ("?industry=water&industry=transport", ["P-YEL", "P-JIL"]),
        ("?q=安置", ["P-RED"]),
        ("?q=甲建设", ["P-RED"]),
        ("?q=p-jil", ["P-JIL"]),
        ("?q=学校", []),
        ("?q=学校&all=1", ["P-OK"]),
        ("?level=purple&place=abc&page=0", ["P-RED", "P-YEL", "P-JIL"]),  # an old or broken address still opens
    ],
)
def test_filters(province: Province, sign_in: SignIn, query: str, seen: list[str]) -> None:
    assert listed(page(sign_in(), query)) == seen


def test_every_count_is_the_length_of_the_list_it_leads_to(province: Province, sign_in: SignIn) -> None:
    client = sign_in()
    choices = re.findall(
        r'<input type="checkbox" name="(place|link|level|industry|contractor)" value="([^"]+)"', page(client)
    )
    assert len(choices) > 10
    for name, value in choices:
        html = page(client, f"?{name}={value}")
        assert count(html, name=name, value=value) == len(listed(html))
    narrowed = page(client, "?industry=housing")
    for value in ("red",):
        assert count(narrowed, name="level", value=value) == len(
            listed(page(client, f"?industry=housing&level={value}"))
        )


def test_the_chessboard_agrees_with_the_list(province: Province, sign_in: SignIn) -> None:
    client = sign_in()
    cells = re.findall(r'class="xa-board-cell[^"]*" href="([^"]+)">.*?</svg>\s*(\d+)<', page(client), re.DOTALL)
    assert len(cells) == 4  # deposit and wages, account, filing
    for address, number in cells:
        answer = client.get(address.replace("&amp;", "&"))
        assert len(listed(answer.content.decode())) == int(number)


def test_the_rank_is_explained_by_numbers_that_add_up(province: Province, sign_in: SignIn) -> None:
    html = page(sign_in())
    row = html[html.index('id="row-P-RED"') : html.index('id="row-P-YEL"')]
    parts = [int(points) for points in re.findall(r'<span class="xa-nowrap">\+(\d+)<', row)]
    index = re.search(r"<strong>(\d+)</strong>", row)
    assert index is not None
    assert len(parts) >= 2  # the wages owed, and the account or the filing
    assert int(index[1]) == min(100, sum(parts))
    assert parts == sorted(parts, reverse=True)
    assert "另有 1 条因数据中断暂缓" in row


def test_htmx_gets_the_part_and_going_back_the_whole(province: Province, sign_in: SignIn) -> None:
    client = sign_in()
    part = client.get("/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert listed(part.content.decode()) == ["P-RED", "P-YEL", "P-JIL"]
    assert "HX-Request" in part.headers["Vary"]
    back = client.get("/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_projects(province: Province, sign_in: SignIn) -> None:
    """Session, user, posts (scope, side bar twice and top bar), projects, warnings, counts by place, page's warnings,
    situation, days that differ, run, failed runs; saved views and own settings, where the events stand (two), and what
    waits to be done: clocks, states, newly red; and what the shell asks of the person.
    """
    client = sign_in()
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/")
    for number in range(60):
        project = ProjectFactory(project_id=f"Q{number:03d}", region_code="220102" if number % 2 else "220203")
        warn(project, "filing/not-filed", "yellow")
        warn(project, "wages/unpaid", "orange", period="2026-09")
    with CaptureQueriesContext(connection) as many:
        html = page(client)
    assert len(listed(html)) == 25
    assert len(many) == len(few) <= 30
    assert "第 1–25 条，共 63 条" in html
    assert len(listed(page(client, "?page=99"))) == 13  # past the end: the last page


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    answer = client.get("/?level=red")
    assert answer.status_code == 302
    assert "/accounts/login/?next=/%3Flevel%3Dred" in answer["Location"]
