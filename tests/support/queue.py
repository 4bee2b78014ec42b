"""The queue of background jobs between tests: its tables are not Django's, so no flush empties them."""

from threading import Event, Thread

from django.db import connection, connections
from procrastinate.contrib.django import app

from xinan.gateways.wiring import wiring
from xinan.jobs.live_loop import LiveLoop


def empty_queue() -> None:
    """Drop every job."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers CASCADE")


def work_off() -> None:
    """What `xinan worker` does, until no job is left; in a thread, as a browser may hold this one."""
    thread = Thread(target=_work)
    thread.start()
    thread.join(240)
    assert not thread.is_alive()


def _work() -> None:
    worker = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(worker) as queue:
        queue.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
    LiveLoop(clock=wiring().clock, stop=Event()).work_off()
    connections.close_all()
