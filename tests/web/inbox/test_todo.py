"""What waits to be done: the panel's figures are the lengths of the lists they lead to; the clocks are the real ones."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.people.factories import AppointmentFactory, UserFactory
from tests.web.inbox.handled import handled, moved
from tests.web.small_province import NOW, Province, warn
from tests.web.test_inbox import listed, page
from xinan.kernel.clock import CHINA
from xinan.monitoring.models import Warning
from xinan.monitoring.queries.todo import NOTHING, next_clock, todo
from xinan.procedures.models import Proceeding
from xinan.registry.models import Project

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=14)
THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=CHINA)


def panel(html: str) -> dict[str, int]:
    """Projects by kind of waiting work."""
    found = re.findall(r'data-todo="([^"]+)">.*?<strong>(\d+)</strong>', html, re.DOTALL)
    return {kind: int(number) for kind, number in found}


@pytest.fixture
def inspector(province: Province) -> object:
    return AppointmentFactory(user=UserFactory(), role="county_inspector", region_code="220102").user


@pytest.fixture
def waiting(province: Province) -> Province:
    """The red project: one warning overdue for signing, one due today; the yellow one: pushed this morning."""
    deposit, *wages = Warning.objects.filter(project=province.red, state="open").order_by("pk")
    handled([deposit], now=LONG_AGO)
    handled(wages[:1], now=datetime(2026, 11, 20, 10, 0, tzinfo=CHINA))  # Friday: 1 working day ends on Monday, today
    handled(Warning.objects.filter(project=province.yellow), now=NOW)
    return province


def test_clocks_are_counted_by_project(waiting: Province) -> None:
    found = todo(Project.objects.all(), now=NOW)
    red = found["P-RED"]
    assert (red.overdue, red.today, red.unsigned, red.verify) == (1, 1, 2, 0)
    clock = next_clock("P-RED")
    assert clock is not None
    assert red.late_days == (NOW.date() - clock.due_on).days > 5
    assert found["P-YEL"].unsigned == 1
    assert found["P-YEL"].overdue == found["P-YEL"].today == 0
    assert found.get("P-OK", NOTHING) == NOTHING


def test_what_is_due_today_is_overdue_once_the_day_has_passed(waiting: Province) -> None:
    tomorrow = todo(Project.objects.all(), now=NOW + timedelta(days=1))["P-RED"]
    assert (tomorrow.overdue, tomorrow.today) == (2, 0)


def test_a_warning_is_newly_red_over_a_weekend_and_no_longer(province: Province) -> None:
    Warning.objects.filter(rule="deposit/missing").update(level_changed_at=datetime(2026, 11, 20, 0, 5, tzinfo=CHINA))
    assert todo(Project.objects.all(), now=NOW)["P-RED"].new_red == 1  # Friday, seen on Monday
    assert "P-RED" not in todo(Project.objects.all(), now=NOW + timedelta(days=1))  # since Monday only


def test_what_people_settled_is_not_newly_red_any_more(province: Province) -> None:
    Warning.objects.filter(rule="deposit/missing").update(
        settled_as="evidence", settled_at=NOW, settled_level="red", settled_until=None
    )
    assert "P-RED" not in todo(Project.objects.all(), now=NOW)


def test_every_figure_is_the_length_of_the_list_it_leads_to(waiting: Province, sign_in: SignIn) -> None:
    client = sign_in()
    figures = panel(page(client))
    assert figures == {"overdue": 1, "today": 1, "unsigned": 2, "verify": 0, "new-red": 1}
    for kind, number in figures.items():
        assert len(listed(page(client, f"?todo={kind}"))) == number
    assert listed(page(client, "?todo=unsigned")) == ["P-RED", "P-YEL"]


@pytest.mark.parametrize(
    ("post", "seen"),
    [
        ({"role": "county_inspector", "region_code": "220104"}, {"unsigned": 1, "overdue": 0}),
        ({"role": "county_inspector", "region_code": "220203"}, {"unsigned": 0, "overdue": 0}),
        (
            {"role": "industry_department", "region_code": "220000", "industries": ["housing"]},
            {"unsigned": 1, "overdue": 1},
        ),
    ],
)
def test_each_sees_what_waits_in_their_scope(
    waiting: Province, sign_in: SignIn, post: dict[str, object], seen: dict[str, int]
) -> None:
    figures = panel(page(sign_in(**post)))
    assert {kind: figures[kind] for kind in seen} == seen


def test_the_first_thing_is_the_clock_longest_over(waiting: Province, sign_in: SignIn) -> None:
    html = page(sign_in())
    first = html[html.index('class="xa-todo-first"') :]
    first = first[: first.index("</p>")]
    assert "南关区安置房" in first
    assert re.search(r"“签收”已逾期 \d+ 天", first)


def test_nothing_to_do_is_said(province: Province, sign_in: SignIn) -> None:
    assert "没有等您办理的事项" in page(sign_in("county_inspector", region_code="220203"))


def test_proof_waits_to_be_verified(province: Province, inspector: object, sign_in: SignIn) -> None:
    warning = Warning.objects.get(rule="deposit/missing")
    (one,) = handled([warning], now=THURSDAY)
    moved(one, "sign", by=inspector, now=THURSDAY)  # type: ignore[arg-type]
    Proceeding.objects.filter(pk=one.pk).update(state="disputed")
    figures = panel(page(sign_in()))
    assert (figures["verify"], figures["unsigned"]) == (1, 0)


def test_a_past_day_has_no_panel_and_a_paused_clock_is_not_over(waiting: Province, sign_in: SignIn) -> None:
    clock = Proceeding.objects.filter(project_id="P-RED").order_by("pk")[0].clocks.get()
    type(clock).objects.filter(pk=clock.pk).update(state="paused")
    assert todo(Project.objects.all(), now=NOW)["P-RED"].overdue == 0


def test_why_tells_of_overdue_clocks(waiting: Province, sign_in: SignIn) -> None:
    html = page(sign_in())
    row = html[html.index('id="row-P-RED"') : html.index('id="row-P-YEL"')]
    why = re.search(r'class="xa-project-because">(.*?)</p>', row, re.DOTALL)
    assert why is not None
    text = re.sub(r"<[^>]+>", "", why[1])
    index = re.search(r"<strong>(\d+)</strong>", row)
    assert index is not None
    assert f"风险指数 {index[1]}：" in text
    assert "最重严重，最久 23 天" in text
    assert re.search(r"1 个期限已逾期，最长超 \d+ 天", text)


def test_what_puts_a_row_before_the_next_is_said(province: Province, sign_in: SignIn) -> None:
    html = page(sign_in())
    indices = [int(each) for each in re.findall(r"<summary><strong>(\d+)</strong>", html)]
    sheets = re.findall(r'<p class="xa-strong">为什么排第 (\d+)</p><p>(.*?)</p>', html)
    assert [int(rank) for rank, _ in sheets] == [1, 2]  # nothing follows the last
    for (_, said), above, below in zip(sheets, indices, indices[1:], strict=False):
        assert (f"比下一个项目高 {above - below} 分" in said) == (above > below)
    warn(province.clear, "filing/not-filed", "blue")
    assert "与下一个同分同级" in page(sign_in("province_office"))
