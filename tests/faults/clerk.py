"""A clerk who sends files through the page, and sends a file again until the page says that it has it."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from itertools import count

from tests.faults.parcels import Parcel, project_id

_TOKEN = "a" * 32
_ANSWER_SECONDS, _PAUSE_SECONDS = 20.0, 0.8
_BOUNDARY = "----xinan-faults"


@dataclass
class Clerk:
    """Sends parcel after parcel. `accepted` holds what was answered as accepted, by the number of the upload."""

    port: int
    session: str
    accepted: dict[str, int] = field(default_factory=dict)
    sent: set[int] = field(default_factory=set)
    tries: int = 0
    _numbers: "count[int]" = field(default_factory=count)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, *, hands: int) -> None:
        """Several files at a time."""
        for _ in range(hands):
            thread = threading.Thread(target=self._work, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Finish the files in hand, each until it is accepted, and no more."""
        self._stop.set()
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive(), "a file was never accepted"

    def _work(self) -> None:
        while not self._stop.is_set():
            with self._lock:
                number = next(self._numbers)
                self.sent.add(number)
            self._send(Parcel.numbered(number))
            # The worker shall keep up, more or less: what it does when it is killed is part of the matter.
            self._stop.wait(_PAUSE_SECONDS)

    def _send(self, parcel: Parcel) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            self.tries += 1
            key = self._post(parcel)
            if key:
                with self._lock:
                    self.accepted[key] = parcel.number
                return
            time.sleep(0.05)
        raise AssertionError(f"parcel {parcel.number} was not accepted within a minute")

    def _post(self, parcel: Parcel) -> str:
        """The number of the upload; empty where the answer was anything but that it was accepted."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_ANSWER_SECONDS)
        try:
            connection.request("POST", "/imports/", self._form(parcel), self._headers())
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            connection.close()
        if answer.status != 302:
            return ""
        return (answer.getheader("Location") or "").strip("/").rsplit("/", 1)[-1]

    def _headers(self) -> dict[str, str]:
        return {
            "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
            "Cookie": f"sessionid={self.session}; csrftoken={_TOKEN}",
        }

    def _form(self, parcel: Parcel) -> bytes:
        fields = {"csrfmiddlewaretoken": _TOKEN, "project": project_id(parcel.project)}
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        head = f'Content-Disposition: form-data; name="files"; filename="{parcel.file_name}"\r\nContent-Type: text/csv\r\n\r\n'
        return b"".join(
            [*parts, f"--{_BOUNDARY}\r\n{head}".encode(), parcel.content, f"\r\n--{_BOUNDARY}--\r\n".encode()]
        )
