"""Clients in a process of their own: each sends its next request when the last one is answered, on one connection.

`python -m tools.bench.intake.load FILE` sends what the file says and prints what came of it. Requests are made
beforehand, as bytes: the clients only write, read and count, on one core at most.
"""

import asyncio
import json
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

from tools.chromium import ROOT

_PATIENCE = 120.0  # seconds beyond its time for what is under way


@dataclass(frozen=True, slots=True)
class Load:
    """Requests of each client, whole (head and body), to one port of this machine, for so many seconds.

    A client that comes to the end of its requests begins again where `again` says so, else it stops.
    """

    port: int
    clients: Sequence[Sequence[bytes]]
    seconds: float
    again: bool = True


@dataclass(slots=True)
class Told:
    """What came of a load: how many answers of each status, and the seconds that good ones took."""

    seconds: float = 0.0
    statuses: dict[str, int] = field(default_factory=dict)
    median: float = 0.0
    p95: float = 0.0
    slowest: float = 0.0
    without_retry_after: int = 0  # of those answered 429
    lost: int = 0  # connections that ended under a request
    processor: float = 0.0  # seconds of a core that the clients themselves took

    @property
    def good(self) -> int:
        """Answers that say the request was taken."""
        return sum(count for status, count in self.statuses.items() if status.startswith("2"))

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return self.good / self.seconds if self.seconds else 0.0

    @property
    def bad(self) -> int:
        """Answers that are neither good nor a 429, and connections lost."""
        return sum(self.statuses.values()) - self.good - self.statuses.get("429", 0) + self.lost


def request(path: str, body: bytes = b"", *, method: str = "POST", **headers: str) -> bytes:
    """A whole request; header names with `_` for `-`."""
    named = {"Host": "127.0.0.1", "Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def apply(load: Load) -> Told:
    """Run the clients in their own process; waits until they are done."""
    with tempfile.NamedTemporaryFile(suffix=".load") as file:
        pickle.dump(load, file)
        file.flush()
        command = [sys.executable, "-m", "tools.bench.intake.load", file.name]
        done = subprocess.run(
            command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, timeout=load.seconds + _PATIENCE
        )
    return Told(**json.loads(done.stdout))


class _Clients:
    """All clients of a load."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._took: list[float] = []
        self._statuses: Counter[str] = Counter()
        self._until = self._last = 0.0
        self._unsaid = self._lost = 0

    async def run(self) -> Told:
        began = time.monotonic()
        self._until = began + self._load.seconds
        await asyncio.gather(*(self._client(requests) for requests in self._load.clients))
        took = sorted(self._took) or [0.0]
        return Told(
            seconds=self._last - began,
            statuses=dict(self._statuses),
            median=statistics.median(took),
            p95=took[min(len(took) - 1, int(len(took) * 0.95))],
            slowest=took[-1],
            without_retry_after=self._unsaid,
            lost=self._lost,
            processor=time.process_time(),
        )

    async def _client(self, requests: Sequence[bytes]) -> None:
        connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        fresh = True
        for whole in cycle(requests) if self._load.again else requests:
            if time.monotonic() >= self._until:
                break
            while True:
                if connection is None:
                    connection, fresh = await asyncio.open_connection("127.0.0.1", self._load.port), True
                began = time.monotonic()
                try:
                    connection[1].write(whole)
                    await connection[1].drain()
                    status, headers = await _answer(connection[0])
                except (ConnectionError, asyncio.IncompleteReadError):
                    connection[1].close()
                    connection = None
                    if fresh:
                        self._lost += 1
                        break
                    continue  # the server closed an idle connection; as any client does, once more on a new one
                fresh = False
                self._note(status, headers, time.monotonic() - began)
                if headers.get(b"connection", b"").lower() == b"close":
                    connection[1].close()
                    connection = None
                break
        if connection is not None:
            connection[1].close()

    def _note(self, status: str, headers: dict[bytes, bytes], seconds: float) -> None:
        self._statuses[status] += 1
        self._last = time.monotonic()
        if status.startswith("2"):
            self._took.append(seconds)
        if status == "429" and not headers.get(b"retry-after", b"").isdigit():
            self._unsaid += 1


async def _answer(reader: asyncio.StreamReader) -> tuple[str, dict[bytes, bytes]]:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.rstrip().split(b"\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(b":")
        headers[name.strip().lower()] = value.strip()
    await reader.readexactly(int(headers[b"content-length"]))
    return first.split(b" ", 2)[1].decode(), headers


def main(path: str) -> None:
    """Send what the file says; print what came of it."""
    load: Load = pickle.loads(Path(path).read_bytes())  # noqa: S301 written by the process that started this one
    told: dict[str, Any] = asdict(asyncio.run(_Clients(load).run()))
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
