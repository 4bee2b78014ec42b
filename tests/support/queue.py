"""The queue of background jobs between tests: its tables are not Django's, so no flush empties them."""

from collections.abc import Callable
from threading import Event, Thread
from unittest.mock import patch

from django.db import connection, connections
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry

from xinan.gateways.wiring import wiring
from xinan.jobs.live_loop import LiveLoop


def empty_queue() -> None:
    """Drop every job."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers CASCADE")


def work_off() -> None:
    """What `xinan worker` does, until nothing is left to do; in a thread, as a browser may hold this one."""
    _in_a_thread(_jobs_and_marks)


def work_off_jobs() -> None:
    """The jobs alone; what they mark for evaluation stays marked."""
    _in_a_thread(_jobs)


def _in_a_thread(work: Callable[[], None]) -> None:
    def run() -> None:
        work()
        connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join(240)
    assert not thread.is_alive()


def _jobs_and_marks() -> None:
    _jobs()
    LiveLoop(clock=wiring().clock, stop=Event()).work_off()


def _jobs() -> None:
    # Without the schedule: a worker puts the tasks of the last ten minutes in the queue when it starts, and what a
    # test finds done must not depend on the minute it began in.
    worker = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(worker) as queue, patch.object(queue, "periodic_registry", PeriodicRegistry()):
        queue.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
