"""Looking back in a real browser: chosen by keyboard, marked on every page, kept while one filters, and left again."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.payments.factories import PayrollLineFactory, WagePaymentFactory
from tests.people.factories import AppointmentFactory, UserFactory
from tests.registry.factories import ProjectFactory, RegionFactory, WageAccountFactory
from tests.web.small_province import NOW, TODAY
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.gateways.wiring import wiring
from xinan.jobs.replay_tasks import replay_step_task
from xinan.kernel.ciphers import generate_key
from xinan.monitoring.actions import replay_scope
from xinan.monitoring.live import full_run
from xinan.monitoring.models import ReplayRun
from xinan.registry.models import Feed, Project
from xinan.workforce.models import AttendanceDay

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"
DAY = "2026-10-20"


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch, settings: Settings, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the running product, whose clock stands still."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("replays"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    cache.clear()
    server: LiveServer = request.getfixturevalue("live_server")
    yield server.url
    wiring.cache_clear()


@pytest.fixture
def project(product: str) -> Project:
    """September unpaid on its due day, and paid since; filed since, too. Another project elsewhere."""
    RegionFactory()
    made = ProjectFactory(project_id="P-PAST", name="南关区安置房", filed_on=date(2026, 11, 2))
    ProjectFactory(project_id="P-JIL", name="龙潭区道路", region_code="220203", industry="transport")
    worker, account = WorkerFactory(name_masked="王**"), WageAccountFactory(project=made)
    EmploymentFactory(project=made, worker=worker)
    AttendanceDay.objects.create(
        project=made, worker=worker, day=date(2026, 9, 14), first_at="07:00", last_at="17:00", punches=2, supplements=0
    )
    PayrollLineFactory(project=made, worker=worker, wage_month="2026-09", submitted_on=date(2026, 10, 8))
    WagePaymentFactory(project=made, worker=worker, wage_month="2026-09", paid_on=date(2026, 11, 10), account=account)
    for source in ("attendance", "bank", "payroll"):
        Feed.objects.create(project=made, source=source, last_received_on=TODAY)
    full_run(clock=wiring().clock)
    return made


@pytest.fixture
def enter(product: str, project: Project, quiet_page: Page) -> Callable[..., Page]:
    """A function that signs the province's office in."""

    def sign_in(*, size: ViewportSize = WIDE) -> Page:
        user = UserFactory(username="officer", display_name="赵敏")
        user.set_password(PASSWORD)
        user.save()
        AppointmentFactory(user=user, role="province_office", region_code="220000")
        quiet_page.set_viewport_size(size)
        quiet_page.set_default_timeout(30_000)
        quiet_page.goto(f"{product}/accounts/login/")
        quiet_page.fill("#id_login", "officer")
        quiet_page.fill("#id_password", PASSWORD)
        quiet_page.keyboard.press("Enter")
        expect(quiet_page.locator("h1")).to_have_text("预警总览")
        return quiet_page

    return sign_in


def ready(page: Page) -> None:
    """Scripts have started."""
    page.wait_for_load_state("networkidle")
    page.wait_for_selector("html[data-ready]", state="attached")


