"""The live loop: waits for the database to say that a project was touched, and evaluates what waits."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any

import psycopg
import structlog
from adbc_driver_manager import OperationalError as ArrowLost
from django.db import InterfaceError, OperationalError, connection

from xinan.gateways.database import connection_url
from xinan.kernel.clock import Clock
from xinan.monitoring.enums import RunKind
from xinan.monitoring.live import EvaluationFailed, Lane, Step, live_step, record_failure, touched
from xinan.registry.marks import CHANNEL

log = structlog.get_logger(__name__)

POLL_SECONDS = 5.0  # a notice may be lost with its connection; nothing waits longer than this
STOP_SECONDS = 0.5
SET_ASIDE_SECONDS = 300.0  # how long a project that cannot be evaluated keeps out of the way of the others
RETRY_SECONDS = 2.0
HELD_SECONDS = 0.1  # how soon a project that another lane or worker holds is asked for again


class LiveLoop:
    """Runs live steps until `stop` is set; a step under way is finished first.

    Where some projects' evaluation fails they are tried one by one, and those that fail are set aside for a while: the
    failure is written down, their marks and warnings stay. `lane` is what its steps take.
    """

    def __init__(
        self, *, clock: Clock, stop: Event, step: Callable[..., Step | None] = live_step, lane: Lane = Lane.ANY
    ) -> None:
        self.clock = clock
        self.stop = stop
        self.step = step
        self.lane = lane
        self._set_aside: dict[str, float] = {}

    def run(self) -> None:
        """Work until stopped; a lost database is waited for."""
        while not self.stop.is_set():
            try:
                with psycopg.connect(connection_url(connection.settings_dict), autocommit=True) as listener:
                    listener.execute(f"LISTEN {CHANNEL}")
                    self._serve(listener)
            except (OperationalError, InterfaceError, psycopg.OperationalError, ArrowLost) as error:
                log.error("live_loop_database_lost", error=type(error).__name__)
                connection.close()
                self.stop.wait(RETRY_SECONDS)
        connection.close()

    def work_off(self) -> int:
        """Run steps until nothing waits; the number of projects evaluated."""
        evaluated = 0
        while not self.stop.is_set():
            step = self._step()
            if step is None:
                break
            evaluated += len(step.project_ids)
            log.info("live_step", projects=len(step.project_ids), **step.reconciled.events)
        return evaluated

    def _serve(self, listener: psycopg.Connection[Any]) -> None:
        while not self.stop.is_set():
            self.work_off()
            self._wait(listener)

    def _wait(self, listener: psycopg.Connection[Any]) -> None:
        """Until a notice comes, the time to poll, or the stop; but a moment where something waits that others hold."""
        if touched(set_aside=self._resting(), lane=self.lane).exists():
            self.stop.wait(HELD_SECONDS)
            return
        until = monotonic() + POLL_SECONDS
        while not self.stop.is_set() and monotonic() < until:
            if any(True for _notice in listener.notifies(timeout=STOP_SECONDS, stop_after=1)):
                return

    def _step(self) -> Step | None:
        try:
            return self.step(clock=self.clock, set_aside=self._resting(), lane=self.lane)
        except EvaluationFailed as failure:
            return self._one_by_one(failure)

    def _one_by_one(self, failure: EvaluationFailed) -> Step | None:
        """Find the projects that fail, put them aside and write the failure down; go on with the rest."""
        if len(failure.project_ids) > 1:
            for project_id in failure.project_ids:
                self._try(project_id)
        else:
            self._put_aside(failure)
        return self._step()

    def _try(self, project_id: str) -> None:
        try:
            self.step(clock=self.clock, only=[project_id])
        except EvaluationFailed as failure:
            self._put_aside(failure)

    def _put_aside(self, failure: EvaluationFailed) -> None:
        until = monotonic() + SET_ASIDE_SECONDS
        self._set_aside |= dict.fromkeys(failure.project_ids, until)
        record_failure(failure, kind=RunKind.INCREMENTAL, as_of=self.clock.today(), clock=self.clock)
        log.error("evaluation_failed", project_ids=list(failure.project_ids), error=str(failure), exc_info=failure)

    def _resting(self) -> list[str]:
        now = monotonic()
        self._set_aside = {project_id: until for project_id, until in self._set_aside.items() if until > now}
        return list(self._set_aside)
