"""The workbook is the list: the same projects in the same order with the page's figures; each download is written down."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.registry.factories import ProjectFactory
from tests.web.inbox.handled import handled
from tests.web.small_province import NOW, Province, warn
from tests.web.test_inbox import count, listed, page
from xinan.jobs.replay_tasks import replay_step_task
from xinan.monitoring.actions import replay_scope
from xinan.monitoring.inbox_models import ListDownload
from xinan.monitoring.models import ReplayRun, Warning
from xinan.rules.model import Link

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


def sheets(client: Client, query: str = "") -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The rows of the list by title, and what the second sheet says."""
    answer = client.get(f"/inbox.xlsx{query}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    book = load_workbook(BytesIO(answer.content), read_only=True)
    listing, about = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
    head = [str(title) for title in listing[0]]
    return [dict(zip(head, row, strict=True)) for row in listing[1:]], {str(a): str(b) for a, b in about}


@pytest.mark.parametrize("query", ["", "?level=red", "?all=1", "?place=220100&place=220203", "?q=路", "?todo=unsigned"])
def test_rows_and_order_are_those_of_the_page(province: Province, sign_in: SignIn, query: str) -> None:
    handled(Warning.objects.filter(project=province.yellow), now=NOW)
    client = sign_in()
    html = page(client, query)
    rows, about = sheets(client, query)
    assert [row["项目编号"] for row in rows] == listed(html)
    assert about["项目数"] == str(len(rows))
    assert [row["风险指数"] for row in rows] == [int(n) for n in re.findall(r"<summary><strong>(\d+)</strong>", html)]
    assert [row["为什么排在这里"] for row in rows] == [
        re.sub(r"<[^>]+>", "", why).removeprefix("排在这里的原因：")
        for why in re.findall(r'class="xa-project-because">(.*?)</p>', html)
    ]


def test_figures_are_the_page_s(province: Province, sign_in: SignIn) -> None:
    client = sign_in()
    rows, _ = sheets(client)
    html = page(client)
    for level, title in (("red", "严重"), ("yellow", "一般"), ("blue", "提示")):
        worst = [row for row in rows if row["最重等级"] == title]
        assert len(worst) == count(html, name="level", value=level)
    red = rows[0]
    assert (red["严重（条）"], red["一般（条）"], red["暂缓（条）"]) == (1, 2, 1)
    assert red["预警"].splitlines() == [
        "[严重] 未存储工资保证金 23 天",
        "[一般] 工资逾期未付 ×2 2026-09 – 2026-10 23 天",
    ]
    states = [red[link.title.zh] for link in (Link.DEPOSIT, Link.WAGES, Link.FUNDING, Link.FILING)]
    assert states[:3] == ["严重", "一般", "待核数据"]
    assert states[3] not in ("严重", "一般")
    assert rows[1]["所在地"] == "长春市 · 朝阳区"


def test_all_pages_are_in_it_and_the_queries_are_bounded(
    province: Province, sign_in: SignIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for number in range(60):
        warn(ProjectFactory(project_id=f"Q{number:03d}", region_code="220102"), "filing/not-filed", "yellow")
    client = sign_in()
    with django_assert_max_num_queries(24):
        rows, _ = sheets(client, "?page=2")
    assert len(rows) == 63
    assert [row["序号"] for row in rows] == list(range(1, 64))
    pages = [number for n in (1, 2, 3) for number in listed(page(client, f"?page={n}"))]
    assert [row["项目编号"] for row in rows] == pages


def test_it_speaks_the_reader_s_language_and_says_the_filters(province: Province, sign_in: SignIn) -> None:
    client = sign_in()
    _, about = sheets(client, "?level=red&q=安置")
    assert about["筛选条件"] == "最重等级：严重；搜索：“安置”"
    answer = client.get("/inbox.xlsx?level=red", headers={"Accept-Language": "en"})
    book = load_workbook(BytesIO(answer.content), read_only=True)
    head = next(book.worksheets[0].iter_rows(values_only=True))
    assert head[:3] == ("No.", "Project number", "Project")


def test_each_sees_only_their_own(province: Province, sign_in: SignIn) -> None:
    rows, _ = sheets(sign_in("county_inspector", region_code="220203"), "?all=1")
    assert [row["项目编号"] for row in rows] == ["P-JIL"]
    assert sheets(sign_in("operator", region_code=""))[0] == []


def test_a_download_is_written_down_with_its_filters(province: Province, sign_in: SignIn) -> None:
    client = sign_in()
    client.get("/inbox.xlsx?level=yellow", headers={"X-Request-ID": "request-for-the-log"})
    kept = ListDownload.objects.get()
    assert (kept.list_name, kept.query, kept.rows, kept.as_of) == ("inbox", "level=yellow", 1, NOW.date())
    assert kept.request_id == "request-for-the-log"
    assert kept.user_id == int(client.session["_auth_user_id"])


def test_a_name_that_looks_like_a_formula_stays_text(province: Province, sign_in: SignIn) -> None:
    type(province.red).objects.filter(pk="P-RED").update(name="=1+1")
    answer = sign_in().get("/inbox.xlsx?level=red")
    cell = load_workbook(BytesIO(answer.content)).worksheets[0]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_past_day_is_waited_for_and_then_as_its_page(
    province: Province, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_scope, "DIRECT", 1)
    client = sign_in()
    answer = client.get("/inbox.xlsx?as_of=2026-11-20")
    assert answer.status_code == 302
    assert answer["Location"] == "/?as_of=2026-11-20"
    run = ReplayRun.objects.get()
    while run.finished_at is None:
        replay_step_task(run_id=run.pk)
        run.refresh_from_db()
    html = page(client, "?as_of=2026-11-20")
    rows, about = sheets(client, "?as_of=2026-11-20")
    assert [row["项目编号"] for row in rows] == listed(html)
    assert about["截止日"] == "2026-11-20"
    assert ListDownload.objects.get().as_of.isoformat() == "2026-11-20"


def test_no_such_day_is_said(province: Province, sign_in: SignIn) -> None:
    assert sign_in().get("/inbox.xlsx?as_of=2099-01-01").status_code == 422


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/inbox.xlsx").status_code == 302
