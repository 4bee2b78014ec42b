"""The page of figures: who reads it, what it narrows to, and that every figure opens as many rows as it counts."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests.people.factories import AppointmentFactory, UserFactory
from tests.web.inbox.handled import handled, moved
from tests.web.small_province import NOW, Province
from xinan.monitoring.models import Warning
from xinan.procedures.models import Clock, Proceeding

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(days=20)


@pytest.fixture
def worked(province: Province) -> Province:
    """The red project's three warnings pushed 20 days ago, one signed for in time, the others not; the yellow one today."""
    inspector = AppointmentFactory(user=UserFactory(), role="county_inspector", region_code="220102").user
    opened = handled(Warning.objects.filter(project=province.red, state="open").order_by("pk"), now=EARLIER)
    moved(opened[0], "sign", by=inspector, now=EARLIER + timedelta(hours=3))
    handled(Warning.objects.filter(project=province.yellow), now=NOW)
    return province


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"/figures/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_tiles_say_the_share_and_of_how_many(worked: Province, sign_in: SignIn) -> None:
    html = page(sign_in())
    sign = html[html.index('href="#d-sign"') : html.index('href="#d-feedback"')]
    assert "33.3%" in sign
    assert "1 / 3" in sign
    assert "未办 2" in sign
    assert "立项 4 件" in html


def test_every_figure_opens_as_many_rows_as_it_counts(worked: Province, sign_in: SignIn) -> None:
    client = sign_in()
    for by in ("place", "link", "rule", "office", "level", "month"):
        html = page(client, f"?by={by}")
        cells = re.findall(
            r'<td class="xa-num[^"]*"><a href="([^"]+)"[^>]*>[^<]+</a> <small class="xa-quiet">(\d+)(?:/(\d+))?<', html
        )
        assert cells, by
        for address, done, due in cells:
            rows = client.get(unescape(address)).content.decode()
            expected = done if "part=done" in address else due or done
            assert rows.count("<tr data-row>") == int(expected), (by, address)
        for address, number in re.findall(r'href="(/figures/rows/[^"]+part=open)">未办 (\d+)<', html):
            assert client.get(unescape(address)).content.decode().count("<tr data-row>") == int(number)


def test_a_clock_that_runs_out_while_one_looks_counts_from_then_on(worked: Province, sign_in: SignIn) -> None:
    assert Clock.objects.filter(state="running", due_at__lte=NOW).exists()  # no worker has marked them yet
    assert "1 / 3" in page(sign_in())


@pytest.mark.parametrize(
    ("post", "handled_there"),
    [
        ({"role": "county_inspector", "region_code": "220104"}, 1),
        ({"role": "city_office", "region_code": "220100"}, 4),
        ({"role": "industry_department", "region_code": "220000", "industries": ["housing"]}, 3),
        ({"role": "auditor", "region_code": "220000"}, 4),
    ],
)
def test_each_counts_their_own(worked: Province, sign_in: SignIn, post: dict[str, object], handled_there: int) -> None:
    assert f"立项 {handled_there} 件" in page(sign_in(**post))


@pytest.mark.parametrize("role", ["contractor", "operator", "bank"])
def test_firms_and_operators_have_no_such_page(province: Province, sign_in: SignIn, role: str) -> None:
    firm = {} if role == "operator" else {"enterprise_id": province.contractor.pk}
    client = sign_in(role, region_code="", **firm)
    assert client.get("/figures/").status_code == 403
    assert client.get("/figures/rows/?figure=sign&part=due").status_code == 403
    assert "/figures/" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("query", "handled_there"),
    [
        ("?from=2026-11&to=2026-11", 4),
        ("?from=2026-10&to=2026-10", 0),
        ("?from=2027-01&to=2027-02", 4),  # months to come: as far as there are any
        ("?from=nonsense&to=2026-13", 4),
        ("?place=220100", 4),
        ("?place=220104", 1),
        ("?link=wages", 2),
        ("?level=red&link=deposit", 1),
        ("?rule=wages/unpaid&rule=no/such", 2),
    ],
)
def test_what_is_asked_narrows_the_figures(worked: Province, sign_in: SignIn, query: str, handled_there: int) -> None:
    assert f"立项 {handled_there} 件" in page(sign_in(), query)


@pytest.mark.parametrize("query", ["", "?figure=sign", "?figure=nothing&part=due", "?figure=sign&part=half"])
def test_rows_of_no_figure_are_none(province: Province, sign_in: SignIn, query: str) -> None:
    assert sign_in().get(f"/figures/rows/{query}").status_code == 404


def test_the_definitions_stand_on_the_page(worked: Province, sign_in: SignIn) -> None:
    html = page(sign_in())
    for words in ("签收期限已到或已签收的预警中", "取中位数", "含异议成立的", "30 天内"):
        assert words in html


def test_the_page_asks_a_bounded_number_of_queries(
    worked: Province, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = sign_in()
    client.get("/figures/")
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        client.get("/figures/?by=office")


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/figures/").status_code == 302


def test_a_rule_and_an_office_narrow_the_figures(worked: Province, sign_in: SignIn) -> None:
    client = sign_in()
    html = page(client)

    def counted(query: str) -> int:
        return int(re.findall(r"立项 (\d+) 件", page(client, query))[0])

    rules = set(Warning.objects.filter(state="open").values_list("rule", flat=True))
    assert rules <= options(html, "rule")
    assert sum(counted(f"?rule={rule}") for rule in rules) == 4
    assert f'value="{min(rules)}" selected' in page(client, f"?rule={min(rules)}")
    held = Counter(str(each) for each in Proceeding.objects.values_list("holder_office_id", flat=True) if each)
    assert held
    assert {office: counted(f"?office={office}") for office in options(html, "office")} == held


def options(html: str, name: str) -> set[str]:
    select = html[html.index(f'name="{name}"') :]
    return set(re.findall(r'<option value="([^"]+)"', select[: select.index("</select>")]))
