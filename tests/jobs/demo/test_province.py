"""What a start does with the database it finds."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from rich.console import Console

from tests.registry.factories import ProjectFactory
from xinan.gateways.wiring import wiring
from xinan.jobs.demo import province, state
from xinan.jobs.demo.state import State
from xinan.jobs.demo.steps import Steps
from xinan.kernel.ciphers import generate_key
from xinan.kernel.clock import CHINA
from xinan.monitoring.models import EvaluationRun
from xinan.registry.models import Project

pytestmark = pytest.mark.django_db(transaction=True)
SIZE = province.Size(projects=9, workers=5, months=2)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XINAN_NOW", moment.isoformat())
    wiring.cache_clear()


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steps]:
    monkeypatch.setenv("XINAN_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("XINAN_KEYS", generate_key("demo"))
    at(NOW, monkeypatch)
    yield Steps(Console(quiet=True), language="zh")
    wiring.cache_clear()


def test_somebody_s_own_data_are_neither_added_to_nor_removed(steps: Steps) -> None:
    project = ProjectFactory()
    assert state.state() is State.OWN
    assert province.ensure(steps, size=SIZE, fresh=True) == []
    assert list(Project.objects.all()) == [project]
    assert state.state() is State.OWN


def test_the_state_is_kept_in_the_database(steps: Steps) -> None:
    assert state.state() is State.EMPTY
    try:
        for reached in (State.LOADING, State.READY):
            state.mark(reached)
            assert state.state() is reached
    finally:
        with connection.cursor() as cursor:
            cursor.execute("COMMENT ON SCHEMA public IS NULL")
    assert state.state() is State.EMPTY


def test_a_demo_that_stood_still_is_evaluated_for_the_new_day(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    ProjectFactory()
    province.ensure(steps, size=SIZE, fresh=False)
    province.ensure(steps, size=SIZE, fresh=False)
    at(NOW + timedelta(days=3), monkeypatch)
    province.ensure(steps, size=SIZE, fresh=False)
    days = list(EvaluationRun.objects.order_by("id").values_list("as_of", flat=True))
    assert days == [NOW.date(), NOW.date() + timedelta(days=3)]
