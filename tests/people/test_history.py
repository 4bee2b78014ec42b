"""Whatever a request writes is recorded with its user and its number; what was recorded stays."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from tests.people.factories import UserFactory
from tests.registry.factories import ProjectFactory
from tests.workforce.factories import WorkerFactory
from xinan.people.middleware import HistoryMiddleware, RequestIdMiddleware
from xinan.registry.models import Project

pytestmark = pytest.mark.django_db


def events(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pgh_label, c.metadata ->> 'user', c.metadata ->> 'request' FROM {table} e"
            " LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id ORDER BY pgh_id"
        )
        return cursor.fetchall()


def test_a_request_leaves_its_user_and_number_on_every_row_it_changes() -> None:
    project, user = ProjectFactory(), UserFactory()

    def view(request) -> HttpResponse:
        Project.objects.filter(pk=project.pk).update(name="新名称")
        project.delete()
        return HttpResponse()

    request = RequestFactory().post("/", headers={"X-Request-ID": "number-of-request"})
    request.user = user
    RequestIdMiddleware(HistoryMiddleware(view))(request)
    by = (str(user.pk), "number-of-request")
    assert events("registry_projectevent") == [("insert", None, None), ("update", *by), ("delete", *by)]


def test_history_cannot_be_rewritten() -> None:
    ProjectFactory()
    for statement in ("UPDATE registry_projectevent SET name = 'x'", "DELETE FROM registry_projectevent"):
        with (
            pytest.raises(ProgrammingError, match="Cannot update or delete"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_sealed_values_are_kept_once_not_again_in_history() -> None:
    worker = WorkerFactory(phone_sealed="1.k.secret")
    worker.phone_sealed = "1.k.another"
    worker.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e) FROM workforce_workerevent e")
        kept = str(cursor.fetchall())
    assert "1.k." not in kept
    assert events("workforce_workerevent") == [("insert", None, None)]
