"""`xinan worker`: the live loop and the queue, in one process."""

import os
import signal
from functools import partial
from threading import Event, Thread

import structlog
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from xinan.engine import Session
from xinan.gateways.wiring import wiring
from xinan.jobs.live_loop import LiveLoop
from xinan.monitoring.live import live_step

log = structlog.get_logger(__name__)

LAST_STEP_SECONDS = 60.0
# A trial of a rule takes minutes; files that come in meanwhile do not wait for it. Trials wait for each other.
CONCURRENCY = 2


def command() -> None:
    """Evaluate touched projects as facts come in, and run the tasks of the queue; stops cleanly on SIGTERM and Ctrl-C."""
    stop = Event()
    loop = _Thread(LiveLoop(clock=wiring().clock, stop=stop, step=partial(live_step, session=Session())))
    loop.start()
    log.info("worker_started")
    try:
        connector = app.connector
        assert isinstance(connector, DjangoConnector)  # noqa: S101 narrows a type; settings decide it
        with app.replace_connector(connector.get_worker_connector()) as queue:
            queue.run_worker(concurrency=CONCURRENCY, install_signal_handlers=True)
    finally:
        stop.set()
        loop.join(LAST_STEP_SECONDS)
        log.info("worker_stopped")
    if loop.failed:
        raise SystemExit(1)


class _Thread(Thread):
    """The live loop's thread. Where the loop ends by a fault the whole worker ends, so that someone notices."""

    def __init__(self, loop: LiveLoop) -> None:
        super().__init__(name="live-loop")
        self.loop = loop
        self.failed = False

    def run(self) -> None:
        self.failed = True
        try:
            self.loop.run()
            self.failed = False
        finally:
            if self.failed:
                os.kill(os.getpid(), signal.SIGTERM)
