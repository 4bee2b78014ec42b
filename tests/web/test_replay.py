"""A past day on the project page and on the inbox: what it shows, to whom, and what it refuses."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.payments.factories import AccountEntryFactory, PayrollLineFactory, WagePaymentFactory
from tests.registry.factories import EnterpriseFactory, ProjectFactory, WageAccountFactory
from tests.support.queue import empty_queue
from tests.web.small_province import TODAY
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.gateways.wiring import wiring
from xinan.jobs.replay_tasks import replay_step_task
from xinan.monitoring.actions import replay_scope
from xinan.monitoring.live import full_run
from xinan.monitoring.models import ReplayRun, Warning
from xinan.registry.models import Feed, Project
from xinan.web.replay.views_data import DayPicker
from xinan.workforce.models import AttendanceDay, Worker

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)

DAY = "2026-10-20"
BANNER = f"这是 {DAY} 当日的研判，不是现在的状态"


def text_of(html: str) -> str:
    """What a reader reads, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def section(html: str, anchor: str) -> str:
    """From the heading with this id to the next heading of its kind."""
    start = html.index(f'id="{anchor}"')
    end = re.search(r"<h2 ", html[start:])
    return text_of(html[start : start + end.start()] if end else html[start:])


def listed(html: str) -> list[str]:
    """The projects of the list in order."""
    return re.findall(r'data-row id="row-([^"]+)"', html)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def worker() -> Worker:
    return WorkerFactory(worker_id="W-1", name_masked="王**", id_number_masked="2201**********123X")


@pytest.fixture
def project(worker: Worker) -> Project:
    """September was unpaid when it fell due on 15 October, and paid on 10 November; October's is unpaid since 13 November."""
    made = ProjectFactory(
        project_id="P-PAST",
        name="南关区安置房",
        contractor=EnterpriseFactory(name="长春甲建设有限公司"),
        filed_on=date(2026, 11, 2),
        updated_on=date(2026, 11, 2),
    )
    account = WageAccountFactory(project=made)
    EmploymentFactory(project=made, worker=worker)
    for month in (9, 10):
        for day in (12, 13):
            AttendanceDay.objects.create(
                project=made, worker=worker, day=date(2026, month, day),
                first_at="07:00", last_at="17:00", punches=2, supplements=0,
            )  # fmt: skip
        PayrollLineFactory(
            project=made, worker=worker, wage_month=f"2026-{month:02d}", submitted_on=date(2026, month + 1, 8)
        )
    WagePaymentFactory(project=made, worker=worker, wage_month="2026-09", paid_on=date(2026, 11, 10), account=account)
    AccountEntryFactory(account=account, booked_on=date(2026, 10, 1), balance_after=Decimal("5000.00"))
    AccountEntryFactory(account=account, booked_on=date(2026, 11, 10), balance_after=Decimal("12.00"))
    for source in ("attendance", "bank", "payroll"):
        Feed.objects.create(project=made, source=source, last_received_on=TODAY)
    full_run(clock=wiring().clock)
    return made


