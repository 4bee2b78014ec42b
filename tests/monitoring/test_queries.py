"""What the pages read of a project, against numbers worked out by hand."""

from datetime import date, datetime, time
from decimal import Decimal

import pghistory
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.monitoring.findings import finding, run
from tests.payments.factories import AccountEntryFactory, PayrollLineFactory, WagePaymentFactory
from tests.people.factories import UserFactory
from tests.registry.factories import ProjectFactory, TeamFactory, WageAccountFactory
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.intake.models import Batch
from xinan.kernel.clock import CHINA
from xinan.monitoring.queries import account_line, history, month_grid, warnings_of
from xinan.payments.models import WagePayment
from xinan.registry.models import Project
from xinan.workforce.models import AttendanceDay

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 11, 23)
MONTHS = ("2026-09", "2026-10")


@pytest.fixture
def project():
    return ProjectFactory(region_code="220102", pay_day=15, pay_next_month=True)


def came(project, worker, day, *, first=time(7), last=time(17), punches=2):
    AttendanceDay.objects.create(
        project=project, worker=worker, day=day, first_at=first, last_at=last, punches=punches, supplements=0
    )


def queries_of(call) -> int:
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def grid(project, **values):
    return month_grid(project.pk, months=MONTHS, as_of=AS_OF, **values)


def test_a_cell_says_days_payable_and_paid_each_way(project) -> None:
    worker = WorkerFactory(worker_id="W1", name_masked="李*")
    account = WageAccountFactory(project=project)
    came(project, worker, date(2026, 9, 1))
    came(project, worker, date(2026, 9, 2), last=time(11))  # four hours to the second are enough
    came(project, worker, date(2026, 9, 3), last=time(10, 59, 59))
    came(project, worker, date(2026, 9, 4), punches=1)
    PayrollLineFactory(project=project, worker=worker, wage_month="2026-09", payable=Decimal("6000.01"))
    for amount, status, through in (("1000.01", "paid", account), ("20.50", "paid", None), ("7", "failed", account)):
        WagePaymentFactory(
            project=project, worker=worker, wage_month="2026-09", amount=Decimal(amount), status=status, account=through
        )
    shown = grid(project)
    cell, empty = shown.rows[0].cells
    assert (cell.present_days, cell.valid_days, cell.payable) == (4, 2, Decimal("6000.01"))
    assert (cell.paid, cell.outside, cell.failed) == (Decimal("1000.01"), Decimal("20.50"), Decimal("7"))
    assert (empty.month, empty.present_days, empty.payable, empty.paid) == ("2026-10", 0, None, 0)
    assert shown.rows[0].name_masked == "李*"


def test_the_grid_holds_everyone_the_months_concern_and_nobody_else(project) -> None:
    other = ProjectFactory()
    employed, seen, owed, paid, gone, elsewhere = (WorkerFactory(worker_id=key) for key in "ABCDEF")
    EmploymentFactory(project=project, worker=employed, team=TeamFactory(project=project, name="木工班"))
    EmploymentFactory(project=project, worker=gone, entered_on=date(2026, 4, 1), left_on=date(2026, 8, 31))
    EmploymentFactory(project=other, worker=elsewhere)
    came(project, seen, date(2026, 10, 31))
    PayrollLineFactory(project=project, worker=owed, wage_month="2026-10")
    WagePaymentFactory(project=project, worker=paid, wage_month="2026-09")
    came(other, elsewhere, date(2026, 9, 1))
    assert [(row.worker_id, row.team) for row in grid(project).rows] == [
        ("A", "木工班"),
        ("B", ""),
        ("C", ""),
        ("D", ""),
    ]


def test_pages_of_the_grid_hold_each_worker_once_and_the_totals_all(project) -> None:
    for _ in range(7):
        worker = WorkerFactory()
        came(project, worker, date(2026, 9, 1))
        PayrollLineFactory(project=project, worker=worker, wage_month="2026-09", payable=Decimal(100))
    pages = [grid(project, page=number, per_page=3) for number in (1, 2, 3, 4)]
    everyone = [row.worker_id for page in pages for row in page.rows]
    assert len(everyone) == len(set(everyone)) == 7
    assert {(page.workers, page.pages, page.totals[0].payable, page.totals[0].valid_days) for page in pages} == {
        (7, 3, Decimal(700), 7)
    }


def test_the_grid_costs_the_same_however_many_workers(project) -> None:
    came(project, WorkerFactory(), date(2026, 9, 1))
    few = queries_of(lambda: grid(project))
    for _ in range(20):
        came(project, WorkerFactory(), date(2026, 9, 1))
    # The place, the parameters in force there, the cells with the totals, the workers.
    assert queries_of(lambda: grid(project)) == few == 4


