"""The live loop and the worker on a real database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

import pytest
from django.db import connection

from tests.registry.factories import ProjectFactory
from xinan.engine.errors import RuleFailed
from xinan.jobs.live_loop import LiveLoop
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring.live import EvaluationFailed, Step, live_step
from xinan.monitoring.models import EvaluationRun, Warning
from xinan.registry.models import Project, ProjectChange
from xinan.rules.registry import find_rule

pytestmark = pytest.mark.django_db(transaction=True)
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=CHINA))


@pytest.fixture(autouse=True)
def one_rule(monkeypatch):
    monkeypatch.setattr("xinan.monitoring.evaluation.RULES", [find_rule("filing/not-filed")])


@contextmanager
def running(loop: LiveLoop) -> Iterator[Thread]:
    thread = Thread(target=loop.run)
    thread.start()
    try:
        yield thread
    finally:
        loop.stop.set()
        thread.join(30)
        assert not thread.is_alive()


def eventually(holds: Callable[[], bool], *, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def warned() -> bool:
    return Warning.objects.filter(rule="filing/not-filed", state="open").exists()


def test_a_committed_fact_raises_and_cures_its_warning_without_anyone_asking(monkeypatch) -> None:
    # Long enough that only the notice can have woken it.
    monkeypatch.setattr("xinan.jobs.live_loop.POLL_SECONDS", 600)
    with running(LiveLoop(clock=CLOCK, stop=Event())):
        project = ProjectFactory(filed_on=None)
        assert eventually(warned)
        Project.objects.filter(pk=project.pk).update(filed_on="2026-04-01")
        assert eventually(lambda: not warned())
    assert not ProjectChange.objects.exists()


def test_a_lost_notice_is_made_good_by_polling(monkeypatch) -> None:
    monkeypatch.setattr("xinan.jobs.live_loop.POLL_SECONDS", 0.2)
    monkeypatch.setattr("xinan.jobs.live_loop.CHANNEL", "nobody_writes_here")
    with running(LiveLoop(clock=CLOCK, stop=Event())):
        ProjectFactory(filed_on=None)
        assert eventually(warned)


def test_a_lost_connection_is_made_again(monkeypatch) -> None:
    monkeypatch.setattr("xinan.jobs.live_loop.RETRY_SECONDS", 0.1)
    with running(LiveLoop(clock=CLOCK, stop=Event())):
        assert eventually(lambda: _listeners() == 1)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN xinan%' AND pid <> pg_backend_pid()"
            )
        ProjectFactory(filed_on=None)
        assert eventually(warned)


def _listeners() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN xinan%'")
        return int(cursor.fetchone()[0])


def test_a_project_that_cannot_be_evaluated_does_not_keep_the_others_waiting() -> None:
    sick, sound = ProjectFactory(filed_on=None), ProjectFactory(filed_on=None)

    def step(**keywords: object) -> Step | None:
        only, aside = keywords.get("only"), keywords.get("set_aside", ())
        if sick.pk not in aside and (only is None or sick.pk in only):
            raise EvaluationFailed([sick.pk, sound.pk] if only is None else only, RuleFailed("filing/not-filed"))
        return live_step(**keywords)

    loop = LiveLoop(clock=CLOCK, stop=Event(), step=step)
    loop.work_off()
    assert set(Warning.objects.values_list("project_id", flat=True)) == {sound.pk}
    assert set(ProjectChange.objects.values_list("project_id", flat=True)) == {sick.pk}
    assert "filing/not-filed" in EvaluationRun.objects.exclude(error="").get().error
    loop.step = live_step
    loop._set_aside.clear()
    assert loop.work_off() == 1
    assert Warning.objects.filter(project_id=sick.pk).exists()


@pytest.mark.slow
def test_the_worker_works_and_ends_cleanly_when_told() -> None:
    settings = connection.settings_dict
    url = f"postgresql://postgres:@/{settings['NAME']}?host={settings['HOST']}"
    environment = {**os.environ, "XINAN_DATABASE_URL": url, "XINAN_NOW": CLOCK.moment.isoformat()}
    worker = subprocess.Popen([sys.executable, "-m", "xinan.jobs", "worker"], env=environment, stderr=subprocess.PIPE)
    try:
        ProjectFactory(filed_on=None)
        assert eventually(warned, seconds=120), worker.stderr
        worker.send_signal(signal.SIGTERM)
        _, said = worker.communicate(timeout=60)
    finally:
        worker.kill()
    assert worker.returncode == 0, said.decode()
    assert b"worker_stopped" in said
