"""The change log: whoever writes, by whichever way, the projects concerned are noted."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.db import connection

from tests.payments.factories import AccountEntryFactory, PayrollLineFactory
from tests.registry.factories import (
    DepositFactory,
    EnterpriseFactory,
    ProjectFactory,
    RegionFactory,
    WageAccountFactory,
)
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.casework.models import Clue
from xinan.kernel.clock import CHINA
from xinan.monitoring.facts import fact_sources
from xinan.payments.models import PayrollLine
from xinan.registry.models import ArrearsRecord, DepositDraw, JointListing, Project, ProjectChange
from xinan.workforce.models import AttendanceDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    project = ProjectFactory()
    ProjectChange.objects.all().delete()
    return project


def noted() -> set[tuple[str, str]]:
    marks = set(ProjectChange.objects.values_list("project_id", "cause"))
    ProjectChange.objects.all().delete()
    return marks


def a_day(project, worker, *, day=date(2026, 9, 1)):
    return AttendanceDay.objects.create(
        project=project, worker=worker, day=day, first_at=time(7), last_at=time(17), punches=2, supplements=0
    )


def test_every_fact_table_has_its_three_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'pgtrigger_mark_%' AND NOT t.tgisinternal GROUP BY 1"
        )
        found = dict(cursor.fetchall())
    assert found == {fact.source: 3 for fact in fact_sources().values()}


def test_a_row_notes_its_project_when_it_comes_changes_and_goes(project) -> None:
    line = PayrollLineFactory(project=project, worker=WorkerFactory())
    assert noted() == {(project.project_id, "payroll_line:insert")}
    PayrollLine.objects.filter(pk=line.pk).update(payable=Decimal("1.00"))
    assert noted() == {(project.project_id, "payroll_line:update")}
    line.delete()
    assert noted() == {(project.project_id, "payroll_line:delete")}


def test_a_row_that_moves_concerns_both_projects(project) -> None:
    other = ProjectFactory()
    line = PayrollLineFactory(project=project, worker=WorkerFactory())
    noted()
    PayrollLine.objects.filter(pk=line.pk).update(project=other)
    assert {project_id for project_id, _ in noted()} == {project.project_id, other.project_id}


def test_writing_the_same_again_notes_nothing(project) -> None:
    worker = WorkerFactory()
    EmploymentFactory(project=project, worker=worker)
    noted()
    PayrollLine.objects.update(payable=Decimal("1.00"))
    Project.objects.filter(pk=project.pk).update(name=project.name)
    worker.name_sealed = "1.k2.sealedanew"
    worker.save()
    assert noted() == set()


def test_a_statement_notes_a_project_once_however_many_rows_it_writes(project) -> None:
    workers = [WorkerFactory() for _ in range(5)]
    PayrollLine.objects.bulk_create([PayrollLineFactory.build(project=project, worker=worker) for worker in workers])
    assert ProjectChange.objects.count() == 1


def test_copy_is_noted_as_well(project) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY casework_clue (clue_id, project_id, received_on, workers) FROM STDIN") as copy,
    ):
        copy.write_row(("C1", project.project_id, "2026-09-01", 3))
    assert noted() == {(project.project_id, "clue:insert")}


def test_a_clue_without_project_concerns_none(project) -> None:
    Clue.objects.create(clue_id="C1", received_on=date(2026, 9, 1), workers=1)
    assert noted() == set()


def test_movements_and_draws_find_their_project(project) -> None:
    account, deposit = WageAccountFactory(project=project), DepositFactory(project=project)
    noted()
    AccountEntryFactory(account=account)
    DepositDraw.objects.create(deposit=deposit, drawn_on=date(2026, 9, 1), amount=Decimal(1))
    assert noted() == {(project.project_id, "account_entry:insert"), (project.project_id, "deposit_draw:insert")}


def test_records_of_a_contractor_concern_all_its_projects(project) -> None:
    sibling, stranger = ProjectFactory(contractor=project.contractor), ProjectFactory(owner=project.contractor)
    noted()
    ArrearsRecord.objects.create(enterprise=project.contractor, found_on=date(2026, 1, 1))
    JointListing.objects.create(enterprise=project.contractor, listed_on=date(2026, 1, 1))
    concerned = {project_id for project_id, _ in noted()}
    assert concerned == {project.project_id, sibling.project_id}
    assert stranger.project_id not in concerned


def test_only_when_a_project_was_at_work_concerns_its_contractors_others(project) -> None:
    sibling = ProjectFactory(contractor=project.contractor)
    for values, concerned in (
        ({"filed_on": date(2026, 3, 3)}, {project.pk}),
        ({"started_on": date(2026, 3, 4)}, {project.pk, sibling.pk}),
        ({"completed_on": date(2026, 10, 4)}, {project.pk, sibling.pk}),
    ):
        ProjectChange.objects.all().delete()
        Project.objects.filter(pk=project.pk).update(**values)
        assert set(ProjectChange.objects.values_list("project_id", flat=True)) == concerned


def test_a_changed_project_concerns_its_contractors_others_old_and_new(project) -> None:
    sibling, coming = ProjectFactory(contractor=project.contractor), ProjectFactory(contractor=EnterpriseFactory())
    noted()
    Project.objects.filter(pk=project.pk).update(contractor=coming.contractor)
    assert {project_id for project_id, _ in noted()} == {project.project_id, sibling.project_id, coming.project_id}


def test_a_worker_concerns_where_he_is_employed_or_came(project) -> None:
    other, nowhere, worker = ProjectFactory(), ProjectFactory(), WorkerFactory()
    EmploymentFactory(project=project, worker=worker)
    a_day(other, worker)
    noted()
    worker.identity_valid = False
    worker.save()
    concerned = {project_id for project_id, _ in noted()}
    assert concerned == {project.project_id, other.project_id}
    assert nowhere.project_id not in concerned


def test_a_day_concerns_the_other_site_of_that_day_even_when_it_goes(project) -> None:
    other, worker = ProjectFactory(), WorkerFactory()
    a_day(other, worker)
    a_day(ProjectFactory(), worker, day=date(2026, 9, 2))
    noted()
    day = a_day(project, worker)
    assert {project_id for project_id, _ in noted()} == {project.project_id, other.project_id}
    day.delete()
    assert {project_id for project_id, _ in noted()} == {project.project_id, other.project_id}


def test_a_region_concerns_everyone(project) -> None:
    other = ProjectFactory()
    noted()
    RegionFactory()
    assert {project_id for project_id, _ in noted()} == {project.project_id, other.project_id}


def test_the_moment_is_the_databases(project) -> None:
    PayrollLineFactory(project=project, worker=WorkerFactory())
    mark = ProjectChange.objects.get()
    assert mark.noted_at.tzinfo is not None
    assert mark.noted_at > datetime(2026, 1, 1, tzinfo=CHINA)