def test_the_line_is_the_sum_of_the_accounts_as_each_stood_last(project) -> None:
    first, second = WageAccountFactory(project=project), WageAccountFactory(project=project)
    for entry_id, account, day, balance in (
        ("1", first, date(2026, 8, 20), 100),
        ("2", first, date(2026, 9, 5), 300),
        ("3", first, date(2026, 9, 5), 250),  # the later serial number of the day
        ("4", second, date(2026, 9, 5), 40),
        ("5", first, date(2026, 9, 10), 0),
        ("6", first, date(2026, 12, 1), 999),  # after the span
    ):
        AccountEntryFactory(entry_id=entry_id, account=account, booked_on=day, balance_after=Decimal(balance))
    AccountEntryFactory(booked_on=date(2026, 9, 5), balance_after=Decimal(77777))  # somebody else's
    line = account_line(project.pk, since=date(2026, 9, 1), until=date(2026, 11, 30))
    assert [(point.day, point.balance) for point in line.points] == [
        (date(2026, 9, 1), 100),
        (date(2026, 9, 5), 290),
        (date(2026, 9, 10), 40),
    ]


def test_wages_stand_on_their_due_date_with_what_was_paid(project) -> None:
    worker = WorkerFactory()
    account = WageAccountFactory(project=project)
    for month in ("2026-07", "2026-09", "2026-10"):
        PayrollLineFactory(project=project, worker=worker, wage_month=month, payable=Decimal(500))
    WagePaymentFactory(project=project, worker=worker, wage_month="2026-09", amount=Decimal(200), account=account)
    WagePaymentFactory(project=project, worker=worker, wage_month="2026-09", amount=Decimal(50), account=None)
    dues = account_line(project.pk, since=date(2026, 9, 1), until=date(2026, 11, 30)).dues
    # 2026-11-15 is a Sunday: the due date moves back to the Friday.
    assert [(due.month, due.due_on, due.payable, due.paid) for due in dues] == [
        ("2026-09", date(2026, 10, 15), 500, 200),
        ("2026-10", date(2026, 11, 13), 500, 0),
    ]


def test_history_says_who_did_what_when_and_what_it_was_before(project) -> None:
    user = UserFactory(display_name="王检查")
    with pghistory.context(user=user.pk, request="req-1"), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(pay_day=20)
    changed = next(entry for entry in history(project.pk).entries if entry.action == "update")
    assert (changed.subject, changed.who, changed.request) == ("registry.Project", "王检查", "req-1")
    assert changed.changed == {"pay_day": (15, 20)}


def test_rows_written_together_are_one_entry(project) -> None:
    workers = [WorkerFactory() for _ in range(4)]
    batch = Batch.objects.create(source="upload", kind="07", digest="0" * 64, project_id=project.pk, rows=4)
    WagePayment.objects.bulk_create(
        [
            WagePaymentFactory.build(project=project, worker=worker, account=None, batch_id=batch.pk)
            for worker in workers
        ]
    )
    entries = [entry for entry in history(project.pk).entries if entry.subject == "payments.WagePayment"]
    assert [(entry.action, entry.rows, entry.batch_id) for entry in entries] == [("insert", 4, batch.pk)]


def test_history_holds_warnings_and_batches_of_the_project_alone(project) -> None:
    other = ProjectFactory()
    run([finding(project), finding(other)], now=datetime(2030, 1, 1, tzinfo=CHINA))
    run([finding(other)], now=datetime(2030, 1, 2, tzinfo=CHINA), causes={project.pk: "wage_payment:insert"})
    Batch.objects.create(source="upload", kind="07", digest="0" * 64, project_id=project.pk, file_name="07.xlsx")
    Batch.objects.create(source="upload", kind="07", digest="0" * 64, project_id=other.pk)
    entries = history(project.pk).entries
    assert [(e.action, e.cause) for e in entries if e.kind == "warning"] == [
        ("cured", "wage_payment:insert"),
        ("opened", "time"),
    ]
    assert [e.cause for e in entries if e.kind == "batch"] == ["07.xlsx"]


def test_pages_of_history_follow_each_other_and_cost_the_same(project) -> None:
    for month in range(1, 10):
        run([finding(project, period=f"2026-0{month}")], now=datetime(2030, 1, month, tzinfo=CHINA))
    pages = [history(project.pk, page=number, per_page=7) for number in (1, 2, 3)]
    assert [page.has_more for page in pages] == [True, True, False]
    moments = [entry.at for page in pages for entry in page.entries]
    assert moments == sorted(moments, reverse=True)
    Project.objects.filter(pk=project.pk).update(pay_day=3)
    assert queries_of(lambda: history(project.pk)) == 2


def test_warnings_of_a_project_are_the_live_ones_or_the_cured(project) -> None:
    run([finding(project, period="2026-08"), finding(project, period="2026-09"), finding(ProjectFactory())])
    run([finding(project, period="2026-09")])
    assert [warning.period for warning in warnings_of(project.pk)] == ["2026-09"]
    assert [warning.period for warning in warnings_of(project.pk, cured=True)] == ["2026-08"]