def page(client: Client, project: Project, day: str = DAY, **more: str) -> str:
    answer = client.get(f"/projects/{project.pk}/", {"as_of": day, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_whole_page_speaks_of_that_day(project: Project, sign_in: SignIn) -> None:
    html = page(sign_in(), project)
    assert BANNER in html
    assert f'href="/projects/{project.pk}/">回到今天' in html
    warnings = section(html, "p-warnings")
    assert "工资逾期未付" in warnings
    assert "2026-09" in warnings
    assert "自 2026-10-16 起，已 5 天" in warnings  # due on the 15th, a Thursday
    assert not re.search(r"2026-10(?!-)", warnings)  # October is not over
    facts = section(html, "p-parties")
    assert "开工备案 —" in facts
    assert "2026-11" not in facts
    account = html[html.index('id="p-account"') : html.index('id="p-parties"')]
    assert "5,000.00" in account
    assert "12.00" not in text_of(account)
    assert "2026-11" not in section(html, "p-grid")
    assert f"研判截至 {DAY}" in section(html, "p-chain")


def test_the_month_grid_knows_no_payment_made_later(project: Project, sign_in: SignIn) -> None:
    client = sign_in()
    then = section(page(client, project), "p-grid")
    assert "0 / 6,000" in then
    assert "6,000 / 6,000" not in then
    assert "6,000 / 6,000" in section(client.get(f"/projects/{project.pk}/").content.decode(), "p-grid")


def test_history_ends_with_that_day(project: Project, sign_in: SignIn) -> None:
    client = sign_in()
    assert "当日以前没有记录" in section(page(client, project), "p-history")
    part = client.get(
        f"/projects/{project.pk}/", {"as_of": DAY, "part": "history"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "当日以前没有记录" in part


def test_it_says_what_was_cured_since_and_what_is_new(project: Project, sign_in: SignIn) -> None:
    html = page(sign_in(), project)
    since = section(html, "p-since")
    settled, standing, fresh = re.split("至今未消除|此后新增", since)
    assert "工资逾期未付 2026-09" in settled
    assert "开工未备案" in settled
    assert "工资逾期未付 2026-10" in fresh
    assert "2026-11-14 起" in fresh
    then, now = re.search(r"当日未消除 (\d+) 条，今天 (\d+) 条", since).groups()  # type: ignore[union-attr]
    counts = [int(re.search(r"\d+", part)[0]) for part in (settled.split("此后已消除")[1], standing, fresh)]  # type: ignore[index]
    shown = re.search(r"未消除的预警<b>(\d+)</b>", html)
    assert shown is not None
    assert int(then) == counts[0] + counts[1] == int(shown[1])
    assert int(now) == Warning.objects.filter(state="open").count()


def test_looking_back_leaves_the_warnings_as_they_are(project: Project, sign_in: SignIn) -> None:
    client = sign_in()
    before = list(Warning.objects.order_by("pk").values())
    page(client, project)
    client.get("/", {"as_of": DAY})
    assert list(Warning.objects.order_by("pk").values()) == before


def test_evidence_is_of_that_day_masked_and_within_the_scope(project: Project, sign_in: SignIn) -> None:
    client = sign_in()
    address = re.search(r'hx-get="(/projects/P-PAST/evidence/[^"]+unpaid[^"]+)"', page(client, project))
    assert address is not None
    url = address[1].replace("&amp;", "&")
    html = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "王**" in html
    assert f"截至 {DAY}" in html
    assert client.get(url).status_code == 404  # a part, not a page
    gone = client.get(url.replace(f"as_of={DAY}", "as_of=2026-11-12"), headers={"HX-Request": "true"})
    assert "这条结论在当日不成立" in gone.content.decode()
    assert client.get(url.replace("unpaid", "no-such"), headers={"HX-Request": "true"}).status_code == 404
    other = sign_in("county_inspector", region_code="220203")
    assert other.get(url, headers={"HX-Request": "true"}).status_code == 404


def test_outside_the_scope_there_is_no_past_either(project: Project, sign_in: SignIn) -> None:
    client = sign_in("county_inspector", region_code="220203")
    assert client.get(f"/projects/{project.pk}/", {"as_of": DAY}).status_code == 404
    assert listed(client.get("/", {"as_of": DAY}).content.decode()) == []


def test_who_may_not_reveal_may_not_in_the_past(project: Project, sign_in: SignIn) -> None:
    department = page(sign_in("industry_department", industries=["housing"]), project)
    assert "王**" in department
    assert "xa-reveal" not in department
    assert "xa-reveal" in page(sign_in("county_inspector", region_code="220102"), project)


@pytest.mark.parametrize(
    ("day", "status", "said"),
    [
        ("2026-11-24", 422, "还没有到，不能回看"),
        ("2026-02-30", 422, "地址里的日期不是一个日子"),
        ("<b>", 422, "地址里的日期不是一个日子"),
        ("2019-12-31", 422, "没有可用的规则"),
        ("2020-05-01", 404, "还没有这个项目"),
    ],
)
def test_a_day_that_cannot_be_shown_is_explained(
    project: Project, sign_in: SignIn, day: str, status: int, said: str
) -> None:
    client = sign_in()
    answer = client.get(f"/projects/{project.pk}/", {"as_of": day})
    html = answer.content.decode()
    assert answer.status_code == status
    assert said in html
    assert "看今天的状态" in html
    assert 'name="as_of"' in html
    inbox = client.get("/", {"as_of": day})
    assert inbox.status_code == (200 if status == 404 else status)
    part = client.get("/", {"as_of": day}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("day", ["", str(TODAY)])
def test_today_is_no_past_day(project: Project, sign_in: SignIn, day: str) -> None:
    client = sign_in()
    for address in ("/", f"/projects/{project.pk}/"):
        html = client.get(address, {"as_of": day}).content.decode()
        assert "不是现在的状态" not in html
        assert "回看某日" in html
    assert not ReplayRun.objects.exists()


def test_the_inbox_of_a_small_scope_is_answered_at_once(project: Project, sign_in: SignIn) -> None:
    empty_queue()  # of other tests' jobs
    young = ProjectFactory(contract_signed_on=date(2026, 11, 1), started_on=date(2026, 11, 1), region_code="220102")
    client = sign_in("county_inspector", region_code="220102")
    html = client.get("/", {"as_of": DAY, "all": "1"}).content.decode()
    assert BANNER in html
    assert listed(html) == ["P-PAST"]
    assert young.pk not in html  # it was not there yet
    assert f'href="/projects/P-PAST/?as_of={DAY}"' in html
    assert "工资逾期未付" in html
    assert f'<input type="hidden" name="as_of" value="{DAY}">' in html
    assert not ProcrastinateJob.objects.filter(task_name="replay_step").exists()


def test_every_way_on_from_the_inbox_stays_on_the_day(project: Project, sign_in: SignIn) -> None:
    html = sign_in().get("/", {"as_of": DAY, "level": "yellow"}).content.decode()
    body = html[html.index('id="inbox"') :]
    ways = [w.replace("&amp;", "&") for w in re.findall(r'(?:href|hx-get)="(/\?[^"]*)"', body)]
    assert len(ways) > 5
    back = [way for way in ways if "as_of" not in way]
    assert back == ["/?level=yellow"]  # back to today, with the filters


def test_a_large_scope_is_worked_out_behind_a_bar_and_only_its_own_is_shown(
    project: Project, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_scope, "DIRECT", 1)
    monkeypatch.setattr(replay_scope, "CHUNK", 1)
    ProjectFactory(project_id="P-JIL", region_code="220203", filed_on=None)
    client = sign_in()
    waiting = client.get("/", {"as_of": DAY, "level": "yellow"}).content.decode()
    assert "正在研判" in waiting
    assert "0 / 2" in waiting
    assert f"level=yellow&amp;as_of={DAY}" in waiting
    run = ReplayRun.objects.get()
    replay_step_task(run_id=run.pk)
    part = client.get("/", {"as_of": DAY}, headers={"HX-Request": "true"}).content.decode()
    assert "1 / 2" in part
    assert "<html" not in part
    replay_step_task(run_id=run.pk)
    assert set(listed(client.get("/", {"as_of": DAY}).content.decode())) == {"P-PAST", "P-JIL"}
    elsewhere = sign_in("county_inspector", region_code="220203").get("/", {"as_of": DAY}).content.decode()
    assert listed(elsewhere) == ["P-JIL"]
    assert "P-PAST" not in elsewhere
    assert ReplayRun.objects.count() == 1  # what the province asked for serves the county


def test_the_list_agrees_with_the_board_and_the_facets_on_that_day(project: Project, sign_in: SignIn) -> None:
    client = sign_in()
    html = client.get("/", {"as_of": DAY}).content.decode()
    cells = re.findall(r'class="xa-board-cell[^"]*" href="([^"]+)">.*?</svg>\s*(\d+)<', html, re.DOTALL)
    assert cells
    for address, number in cells:
        assert len(listed(client.get(address.replace("&amp;", "&")).content.decode())) == int(number)


def test_new_facts_are_told_of_and_taken_in_on_demand(project: Project, sign_in: SignIn) -> None:
    client = sign_in()
    first = client.get("/", {"as_of": DAY}).content.decode()
    assert "按最新数据重新研判" not in first
    assert "开工未备案" in first
    Project.objects.update(filed_on=date(2026, 10, 1))
    moved = client.get("/", {"as_of": DAY}).content.decode()
    assert "此后有数据变动" in moved
    assert "开工未备案" in moved
    answer = client.post("/replays/", {"as_of": DAY, "rest": "level=yellow&next=//evil.example"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/?level=yellow&as_of={DAY}"
    assert "开工未备案" not in client.get("/", {"as_of": DAY}).content.decode()
    assert client.get("/replays/").status_code == 405


def test_a_stranger_is_sent_to_sign_in(client: Client, project: Project) -> None:
    for address in (f"/?as_of={DAY}", f"/projects/P-PAST/?as_of={DAY}", f"/projects/P-PAST/evidence/?as_of={DAY}"):
        assert client.get(address)["Location"].startswith("/accounts/login/")
    assert client.post("/replays/", {"as_of": DAY})["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("today", "shortcuts"),
    [
        (date(2026, 11, 23), [date(2026, 11, 22), date(2026, 10, 31), date(2025, 11, 23)]),
        (date(2024, 2, 29), [date(2024, 2, 28), date(2024, 1, 31), date(2023, 2, 28)]),
        (date(2026, 3, 1), [date(2026, 2, 28), date(2026, 2, 28), date(2025, 3, 1)]),
        (date(2026, 12, 31), [date(2026, 12, 30), date(2026, 11, 30), date(2025, 12, 31)]),
    ],
)
def test_shortcuts_lead_to_days_of_the_calendar(today: date, shortcuts: list[date]) -> None:
    picker = DayPicker("/", today, today, rest="level=red")
    assert [link.day for link in picker.shortcuts] == shortcuts
    assert picker.shortcuts[0].url == f"/?level=red&as_of={shortcuts[0]}"
    eve = DayPicker("/", today - timedelta(days=1), today)
    assert eve.later.url == "/"  # the day after yesterday is today, as it stands
