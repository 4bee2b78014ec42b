"""The facts as the database gives them, against the vocabulary."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection

from tests.payments.factories import AccountEntryFactory, PayrollLineFactory, WagePaymentFactory
from tests.registry.factories import DepositFactory, ProjectFactory, RegionFactory, WageAccountFactory
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.casework.models import Clue
from xinan.gateways.database import connection_url
from xinan.monitoring.facts import fact_sources, load_facts
from xinan.registry.models import ArrearsRecord, DepositDraw, Feed, JointListing, NoticeBoard, Pause
from xinan.rules.vocabulary import TABLES
from xinan.workforce.models import AttendanceDay, Worker

AS_OF = date(2026, 11, 23)


def load(project_ids=None, as_of=AS_OF):
    url = connection_url(connection.settings_dict)
    return load_facts(url, project_ids=project_ids, as_of=as_of)


def model_of(table: str):
    source = fact_sources()[table].source
    return next(model for model in apps.get_models() if model._meta.db_table == source)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_model_has_the_columns_of_its_table_and_asks_for_what_it_needs(table) -> None:
    columns = {field.column: field for field in model_of(table.name)._meta.concrete_fields}
    assert {column.name: columns[column.name].null for column in table.columns} == {
        column.name: column.nullable for column in table.columns
    }


def a_fact_in_every_table():
    project = ProjectFactory(project_id="P'1")
    worker = WorkerFactory(worker_id="W1")
    employment = EmploymentFactory(project=project, worker=worker)
    account = WageAccountFactory(project=project)
    deposit = DepositFactory(project=project)
    RegionFactory()
    DepositDraw.objects.create(deposit=deposit, drawn_on=date(2026, 9, 1), amount=Decimal("10.01"))
    AccountEntryFactory(account=account, worker=worker, direction="out", counterparty_kind="worker")
    PayrollLineFactory(project=project, worker=worker)
    WagePaymentFactory(project=project, worker=worker, account=account)
    Pause.objects.create(project=project, kind="winter", from_on=date(2026, 12, 1))
    NoticeBoard.objects.create(
        project=project, posted_on=date(2026, 4, 1), has_parties=True, has_wage_terms=True, has_channels=False
    )
    ArrearsRecord.objects.create(enterprise=project.contractor, found_on=date(2025, 1, 1))
    JointListing.objects.create(enterprise=project.contractor, listed_on=date(2025, 1, 1))
    Clue.objects.create(clue_id="C1", project=project, received_on=date(2026, 9, 1), workers=3)
    Feed.objects.create(project=project, source="bank", last_received_on=date(2026, 11, 22))
    AttendanceDay.objects.create(
        project=project,
        worker=worker,
        day=date(2026, 9, 1),
        first_at=time(7),
        last_at=time(17, 0, 1),
        punches=2,
        supplements=0,
    )
    return project, employment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("all_projects", [True, False])
def test_every_table_comes_with_its_columns_in_order_and_its_values(all_projects) -> None:
    project, employment = a_fact_in_every_table()
    facts = load(None if all_projects else [project.project_id])
    assert {name: tuple(rows.column_names) for name, rows in facts.items()} == {
        name: table.names for name, table in TABLES.items()
    }
    assert {name: rows.num_rows > 0 for name, rows in facts.items()} == dict.fromkeys(TABLES, True)
    assert facts["deposit_draw"].to_pylist()[0]["amount"] == "10.01"
    assert facts["employment"].to_pylist()[0]["employment_id"] == employment.employment_id
    assert facts["attendance_day"].to_pylist()[0]["last_at"] == time(17, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_touched_projects_bring_what_their_verdicts_need_and_no_more() -> None:
    mine, _ = a_fact_in_every_table()
    sibling = ProjectFactory(contractor=mine.contractor)
    stranger = ProjectFactory()
    ArrearsRecord.objects.create(enterprise=stranger.contractor, found_on=date(2025, 1, 1))
    worker = Worker.objects.get(pk="W1")
    for project in (stranger, sibling):
        AttendanceDay.objects.create(
            project=project,
            worker=worker,
            day=date(2026, 9, 1),
            first_at=time(7),
            last_at=time(17),
            punches=2,
            supplements=0,
        )
        PayrollLineFactory(project=project, worker=worker)
    AttendanceDay.objects.create(
        project=stranger,
        worker=WorkerFactory(),
        day=date(2026, 9, 1),
        first_at=time(7),
        last_at=time(17),
        punches=2,
        supplements=0,
    )
    facts = load([mine.project_id])
    assert set(facts["project"]["project_id"].to_pylist()) == {mine.project_id, sibling.project_id}
    assert set(facts["arrears_record"]["enterprise_id"].to_pylist()) == {mine.contractor_id}
    assert set(facts["payroll_line"]["project_id"].to_pylist()) == {mine.project_id}
    days = {(row["project_id"], row["worker_id"]) for row in facts["attendance_day"].to_pylist()}
    assert days == {(mine.project_id, "W1"), (sibling.project_id, "W1"), (stranger.project_id, "W1")}


@pytest.mark.django_db(transaction=True)
def test_a_region_is_the_one_of_the_day() -> None:
    RegionFactory(region_code="220381", parent_code="220300", valid_to=date(2020, 6, 1))
    RegionFactory(region_code="220381", parent_code="220100", valid_from=date(2020, 6, 1))
    before, after = (load(as_of=day)["region"].to_pylist() for day in (date(2020, 5, 31), date(2020, 6, 1)))
    assert [row["parent_code"] for row in (*before, *after)] == ["220300", "220100"]
