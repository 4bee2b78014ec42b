"""The project page: what it says, to whom, and what it keeps back."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.payments.factories import AccountEntryFactory, PayrollLineFactory, WagePaymentFactory
from tests.registry.factories import WageAccountFactory
from tests.web.small_province import Province, warn
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.gateways.wiring import wiring
from xinan.kernel.clock import CHINA
from xinan.monitoring.live import full_run
from xinan.registry.models import Project
from xinan.rules.registry import find_rule
from xinan.workforce.models import AttendanceDay, Worker

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


def text_of(html: str) -> str:
    """What a reader reads, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def section(html: str, anchor: str) -> str:
    """From the heading with this id to the next heading of its kind."""
    start = html.index(f'id="{anchor}"')
    end = re.search(r"<h2 ", html[start:])
    return text_of(html[start : start + end.start()] if end else html[start:])


@pytest.fixture
def worker() -> Worker:
    return WorkerFactory(worker_id="W-1", name_masked="王**", id_number_masked="2201**********123X")


@pytest.fixture
def unpaid(province: Province, worker: Worker) -> Project:
    """Worked and paid in August; worked in September and October, where half and nothing was paid."""
    project = province.clear
    account = WageAccountFactory(project=project)
    EmploymentFactory(project=project, worker=worker)
    for month, days in ((8, 3), (9, 2), (10, 1)):
        for day in range(1, days + 1):
            AttendanceDay.objects.create(
                project=project, worker=worker, day=date(2026, month, day),
                first_at="07:00", last_at="17:00", punches=2, supplements=0,
            )  # fmt: skip
    # Under four hours: present, but no valid day.
    AttendanceDay.objects.create(
        project=project,
        worker=worker,
        day=date(2026, 10, 9),
        first_at="07:00",
        last_at="10:59",
        punches=2,
        supplements=0,
    )
    for month, submitted in (
        ("2026-08", date(2026, 9, 8)),
        ("2026-09", date(2026, 10, 8)),
        ("2026-10", date(2026, 11, 8)),
    ):
        PayrollLineFactory(project=project, worker=worker, wage_month=month, submitted_on=submitted)
    WagePaymentFactory(project=project, worker=worker, wage_month="2026-08", paid_on=date(2026, 9, 14), account=account)
    WagePaymentFactory(
        project=project,
        worker=worker,
        wage_month="2026-09",
        amount=Decimal(3000),
        paid_on=date(2026, 10, 14),
        account=account,
    )
    AccountEntryFactory(account=account, booked_on=date(2026, 9, 1), balance_after=Decimal("20000.00"))
    AccountEntryFactory(account=account, booked_on=date(2026, 10, 14), balance_after=Decimal("1000.00"))
    return project


def test_outside_the_scope_and_not_there_look_the_same(province: Province, sign_in: SignIn) -> None:
    client = sign_in("county_inspector", region_code="220203")
    assert client.get("/projects/P-JIL/").status_code == 200
    outside, missing = client.get("/projects/P-RED/"), client.get("/projects/P-NONE/")
    assert outside.status_code == missing.status_code == 404
    # Nothing tells them apart but the address and the form tokens.
    pages = [
        re.sub(r"P-(RED|NONE)|FToken\": \"\w+|value=\"\w{64}\"", "", a.content.decode()) for a in (outside, missing)
    ]
    assert pages[0] == pages[1]


def test_chain_shows_each_link_with_its_reason(province: Province, sign_in: SignIn) -> None:
    html = sign_in().get("/projects/P-RED/").content.decode()
    chain = section(html, "p-chain")
    assert "工资保证金 严重 1 条 未存储工资保证金" in chain
    assert "工资发放 一般 2 条 工资逾期未付（2 条）" in chain
    assert "资金拨付 待核数据 当月未拨付人工费用" in chain
    assert "工资专户 正常" in chain