def sound(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    return [*faults_of(page), *(["wider than the window"] if overflows(page) else [])]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_day_is_chosen_kept_and_left(enter: Callable[..., Page], size: ViewportSize) -> None:
    page = enter(size=size)
    ready(page)
    page.keyboard.press("d")
    box = page.locator("#as-of-day")
    expect(box).to_be_focused()
    assert sound(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".xa-as-of-sheet")).to_be_hidden()
    page.keyboard.press("d")
    box.fill(DAY)
    page.keyboard.press("Enter")
    expect(page.locator(".xa-past strong")).to_have_text(f"这是 {DAY} 当日的研判，不是现在的状态")
    ready(page)
    assert sound(page) == []
    shape = page.locator(".xa-past").bounding_box()
    assert shape is not None
    assert shape["y"] + shape["height"] < size["height"]  # seen without scrolling

    page.locator("#row-P-PAST [data-row-link]").click()
    expect(page.locator("h1")).to_have_text("南关区安置房")
    expect(page).to_have_url(re.compile(f"/projects/P-PAST/\\?as_of={DAY}"))
    expect(page.locator(".xa-past strong")).to_contain_text(DAY)
    expect(page.locator(".xa-since")).to_be_visible()
    ready(page)
    assert sound(page) == []
    unpaid = page.locator("article", has=page.get_by_role("link", name="工资逾期未付"))
    unpaid.get_by_role("button", name=re.compile("看证据")).click()
    expect(page.locator(".xa-evidence-sheet")).to_contain_text(f"截至 {DAY}")
    expect(page.locator(".xa-evidence-sheet")).to_contain_text("王**")
    assert sound(page) == []

    page.get_by_role("link", name="后一天").click()
    expect(page.locator(".xa-past strong")).to_contain_text("2026-10-21")
    page.locator(".xa-past").get_by_role("link", name="回到今天").click()
    expect(page.locator(".xa-past")).to_have_count(0)
    expect(page.locator("#p-warnings")).to_be_visible()
    expect(page.locator("article", has=page.get_by_role("link", name="工资逾期未付"))).to_have_count(0)


def test_filters_and_the_day_go_together(enter: Callable[..., Page]) -> None:
    page = enter()
    ready(page)
    page.locator("[name=industry][value=housing]").check()
    expect(page).to_have_url(re.compile("industry=housing"))
    page.locator("[data-as-of] summary").click()
    page.get_by_role("link", name=re.compile("上月末")).click()
    expect(page.locator(".xa-past strong")).to_contain_text("2026-10-31")
    expect(page).to_have_url(re.compile("industry=housing"))
    expect(page.locator("#list-title")).to_have_text("1 个项目")
    ready(page)
    page.locator("[name=industry][value=housing]").uncheck()
    expect(page.locator("#list-title")).to_have_text("2 个项目")
    expect(page).to_have_url(re.compile("as_of=2026-10-31"))
    expect(page.locator(".xa-past")).to_have_count(1)
    page.locator(".xa-past").get_by_role("link", name="回到今天").click()
    expect(page.locator(".xa-past")).to_have_count(0)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_large_scope_shows_its_progress_and_then_itself(
    enter: Callable[..., Page], product: str, monkeypatch: pytest.MonkeyPatch, size: ViewportSize
) -> None:
    monkeypatch.setattr(replay_scope, "DIRECT", 0)
    monkeypatch.setattr(replay_scope, "CHUNK", 1)
    page = enter(size=size)
    page.goto(f"{product}/?as_of={DAY}")
    bar = page.locator("#replay-wait progress")
    expect(bar).to_have_attribute("value", "0")
    assert sound(page) == []
    run = ReplayRun.objects.get()
    replay_step_task(run_id=run.pk)
    expect(bar).to_have_attribute("value", "1")
    replay_step_task(run_id=run.pk)
    expect(page.locator(".xa-past strong")).to_contain_text(DAY)
    expect(page.locator("#row-P-PAST")).to_be_visible()


def test_in_english_and_where_no_day_can_be_shown(enter: Callable[..., Page], product: str) -> None:
    page = enter()
    page.get_by_role("button", name="English").click()
    for address in (f"/?as_of={DAY}", f"/projects/P-PAST/?as_of={DAY}"):
        page.goto(product + address)
        expect(page.locator(".xa-past strong")).to_contain_text(f"This is the verdict of {DAY}")
        assert sound(page) == []
    other = page.context.new_page()  # the browser itself reports the status on the console
    for day in ("2030-01-01", "2026-02-30", "2020-05-01"):
        other.goto(f"{product}/projects/P-PAST/?as_of={day}")
        expect(other.get_by_role("alert")).to_be_visible()
        expect(other.get_by_role("link", name="See how it stands today")).to_be_visible()
        assert sound(other) == []
