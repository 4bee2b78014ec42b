"""A system that speaks the native interface: streams of punches, and single ones; each is said again until it is accepted."""

import http.client
import json
import threading
import urllib.parse
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from tests.faults.parcels import NATIVE, hands
from tests.intake.site import LABOUR
from xinan.kernel.clock import CHINA

_PAUSE_SECONDS = 0.4
_ANSWER_SECONDS = 20.0


@dataclass
class Native:
    """Sends a stream, then a single fact, and so on. `lines` counts the punches of what was accepted."""

    port: int
    appid: str
    secret: str
    lines: int = 0
    messages: int = 0
    tries: int = 0
    _token: str = ""
    _numbers: "count[int]" = field(default_factory=count)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to send."""
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is in hand, until it is accepted, and send no more."""
        self._stop.set()
        assert self._thread is not None
        self._thread.join(60)
        assert not self._thread.is_alive(), "a sending was never accepted"

    def _work(self) -> None:
        while not self._stop.is_set():
            number = next(self._numbers)
            rows = self._rows(number)
            while not self._accepted(rows, key=f"sending-{number}"):
                threading.Event().wait(0.05)
            self.lines += len(rows)
            self.messages += 1
            self._stop.wait(_PAUSE_SECONDS)

    def _accepted(self, rows: list[dict[str, Any]], *, key: str) -> bool:
        self.tries += 1
        if not self._token:
            form = {"grant_type": "client_credentials", "client_id": self.appid, "client_secret": self.secret}
            status, answer = self._post("token", urllib.parse.urlencode(form), "application/x-www-form-urlencoded", {})
            self._token = answer["access_token"] if status == 200 else ""
            return False
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": key}
        if len(rows) == 1:
            status, _answer = self._post("facts/attendance", json.dumps(rows[0]), "application/json", headers)
            return status == 202
        body = "".join(json.dumps(row) + "\n" for row in rows)
        status, answer = self._post("facts/attendance", body, "application/x-ndjson", headers)
        return status == 200 and answer["refused"] == 0

    def _post(self, path: str, body: str, form: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_ANSWER_SECONDS)
        try:
            connection.request("POST", f"/api/v1/{path}", body.encode(), {"Content-Type": form, **headers})
            answer = connection.getresponse()
            text = answer.read()
            if answer.status == 401:
                self._token = ""
            return answer.status, json.loads(text) if answer.status < 300 else {}
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
        finally:
            connection.close()

    def _rows(self, number: int) -> list[dict[str, Any]]:
        at = datetime.combine(date(2026, 3, 10) + timedelta(days=number % 250), time(7), tzinfo=CHINA)
        at += timedelta(minutes=2 * (number // 250))
        rows = [
            {
                "enterprise_code": LABOUR,
                "identity": hand.identity,
                "punched_at": f"{at + timedelta(hours=hours):%Y-%m-%d %H:%M:%S}",
                "direction": way,
                "passage": "001",
            }
            for hand in hands(NATIVE)
            for hours, way in ((0, "01"), (10, "02"))
        ]
        return rows[:1] if number % 2 else rows