def test_an_unstarted_project_owes_nothing_on_site(province: Province, sign_in: SignIn) -> None:
    Project.objects.filter(pk="P-OK").update(started_on=None)
    chain = section(sign_in().get("/projects/P-OK/").content.decode(), "p-chain")
    assert chain.count("未到期 尚未开工") == 5


def test_warnings_carry_everything_to_act_on_them(province: Province, sign_in: SignIn) -> None:
    html = sign_in().get("/projects/P-RED/").content.decode()
    said = section(html, "p-warnings")
    for words in (
        "未存储工资保证金",
        "自 2026-11-01 起，已 23 天",
        "怎样消除",
        "由谁办",
        "施工总承包单位",
        "第32、55条",
        "2026-09",
        "2026-10",
    ):
        assert words in said
    assert said.index("未存储工资保证金") < said.index("工资逾期未付")  # the worst first


def test_withheld_and_suppressed_are_apart_and_explained(province: Province, sign_in: SignIn) -> None:
    html = sign_in().get("/projects/P-RED/").content.decode()
    held = section(html, "p-held")
    assert "银行数据中断，暂不下结论" in held
    assert "并入“工资逾期未付”" in held
    assert "当月未拨付人工费用" not in section(html, "p-warnings")


def test_grid_shows_days_payable_paid_and_who_is_owed_first(unpaid: Project, sign_in: SignIn) -> None:
    paid_up = WorkerFactory(worker_id="A-0", name_masked="安**")
    EmploymentFactory(project=unpaid, worker=paid_up)
    PayrollLineFactory(project=unpaid, worker=paid_up, wage_month="2026-08", submitted_on=date(2026, 9, 8))
    WagePaymentFactory(project=unpaid, worker=paid_up, wage_month="2026-08", paid_on=date(2026, 9, 14))
    html = sign_in().get("/projects/P-OK/").content.decode()
    grid = html[html.index('id="grid"') :]
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", grid, re.DOTALL)
    assert "王**" in rows[0]
    assert "安**" in rows[1]
    cells = [text_of(cell) for cell in re.findall(r'<td class="xa-heat-cell.*?</td>', rows[0], re.DOTALL)]
    assert [" ".join(cell.split()) for cell in cells[2:5]] == [
        "3 天 6,000 / 6,000 已足额发放",
        "2 天 3,000 / 6,000 未足额",
        "1 天 0 / 6,000 未发放",
    ]


def test_account_line_sets_the_balance_against_wages_due(unpaid: Project, sign_in: SignIn) -> None:
    html = sign_in().get("/projects/P-OK/").content.decode()
    points = re.search(r'id="account-data"[^>]*>(\[.*?\])<', html)
    assert points is not None
    by_day = {p["day"]: (p["balance"], p["due"]) for p in __import__("json").loads(points[1])}
    assert by_day["2026-09-01"] == ("20000.00", "0")
    assert by_day["2026-10-15"][1] == "3000.00"  # September: 6,000 due, 3,000 paid the day before
    assert by_day["2026-11-13"] == ("1000.00", "9000.00")  # October: the 15th is a Sunday, due on Friday the 13th
    assert "余额不足以支付到期工资" in section(html, "p-account")


def test_nobody_reads_an_identity_on_the_page(province: Province, worker: Worker, sign_in: SignIn) -> None:
    keyring = wiring().keyring
    Worker.objects.filter(pk=worker.pk).update(name_sealed=keyring.seal("王建国", context="worker.name"))
    EmploymentFactory(project=province.clear, worker=worker)
    PayrollLineFactory(project=province.clear, worker=worker)
    html = sign_in().get("/projects/P-OK/").content.decode()
    assert "王**" in html
    assert "王建国" not in html


def test_who_may_not_reveal_gets_no_button(unpaid: Project, sign_in: SignIn) -> None:
    department = sign_in("industry_department", industries=["housing"]).get("/projects/P-OK/").content.decode()
    assert "xa-reveal" not in department
    assert "xa-reveal" in sign_in("county_inspector", region_code="220102").get("/projects/P-OK/").content.decode()


