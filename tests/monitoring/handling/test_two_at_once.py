"""A person's move and a run that meet at the same warning: one waits for the other, neither fails."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from tests.monitoring.findings import DAY, NOW, finding
from tests.monitoring.handling.handled import move, person, proceeding, run
from tests.registry.factories import ProjectFactory
from tests.support.queue import empty_queue
from xinan.monitoring.actions.reconcile import Scope, reconcile
from xinan.monitoring.handling.follow_up import follow_up, hold_proceedings
from xinan.monitoring.models import EvaluationRun, Warning
from xinan.procedures.errors import Overtaken
from xinan.procedures.models import Proceeding

pytestmark = pytest.mark.django_db(transaction=True)
SCOPE = Scope()


def cured_by_a_run() -> None:
    """What a live step does once it has evaluated: nothing is found any more."""
    done = EvaluationRun.objects.create(kind="full", as_of=DAY, projects=1, started_at=NOW)
    with transaction.atomic():
        hold_proceedings(SCOPE)
        reconcile([], scope=SCOPE, as_of=DAY, now=NOW, run=done)
        follow_up(done, everything=True, now=NOW)


def in_a_thread(work, *, failures: list[BaseException]) -> Thread:
    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 the test looks at whatever it was
            failures.append(error)
        finally:
            connection.close()

    thread = Thread(target=guarded)
    thread.start()
    return thread


def test_a_run_waits_for_a_move_and_the_move_for_no_run(keyring) -> None:
    inspector, project = person(duty=True), ProjectFactory()
    run([finding(project)])
    move("sign", by=inspector)
    one, held, failures = proceeding(), Event(), []

    def officer() -> None:
        with transaction.atomic():
            Proceeding.objects.select_for_update().get(pk=one.pk)
            held.set()
            # Long enough for the run to come to the warnings, were it not to begin at the proceedings.
            Event().wait(0.5)
            move("find_cured", by=inspector, keyring=keyring)

    def worker() -> None:
        held.wait(10)
        cured_by_a_run()

    threads = [in_a_thread(officer, failures=failures), in_a_thread(worker, failures=failures)]
    for thread in threads:
        thread.join(30)
    empty_queue()
    assert failures == []
    warning = Warning.objects.get()
    assert (warning.state, warning.settled_as) == ("cured", "evidence")
    assert proceeding().closed_as == "evidence"


def test_whoever_comes_after_the_run_is_told_that_the_data_cured_it(keyring) -> None:
    inspector, project = person(duty=True), ProjectFactory()
    run([finding(project)])
    move("sign", by=inspector)
    before = proceeding().version
    cured_by_a_run()
    empty_queue()
    with pytest.raises(Overtaken) as told:
        move("find_cured", by=inspector, keyring=keyring, version=before)
    assert "数据消除" in told.value.what.zh
