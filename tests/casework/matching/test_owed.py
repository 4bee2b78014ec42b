"""What is owed agrees with the rules wages/*, worker by worker and month by month; estimates say that they are one."""

from datetime import date, time
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.registry.factories import TeamFactory, WageAccountFactory
from tests.rules.agreement import run_seed
from tests.simulation.making import make, options
from tests.workforce.factories import EmploymentFactory
from xinan.casework.matching import Asked, Ground, OwedRow, by_worker, owed
from xinan.engine import evaluate
from xinan.jobs.demo.load_snapshot import Snapshot, load
from xinan.jobs.demo.workers import sealed_workers
from xinan.kernel.ciphers import Keyring
from xinan.kernel.period import Month
from xinan.payments.models import PayrollLine, WagePayment
from xinan.registry.models import Project
from xinan.rules.book import shipped_book
from xinan.workforce.models import AttendanceDay, Employment

END = date(2026, 11, 23)
BOOK = shipped_book()


# What becomes of payments, payroll lines and rates, by a number from 0 to 99 drawn for each row.
_CHANGES = (
    ("wage_payment", "DELETE FROM t WHERE draw < 8"),  # never paid
    (
        "wage_payment",  # paid in two parts
        "INSERT INTO t SELECT * REPLACE (payment_id || '-b' AS payment_id, amount * 0.6 AS amount, 100 AS draw) FROM t "
        "WHERE draw BETWEEN 8 AND 19",
    ),
    ("wage_payment", "UPDATE t SET amount = amount * 0.4 WHERE draw BETWEEN 8 AND 19"),
    ("wage_payment", "UPDATE t SET amount = amount - 0.01 WHERE draw BETWEEN 20 AND 25 AND amount > 1"),
    ("wage_payment", "UPDATE t SET account_id = NULL WHERE draw BETWEEN 26 AND 33"),  # cash, with its proof
    ("wage_payment", "UPDATE t SET account_id = NULL, payment_id = 'S:' || payment_id WHERE draw BETWEEN 34 AND 41"),
    ("wage_payment", "UPDATE t SET status = 'failed' WHERE draw BETWEEN 42 AND 46"),
    ("wage_payment", "UPDATE t SET status = 'returned' WHERE draw BETWEEN 47 AND 50"),
    (
        "payroll_line",  # corrected by a line more
        "INSERT INTO t SELECT * REPLACE (line_id || '-c' AS line_id, 123.45 AS payable, 100 AS draw) FROM t "
        "WHERE draw < 12",
    ),
    ("payroll_line", "UPDATE t SET payable = payable + 800 WHERE draw BETWEEN 12 AND 18"),
    ("payroll_line", "DELETE FROM t WHERE draw BETWEEN 19 AND 24"),
    ("employment", "UPDATE t SET day_rate = NULL WHERE draw < 30"),  # paid by the piece or the hour
)


def changed(folder: Path, *, seed: int) -> Path:
    """The province with corrections, parts, cash, payments by order and unknown rates, in its own files."""
    for table in ("wage_payment", "payroll_line", "employment"):
        file = f"{folder}/{table}.parquet"
        con = duckdb.connect()
        (key,) = con.execute(f"SELECT name FROM parquet_schema('{file}') WHERE name LIKE '%_id' LIMIT 1").fetchone()
        con.execute(f"CREATE TABLE t AS SELECT *, (hash({key} || '{seed}') % 100)::INT AS draw FROM '{file}'")
        for name, statement in _CHANGES:
            if name == table:
                con.execute(statement)
        con.execute(f"COPY (SELECT * EXCLUDE draw FROM t ORDER BY {key}) TO '{file}' (FORMAT parquet)")
    return folder


@pytest.fixture
def province(tmp_path: Path, keyring: Keyring, db: None) -> Path:
    seed = run_seed() % 10_000
    made = make(tmp_path / "facts", options(str(END), months=5, seed=seed, projects=40, workers=5))
    folder = changed(made, seed=seed)
    load(Snapshot(folder), seal=partial(sealed_workers, keyring=keyring), advance=lambda done, total: None)
    return folder