def test_history_says_who_and_when(province: Province, sign_in: SignIn) -> None:
    html = sign_in().get("/projects/P-RED/").content.decode()
    history = section(html, "p-history")
    assert "2026-11-23 09:00" in history
    assert "产生预警：未存储工资保证金" in history
    assert "起因：工程项目有变动" in history
    assert "新增项目信息 1 条" in history


def test_leafing_gets_the_part_only(unpaid: Project, sign_in: SignIn) -> None:
    client = sign_in()
    part = client.get("/projects/P-OK/?part=grid&workers=1", headers={"HX-Request": "true"}).content.decode()
    assert "xa-heat" in part
    assert "<html" not in part
    assert "p-warnings" not in part
    whole = client.get("/projects/P-OK/?part=grid&workers=1").content.decode()
    assert "<html" in whole  # the address, opened anew
    assert "p-warnings" in whole


def test_the_number_of_queries_does_not_grow_with_workers_and_warnings(province: Province, sign_in: SignIn) -> None:
    client = sign_in()
    project = province.clear
    account = WageAccountFactory(project=project)

    def grow(first: int, last: int) -> None:
        for _ in range(first, last):
            worker = WorkerFactory()
            EmploymentFactory(project=project, worker=worker)
            PayrollLineFactory(project=project, worker=worker)
            WagePaymentFactory(project=project, worker=worker, account=account)
            warn(project, "wages/below-minimum", "red", subject_kind="worker", subject_id=worker.pk, period="2026-09")

    grow(0, 2)
    client.get("/projects/P-OK/")
    with CaptureQueriesContext(connection) as few:
        client.get("/projects/P-OK/")
    grow(2, 30)
    with CaptureQueriesContext(connection) as many:
        answer = client.get("/projects/P-OK/")
    assert answer.status_code == 200
    assert len(many) == len(few) <= 35


@pytest.mark.django_db(transaction=True)
def test_evidence_is_worked_out_from_the_facts_and_masked(unpaid: Project, worker: Worker, sign_in: SignIn) -> None:
    full_run(clock=wiring().clock)
    client = sign_in()
    warning = unpaid.warnings.get(rule="wages/unpaid", period="2026-10")
    address = f"/warnings/{warning.pk}/evidence/"
    html = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "王**" in html
    assert "所用参数" in html
    assert "截至 2026-11-23" in html
    assert client.get(address).status_code == 404  # a part, not a page
    other = sign_in("county_inspector", region_code="220203")
    assert other.get(address, headers={"HX-Request": "true"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_evidence_of_what_has_been_put_right_says_so(unpaid: Project, worker: Worker, sign_in: SignIn) -> None:
    full_run(clock=wiring().clock)
    warning = unpaid.warnings.get(rule="wages/unpaid", period="2026-10")
    WagePaymentFactory(
        project=unpaid,
        worker=worker,
        wage_month="2026-10",
        paid_on=date(2026, 11, 20),
        account=unpaid.wage_accounts.get(),
    )
    html = sign_in().get(f"/warnings/{warning.pk}/evidence/", headers={"HX-Request": "true"}).content.decode()
    assert "这条预警已不成立" in html


def test_the_moment_of_the_last_evaluation_is_shown(province: Province, sign_in: SignIn) -> None:
    moment = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
    assert f"{moment:%Y-%m-%d %H:%M}" in sign_in().get("/projects/P-RED/").content.decode()


def test_what_stands_against_the_contractor_shows_on_its_projects_without_rows_of_others(
    province: Province, sign_in: SignIn
) -> None:
    firm = province.contractor.pk
    warning = warn(
        province.red, "enterprise/repeat", "orange", subject_kind="enterprise", subject_id=firm, project_id=None
    )
    client = sign_in("county_inspector", region_code="220102")
    said = section(client.get("/projects/P-OK/").content.decode(), "p-warnings")
    assert find_rule("enterprise/repeat").title.zh in said
    assert "看证据" not in said
    answer = client.get(f"/warnings/{warning.pk}/evidence/", headers={"HX-Request": "true"})
    assert answer.status_code == 404
