"""The risk index on the pages: explained, with its rows, and the outlook of the account drawn from the same figures."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.test import Client

from tests.payments.factories import AccountEntryFactory, PayrollLineFactory, WagePaymentFactory
from tests.registry.factories import WageAccountFactory
from tests.web.small_province import Province
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring.live import full_run
from xinan.monitoring.models import ProjectRisk, Warning
from xinan.registry.models import Feed, Project
from xinan.rules.risk.parts import PARTS
from xinan.workforce.models import AttendanceDay

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=CHINA))


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def short(province: Province) -> Project:
    """October's work is unpaid but not yet due at a balance of next to nothing; September's was paid late."""
    project = province.clear
    Project.objects.filter(pk=project.pk).update(pay_day=28, pay_next_month=True, started_on=date(2026, 4, 1))
    account, worker = WageAccountFactory(project=project), WorkerFactory()
    EmploymentFactory(project=project, worker=worker)
    for month in (9, 10, 11):
        for day in range(2, 12):
            AttendanceDay.objects.create(
                project=project, worker=worker, day=date(2026, month, day),
                first_at=time(7), last_at=time(17), punches=2, supplements=0,
            )  # fmt: skip
    PayrollLineFactory(project=project, worker=worker)
    WagePaymentFactory(project=project, worker=worker, account=account, paid_on=date(2026, 11, 6))
    AccountEntryFactory(account=account, booked_on=date(2026, 8, 10), amount=Decimal(500), balance_after=Decimal(500))
    for source in ("bank", "attendance", "payroll"):
        Feed.objects.update_or_create(project=project, source=source, defaults={"last_received_on": date(2026, 11, 23)})
    full_run(clock=CLOCK)
    return project


def test_the_panel_adds_up(short: Project, sign_in: SignIn) -> None:
    html = sign_in().get(f"/projects/{short.pk}/").content.decode()
    points = [int(each) for each in re.findall(r'class="xa-risk-points">\+(\d+)', html)]
    index = int(re.search(r'class="xa-risk-index"><strong>(\d+)', html)[1])  # type: ignore[index]
    assert index == min(100, sum(points)) == ProjectRisk.objects.get(pk=short.pk).index
    assert "以往迟发" in html
    assert "60 日内有欠薪（模拟历史，不是真实概率）" in text_of(html)


def test_the_page_names_the_day_on_which_money_runs_out(short: Project, sign_in: SignIn) -> None:
    warning = Warning.objects.get(project=short, rule="funding/forecast-shortfall", state="open")
    said = text_of(sign_in().get(f"/projects/{short.pk}/").content.decode())
    lacking = f"{Decimal(str(warning.measures['lacking'])):,.2f}"
    assert f"预计 {warning.measures['due_on']} 应付工资时钱不够，差 {lacking} 元。" in said
    html = sign_in().get(f"/projects/{short.pk}/").content.decode()
    assert f'"short_on": "{warning.measures["due_on"]}"' in html


def test_the_rows_of_a_part_are_a_part_of_the_page(short: Project, sign_in: SignIn) -> None:
    address = f"/projects/{short.pk}/risk/late/"
    answer = sign_in().get(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "2026-09" in answer.content.decode()
    assert sign_in().get(address).status_code == 404  # not a page of its own
    assert sign_in().get(f"/projects/{short.pk}/risk/weather/", headers={"HX-Request": "true"}).status_code == 404
    elsewhere = sign_in("county_inspector", region_code="220203").get(address, headers={"HX-Request": "true"})
    assert elsewhere.status_code == 404


def test_the_page_of_the_index_says_every_part_and_how_well_it_does(province: Province, sign_in: SignIn) -> None:
    said = text_of(sign_in().get("/rules/risk-index/").content.decode())
    assert all(part.title.zh in said for part in PARTS)
    assert "AUC" in said
    assert "历史是模拟的" in said


def test_the_index_ranks_the_inbox(short: Project, sign_in: SignIn) -> None:
    html = sign_in().get("/?all=1").content.decode()
    indices = [int(each) for each in re.findall(r"<summary><strong>(\d+)</strong>", html)]
    assert len(indices) > 2
    assert indices == sorted(indices, reverse=True)
