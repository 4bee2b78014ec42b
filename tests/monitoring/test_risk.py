"""The risk index as it is kept: touched project by project as in a whole evaluation, sisters of the contractor included."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from tests.payments.factories import AccountEntryFactory, PayrollLineFactory, WagePaymentFactory
from tests.registry.factories import EnterpriseFactory, ProjectFactory, WageAccountFactory
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring.live import full_run, live_step
from xinan.monitoring.models import ProjectRisk
from xinan.monitoring.replay import replay_project
from xinan.monitoring.risk import risk_of, rows_behind
from xinan.payments.models import WagePayment
from xinan.registry.models import Feed, Project
from xinan.workforce.models import AttendanceDay

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 23)
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=CHINA))


def kept() -> dict[str, tuple[int, list[object], date]]:
    return {row.project_id: (row.index, row.parts, row.as_of) for row in ProjectRisk.objects.all()}


def site(key: str, contractor: object, *, pays: bool = True) -> Project:
    """A site with a worker, a month of work and its wages: paid in time, or not."""
    project = ProjectFactory(
        project_id=key, contractor=contractor, started_on=date(2026, 4, 1), filed_on=date(2026, 4, 1)
    )
    account = WageAccountFactory(project=project)
    worker = WorkerFactory()
    EmploymentFactory(project=project, worker=worker)
    AttendanceDay.objects.create(
        project=project,
        worker=worker,
        day=date(2026, 9, 10),
        first_at=time(7),
        last_at=time(17),
        punches=2,
        supplements=0,
    )
    PayrollLineFactory(project=project, worker=worker)
    AccountEntryFactory(account=account, booked_on=date(2026, 9, 2))
    for source in ("bank", "attendance", "payroll"):
        Feed.objects.create(project=project, source=source, last_received_on=TODAY)
    if pays:
        WagePaymentFactory(project=project, worker=worker, account=account)
    return project


@pytest.fixture
def sisters() -> tuple[Project, Project, Project]:
    """Two sites of one contractor, one of another."""
    firm = EnterpriseFactory()
    found = site("R1", firm), site("R2", firm), site("R3", EnterpriseFactory())
    full_run(clock=CLOCK)
    return found


def points(key: str, part: str) -> int:
    risk = risk_of(key)
    assert risk is not None
    return next(each.points for each in risk.parts if each.part == part)


def test_touched_projects_are_reckoned_as_in_a_whole_run(sisters: tuple[Project, Project, Project]) -> None:
    before = kept()
    WagePayment.objects.filter(project_id="R1").delete()
    while live_step(clock=CLOCK) is not None:
        pass
    stepped = kept()
    assert points("R1", "owed") > 0
    # R2 was not touched; that its sister owes wages counts on it, and on no site of another contractor.
    assert points("R2", "elsewhere") > 0
    assert stepped["R3"] == before["R3"]
    full_run(clock=CLOCK)
    assert kept() == stepped


def test_the_parts_add_up_and_come_back_as_they_were(sisters: tuple[Project, Project, Project]) -> None:
    for row in ProjectRisk.objects.all():
        risk = risk_of(row.project_id)
        assert risk is not None
        assert risk.index == min(100, sum(part.points for part in risk.parts)) == row.index


def test_a_completed_project_in_order_has_no_index(sisters: tuple[Project, Project, Project]) -> None:
    assert risk_of("R3") is not None
    Project.objects.filter(pk="R3").update(completed_on=date(2026, 11, 1))
    full_run(clock=CLOCK)
    kept_on = risk_of("R3")
    assert kept_on is None or kept_on.index > 0


def test_any_past_day_has_its_index(sisters: tuple[Project, Project, Project]) -> None:
    WagePayment.objects.filter(project_id="R1").delete()
    before, after = (replay_project("R1", as_of=day).risk for day in (date(2026, 10, 1), date(2026, 11, 10)))
    assert before is not None
    assert after is not None
    assert next(part.points for part in before.parts if part.part == "owed") == 0
    assert next(part.points for part in after.parts if part.part == "owed") > 0
    while live_step(clock=CLOCK) is not None:
        pass
    assert replay_project("R1", as_of=TODAY).risk == risk_of("R1")


def test_a_silent_bank_makes_money_unknown(sisters: tuple[Project, Project, Project]) -> None:
    Feed.objects.filter(project_id="R1", source="bank").update(last_received_on=date(2026, 10, 1))
    while live_step(clock=CLOCK) is not None:
        pass
    risk = risk_of("R1")
    assert risk is not None
    silent = {part.part for part in risk.parts if part.silent}
    assert silent == {"late", "cover", "reserve", "late_transfer", "short_transfers"}
    assert all(part.points == 0 for part in risk.parts if part.silent)


def test_the_rows_of_a_part_are_looked_up_on_demand(sisters: tuple[Project, Project, Project]) -> None:
    WagePayment.objects.filter(project_id="R1").delete()
    (late,) = rows_behind("late", project_id="R1", as_of=TODAY)
    assert [row["wage_month"] for row in late.rows] == ["2026-09"]
    (elsewhere,) = rows_behind("elsewhere", project_id="R2", as_of=TODAY)
    assert [row["other_id"] for row in elsewhere.rows] == ["R1"]
    assert Decimal(elsewhere.total) == 1
