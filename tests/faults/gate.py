"""A gate that speaks the national interface, and says a message again until it has a serial for it."""

import http.client
import threading
import urllib.error
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from tests.api.national.client import Refused, SiteSystem
from tests.faults.host import NOW
from tests.faults.parcels import GATED, hands
from xinan.kernel.clock import CHINA

_PAUSE_SECONDS = 0.5


@dataclass
class Gate:
    """Sends message after message of a dozen punches; `serials` are the answers, `lines` the punches of what was accepted."""

    system: SiteSystem
    team: int
    serials: list[str] = field(default_factory=list)
    lines: int = 0
    tries: int = 0
    _numbers: "count[int]" = field(default_factory=count)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @classmethod
    def opened(cls, given: dict[str, Any], *, port: int) -> "Gate":
        """A gate with the credential that was opened for it."""
        now = datetime.fromisoformat(NOW)
        system = SiteSystem(f"http://127.0.0.1:{port}", given["appid"], given["secret"], now=lambda: now)
        return cls(system, given["team"])

    def start(self) -> None:
        """Begin to send."""
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the message in hand, until it is accepted, and no more."""
        self._stop.set()
        assert self._thread is not None
        self._thread.join(60)
        assert not self._thread.is_alive(), "a message was never accepted"

    def _work(self) -> None:
        while not self._stop.is_set():
            lines = self._lines(next(self._numbers))
            while not self._accepted(lines):
                threading.Event().wait(0.05)
            self.lines += len(lines)
            self._stop.wait(_PAUSE_SECONDS)

    def _accepted(self, lines: list[dict[str, Any]]) -> bool:
        self.tries += 1
        body = {"projectCode": self.system.appid, "teamSysNo": self.team, "dataList": lines}
        try:
            self.serials.append(self.system.upload("WorkerAttendance.Add", body))
        except (Refused, OSError, urllib.error.URLError, http.client.HTTPException, ValueError):
            return False
        return True

    def _lines(self, number: int) -> list[dict[str, Any]]:
        at = datetime.combine(date(2026, 3, 10) + timedelta(days=number % 250), time(7), tzinfo=CHINA)
        at += timedelta(minutes=2 * (number // 250))
        return [
            {
                "idCardType": "01",
                "idCardNumber": self.system.secretly(hand.identity),
                "date": f"{at + timedelta(hours=hours):%Y-%m-%d %H:%M:%S}",
                "direction": way,
                "attendType": "001",
            }
            for hand in hands(GATED)
            for hours, way in ((0, "01"), (10, "02"))
        ]