def wages_by_the_files(folder: Path) -> dict[tuple[str, str, str], tuple[Decimal | None, Decimal]]:
    """Payable and paid of every worker with a valid day in a past month, straight from the snapshot's files."""
    con = duckdb.connect()
    said = f"""
        WITH worked AS (
            SELECT project_id, worker_id, strftime(day, '%Y-%m') AS month FROM '{folder}/attendance_day.parquet'
            WHERE punches >= 2 AND epoch(last_at) - epoch(first_at) >= 14400 GROUP BY ALL),
        line AS (SELECT project_id, worker_id, wage_month AS month, sum(payable) AS payable
                 FROM '{folder}/payroll_line.parquet' GROUP BY ALL),
        got AS (SELECT project_id, worker_id, wage_month AS month, sum(amount) AS paid
                FROM '{folder}/wage_payment.parquet' WHERE status = 'paid'
                AND (account_id IS NOT NULL OR payment_id LIKE 'S:%') GROUP BY ALL)
        SELECT project_id, worker_id, month, payable, coalesce(paid, 0) FROM worked
        LEFT JOIN line USING (project_id, worker_id, month) LEFT JOIN got USING (project_id, worker_id, month)
        WHERE month < '2026-11'"""
    return {(p, w, m): (payable, paid) for p, w, m, payable, paid in con.execute(said).fetchall()}


def test_what_is_owed_is_what_the_facts_and_the_rules_say(province: Path) -> None:
    """One province, for it takes its time: by the files themselves, then by the rules."""
    found = owed(Asked(Project.objects.all()), today=END, book=BOOK).rows
    every_gap_that_the_facts_show_is_owed_and_no_other(province, found)
    the_rules_find_the_same_gaps(province, found)


def every_gap_that_the_facts_show_is_owed_and_no_other(province: Path, found: tuple[OwedRow, ...]) -> None:
    rows = {(row.project_id, row.worker_id, str(row.month)): row for row in found}
    expected = wages_by_the_files(province)
    assert len(expected) > 300
    worked = {key for key, row in rows.items() if row.attended and key[2] < "2026-11"}
    assert worked == set(expected)
    for key, (payable, paid) in expected.items():
        row = rows[key]
        assert row.paid == paid
        if payable is not None:
            assert (row.ground, row.payable) == (Ground.PAYROLL, payable)
            assert row.owed == max(Decimal(0), payable - paid)
        else:
            assert row.ground is not Ground.PAYROLL
        assert row.owed is None or row.owed >= 0
    # Every kind of change is there, and leaves something owed.
    assert {Ground.PAYROLL, Ground.ESTIMATE, Ground.UNKNOWN} <= {row.ground for row in found}
    assert any(row.paid_otherwise and row.owed for row in found)
    assert any(payment.startswith("S:") for row in found for payment in row.payment_ids)
    assert any(row.owed == Decimal("0.01") for row in found)


def the_rules_find_the_same_gaps(province: Path, found: tuple[OwedRow, ...]) -> None:
    """wages/unpaid and wages/part-paid, by project and month: as many workers, and the same yuan to the cent."""
    mine: dict[tuple[str, str, str], list[Decimal]] = {}
    for row in found:
        if row.is_due and row.attended and row.ground is Ground.PAYROLL and row.owed:
            rule = "wages/part-paid" if row.paid else "wages/unpaid"
            mine.setdefault((rule, row.project_id, str(row.month)), []).append(row.owed)
    theirs = {
        (f.rule, f.project_id, f.period): (f.measures["unpaid_amount" if f.rule == "wages/unpaid" else "missing"])
        for f in evaluate(province, as_of=END, rules=["wages/unpaid", "wages/part-paid"])
    }
    assert {rule for rule, *_ in theirs} == {"wages/unpaid", "wages/part-paid"}
    with_payroll = {key: Decimal(str(yuan)) for key, yuan in theirs.items() if Decimal(str(yuan))}
    assert {key: sum(gaps) for key, gaps in mine.items()} == with_payroll


def person(**terms: Any) -> Employment:
    return EmploymentFactory(entered_on=date(2026, 4, 1), **terms)


def work(employment: Employment, *days: int, month: int = 9, hours: int = 9, punches: int = 2) -> None:
    for day in days:
        AttendanceDay.objects.create(
            project=employment.project,
            worker=employment.worker,
            day=date(2026, month, day),
            first_at=time(7),
            last_at=time(7 + hours),
            punches=punches,
            supplements=0,
        )


def payroll(employment: Employment, payable: str, *, on: date = date(2026, 10, 8), number: int = 1) -> None:
    PayrollLine.objects.create(
        line_id=f"L{employment.pk}{number}",
        project=employment.project,
        worker=employment.worker,
        wage_month="2026-09",
        days=20,
        payable=Decimal(payable),
        submitted_on=on,
    )


def pay(employment: Employment, amount: str, *, through: bool = True, status: str = "paid", number: int = 1) -> None:
    account = WageAccountFactory(project=employment.project) if through else None
    WagePayment.objects.create(
        payment_id=f"Z{employment.pk}{number}",
        project=employment.project,
        worker=employment.worker,
        wage_month="2026-09",
        amount=Decimal(amount),
        paid_on=date(2026, 10, 14),
        status=status,
        account=account,
    )


