"""Takes single facts a moment after they came, so that whoever sends them need not wait for it."""

from threading import Event

import structlog
from django.db import InterfaceError, OperationalError, connection

from xinan.intake.native.waiting import take_waiting
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import Clock

log = structlog.get_logger(__name__)

PAUSE_SECONDS = 0.25
RETRY_SECONDS = 2.0


class WaitingLoop:
    """Takes what waits until `stop` is set; a lost database is waited for."""

    def __init__(self, *, clock: Clock, keyring: Keyring, stop: Event) -> None:
        self._clock, self._keyring, self._stop = clock, keyring, stop

    def run(self) -> None:
        """Work until stopped."""
        while not self._stop.is_set():
            try:
                self.work_off()
                self._stop.wait(PAUSE_SECONDS)
            except (OperationalError, InterfaceError) as error:
                log.error("waiting_loop_database_lost", error=type(error).__name__)
                connection.close()
                self._stop.wait(RETRY_SECONDS)
        connection.close()

    def work_off(self) -> int:
        """Take until nothing waits; how many facts."""
        total = 0
        while not self._stop.is_set() and (taken := take_waiting(now=self._clock.now(), keyring=self._keyring)):
            total += taken
            log.info("waiting_facts_taken", facts=taken)
        return total
