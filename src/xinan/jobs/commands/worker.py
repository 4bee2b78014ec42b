"""`xinan worker`: the live loops and the queue, in one process."""

import os
import signal
from functools import partial
from threading import Event, Thread, get_native_id

import structlog
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from xinan.gateways.wiring import wiring
from xinan.jobs.live_loop import LiveLoop
from xinan.monitoring.kept import Kept
from xinan.monitoring.live import Lane, live_step

log = structlog.get_logger(__name__)

LAST_STEP_SECONDS = 60.0
# A trial of a rule takes minutes; files that come in meanwhile do not wait for it. Trials wait for each other.
CONCURRENCY = 2
# How many projects a step of a lane takes. Punches come by the hundred a second at seven in the morning; whatever else
# changed does not wait behind them, and must not find its contractor's lock held for long.
LIMITS = {Lane.PROMPT: 40, Lane.PUNCHES: 10}
# The punches' lane gives way to the other, and to whoever takes facts in.
NICE = 10


def command() -> None:
    """Evaluate touched projects as facts come in, and run the tasks of the queue; stops cleanly on SIGTERM and Ctrl-C."""
    stop = Event()
    loops = [_Thread(lane, stop=stop) for lane in LIMITS]
    for loop in loops:
        loop.start()
    log.info("worker_started")
    try:
        connector = app.connector
        assert isinstance(connector, DjangoConnector)  # noqa: S101 narrows a type; settings decide it
        with app.replace_connector(connector.get_worker_connector()) as queue:
            queue.run_worker(concurrency=CONCURRENCY, install_signal_handlers=True)
    finally:
        stop.set()
        for loop in loops:
            loop.join(LAST_STEP_SECONDS)
        log.info("worker_stopped")
    if any(loop.failed for loop in loops):
        raise SystemExit(1)


class _Thread(Thread):
    """The thread of one lane. Where its loop ends by a fault the whole worker ends, so that someone notices."""

    def __init__(self, lane: Lane, *, stop: Event) -> None:
        super().__init__(name=f"live-{lane}")
        self.lane = lane
        self.kept = Kept()
        step = partial(live_step, limit=LIMITS[lane], kept=self.kept)
        self.loop = LiveLoop(clock=wiring().clock, stop=stop, step=step, lane=lane)
        self.failed = False

    def run(self) -> None:
        self.failed = True
        if self.lane is Lane.PUNCHES:
            os.setpriority(os.PRIO_PROCESS, get_native_id(), NICE)
        try:
            self.loop.run()
            self.failed = False
        finally:
            self.kept.close()
            if self.failed:
                os.kill(os.getpid(), signal.SIGTERM)