def one(employment: Employment, *, today: date = END, **asked: Any) -> OwedRow:
    found = owed(Asked(Project.objects.all(), worker_ids=[employment.worker_id], **asked), today=today, book=BOOK)
    (row,) = found.rows
    return row


@pytest.mark.django_db
class TestOneWorker:
    def test_lines_add_up_and_a_failed_payment_pays_nothing(self) -> None:
        he = person()
        work(he, *range(1, 21))
        payroll(he, "5000.00")
        payroll(he, "300.50", number=2)
        pay(he, "2000.00")
        pay(he, "3000.00", status="failed", number=2)
        row = one(he)
        assert (row.payable, row.paid, row.owed) == (Decimal("5300.50"), Decimal("2000.00"), Decimal("3300.50"))
        assert (row.attended, row.ground) == (20, Ground.PAYROLL)
        assert row.line_ids == (f"L{he.pk}1", f"L{he.pk}2")
        assert row.payment_ids == (f"Z{he.pk}1",)
        assert row.worker == "张*"

    def test_cash_counts_for_nothing_and_is_shown(self) -> None:
        he = person()
        work(he, 1)
        payroll(he, "5000.00")
        pay(he, "5000.00", through=False)
        row = one(he)
        assert (row.owed, row.paid_otherwise) == (Decimal("5000.00"), Decimal("5000.00"))
        assert "5000.00" in row.basis.zh
        assert "未经专户" in row.basis.zh

    def test_without_a_payroll_days_times_rate_and_it_says_so(self) -> None:
        he = person(day_rate=Decimal("280.00"))
        work(he, *range(1, 13))
        work(he, 20, hours=3)
        work(he, 21, punches=1)
        pay(he, "1000.00")
        row = one(he)
        assert (row.attended, row.present) == (12, 14)
        assert (row.payable, row.owed) == (Decimal("3360.00"), Decimal("2360.00"))
        assert row.is_estimate
        assert "估算" in row.basis.zh
        assert "estimated" in row.basis.en

    def test_the_rate_is_that_of_the_employment_entered_last(self) -> None:
        he = person(day_rate=Decimal("280.00"), left_on=date(2026, 9, 10))
        EmploymentFactory(
            project=he.project, worker=he.worker, entered_on=date(2026, 9, 12), day_rate=Decimal("350.00")
        )
        work(he, 1, 2)
        assert one(he).payable == Decimal("700.00")

    def test_nobody_knows_how_much(self) -> None:
        he = person(day_rate=None)
        work(he, 1, 2)
        found = owed(Asked(Project.objects.all(), worker_ids=[he.worker_id]), today=END, book=BOOK)
        assert found.rows[0].owed is None
        assert found.unknown == found.rows
        assert found.total == 0

    def test_paid_too_much_owes_nothing(self) -> None:
        he = person()
        work(he, 1)
        payroll(he, "1000.00")
        pay(he, "1200.00")
        assert one(he).owed == 0

    @pytest.mark.parametrize(("today", "due"), [(date(2026, 10, 15), False), (date(2026, 10, 16), True)])
    def test_due_from_the_day_after_the_pay_day(self, today: date, due: bool) -> None:
        he = person()
        work(he, 1)
        payroll(he, "1000.00")
        row = one(he, today=today)
        assert row.is_due is due
        assert row.due_on == date(2026, 10, 15)

    def test_only_what_may_be_looked_at_and_was_asked_for(self) -> None:
        he = person()
        work(he, 1)
        work(he, 2, month=8)
        hidden = Project.objects.exclude(pk=he.project_id)
        assert owed(Asked(hidden, worker_ids=[he.worker_id]), today=END, book=BOOK).rows == ()
        assert one(he, from_month=Month(2026, 9)).month == Month(2026, 9)
        assert one(he, to_month=Month(2026, 8)).month == Month(2026, 8)

    def test_a_team_is_its_members(self) -> None:
        team = TeamFactory()
        he, she = person(project=team.project, team=team), person(project=team.project)
        work(he, 1)
        work(she, 1)
        found = owed(Asked(Project.objects.all(), project_id=team.project_id, team_id=team.pk), today=END, book=BOOK)
        assert by_worker(found.rows) == {he.worker_id: Decimal("300.00")}
        assert (found.total, found.estimated, found.workers) == (Decimal("300.00"), Decimal("300.00"), 1)

    def test_statements_do_not_grow_with_people(self) -> None:
        for _ in range(3):
            he = person()
            work(he, 1)
            payroll(he, "100.00")
        with CaptureQueriesContext(connection) as asked:
            owed(Asked(Project.objects.all()), today=END, book=BOOK)
        assert len(asked) == 6
