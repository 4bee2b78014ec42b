"""The boards as pages: each number opens as many rows, nobody sees what is not theirs, the word of the week is kept."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from tests.casework.boards.aged import item
from tests.people.factories import AppointmentFactory, UserFactory
from tests.web.small_province import NOW
from xinan.casework.dossier.models import WeekWord
from xinan.procedures.enums import Access
from xinan.procedures.models import Proceeding

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def inspector(client: Client) -> Client:
    """An inspector of 220102 who holds one overdue item; others stand in other buckets and places."""
    user = AppointmentFactory(user=UserFactory(), role="county_inspector", region_code="220102").user
    item(now=NOW, late=9, holder=user, holder_office=user.organisation)
    item(now=NOW, late=2)
    item(now=NOW, late=-8)
    item(now=NOW, late=None)
    item(now=NOW, late=40, region="220203")
    item(now=NOW, late=40, access=Access.MEMBERS, named=[])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_each_number_opens_as_many_rows(inspector: Client) -> None:
    html = text(inspector, "/boards/ageing/")
    assert "在办 4 件，其中 2 件已逾期" in html
    cells = re.findall(r'<td class="xa-num[^"]*"><a href="([^"]+)">(\d+)</a>', html)
    assert len(cells) >= 5
    for address, number in cells:
        assert text(inspector, unescape(address)).count("data-row") == int(number), address


def test_one_goes_down_to_the_officer_and_up_again(inspector: Client) -> None:
    html = text(inspector, "/boards/ageing/")
    way = [unescape(found) for found in re.findall(r'<th scope="row"><a href="(/boards/ageing/\?[^"]+)">', html)]
    assert len(way) == 1
    county = text(inspector, way[0])
    way = [unescape(found) for found in re.findall(r'<th scope="row"><a href="(/boards/ageing/\?[^"]+)">', county)]
    officers = text(inspector, way[0])
    assert "无人承办" in officers
    assert 'aria-current="true"' in officers
    assert officers.count('<th scope="row">') == 2


def test_the_word_is_kept_and_shown(inspector: Client) -> None:
    mine = Proceeding.objects.exclude(holder=None).get()
    html = text(inspector, "/boards/ageing/")
    assert html.count('name="words"') == 1  # only of what they hold
    answer = inspector.post(
        f"/boards/ageing/{mine.pk}/word/", {"words": "等待银行解冻，周五复核", "back": "/boards/ageing/?kind=case"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/boards/ageing/?kind=case")
    assert WeekWord.objects.get().words == "等待银行解冻，周五复核"
    assert "等待银行解冻，周五复核" in text(inspector, "/boards/ageing/")
    elsewhere = inspector.post(
        f"/boards/ageing/{mine.pk}/word/", {"words": "等待银行解冻", "back": "https://evil.example/"}
    )
    assert elsewhere["Location"] == "/boards/ageing/"


def test_what_is_not_theirs_is_not_there(inspector: Client) -> None:
    hidden = Proceeding.objects.get(access=Access.MEMBERS)
    assert inspector.post(f"/boards/ageing/{hidden.pk}/word/", {"words": "说明一下情况"}).status_code == 404
    assert inspector.post("/boards/ageing/999999/word/", {"words": "说明一下情况"}).status_code == 404
    assert text(inspector, "/boards/ageing/?place=220203&only=1").count("data-row") == 0


@pytest.mark.parametrize("address", ["/boards/ageing/", "/boards/3plus1/", "/boards/3plus1/rows/?figure=raised"])
def test_firms_and_operators_have_no_boards(sign_in: SignIn, address: str) -> None:
    assert sign_in("contractor", region_code="", enterprise_id="91220101MA0000001X").get(address).status_code == 403
    assert sign_in("operator", region_code="").get(address).status_code == 403


def test_empty_boards_say_so(sign_in: SignIn) -> None:
    client = sign_in()
    assert "没有这样的在办事项" in text(client, "/boards/ageing/?bucket=more&kind=relief")
    html = text(client, "/boards/3plus1/")
    assert html.count("这段时间没有这一部分的事项。") == 4
    assert "仅对成员公开的案件" in html


@pytest.mark.parametrize("query", ["", "?figure=", "?figure=nothing"])
def test_rows_of_no_figure_are_none(sign_in: SignIn, query: str) -> None:
    assert sign_in().get(f"/boards/3plus1/rows/{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["?from=x&to=2026-13&place=abc&by=z", "?place=220200&by=month", "?from=2026-11&to=2026-11"]
)
def test_nonsense_in_an_address_is_dropped(sign_in: SignIn, query: str) -> None:
    assert "查清隐患" in text(sign_in(), f"/boards/3plus1/{query}")


def test_figures_of_3plus1_open_their_rows(sign_in: SignIn) -> None:
    one = item(
        now=NOW, late=3, procedure="warning", kind="warning", subject_id="7", closed_at=NOW, closed_as="evidence"
    )
    item(now=NOW, late=3, procedure="warning", kind="warning", subject_id="8", region="220203")
    client = sign_in()
    html = text(client, "/boards/3plus1/?by=month")
    links = dict(re.findall(r'<a href="(/boards/3plus1/rows/[^"]+figure=(?:raised|cured))">(\d+)</a>', html))
    assert set(links.values()) == {"1", "2"}
    for address, number in links.items():
        assert text(client, unescape(address)).count("<tr data-row>") == int(number)
    assert one.closed_as == "evidence"
