"""`xinan worker`: the live loops, the single facts that wait, and the queue, in one process."""

import os
import signal
from collections.abc import Callable
from functools import partial
from threading import Event, Thread, get_native_id

import structlog
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from xinan.gateways.wiring import wiring
from xinan.jobs.live_loop import LiveLoop
from xinan.jobs.waiting_loop import WaitingLoop
from xinan.monitoring.kept import Kept
from xinan.monitoring.live import Lane, live_step

log = structlog.get_logger(__name__)

LAST_STEP_SECONDS = 60.0
# A trial of a rule takes minutes; files that come in meanwhile do not wait for it. Trials wait for each other.
CONCURRENCY = 2
# How many projects a step of a lane takes. Punches come by the hundred a second at seven in the morning; whatever else
# changed does not wait behind them, and must not find its contractor's lock held for long.
LIMITS = {Lane.PROMPT: 40, Lane.PATIENT: 10}
# The patient lane gives way to the other, and to whoever takes facts in.
NICE = 10


def command() -> None:
    """Take waiting facts, evaluate touched projects, run the tasks of the queue; stops cleanly on SIGTERM and Ctrl-C."""
    stop = Event()
    loops = [*(_lane(lane, stop=stop) for lane in LIMITS), _waiting(stop=stop)]
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


class _Loop(Thread):
    """The thread of one loop. Where its loop ends by a fault the whole worker ends, so that someone notices."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        super().__init__(name=name)
        self.failed = False
        self._work = work  # returns once the worker stops

    def run(self) -> None:
        self.failed = True
        try:
            self._work()
            self.failed = False
        finally:
            if self.failed:
                os.kill(os.getpid(), signal.SIGTERM)


def _lane(lane: Lane, *, stop: Event) -> _Loop:
    """One lane of the live loop."""
    kept = Kept()
    loop = LiveLoop(clock=wiring().clock, stop=stop, step=partial(live_step, limit=LIMITS[lane], kept=kept), lane=lane)

    def work() -> None:
        if lane is Lane.PATIENT:
            os.setpriority(os.PRIO_PROCESS, get_native_id(), NICE)
        try:
            loop.run()
        finally:
            kept.close()

    return _Loop(f"live-{lane}", work)


def _waiting(*, stop: Event) -> _Loop:
    """What takes single facts."""
    wired = wiring()
    return _Loop("waiting-facts", WaitingLoop(clock=wired.clock, keyring=wired.keyring, stop=stop).run)
