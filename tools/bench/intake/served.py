"""The product's server and worker, started as their commands start them, for as long as something is measured."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tools.bench.province import HOME
from tools.chromium import ROOT

START_SECONDS = 90.0
STOP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers: its port and its process."""

    port: int
    process: subprocess.Popen[bytes]

    def peaks(self) -> list[float]:
        """The peak resident memory of each of its processes that take requests, in MiB."""
        children = psutil.Process(self.process.pid).children()
        return [_peak(child.pid) for child in children]


def _peak(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def serving(environment: Mapping[str, str], *, path: str = "/accounts/login/") -> Iterator[Served]:
    """`xinan serve` as a deployment runs it, with the settings and the database of `environment`."""
    port = free_port()
    settings = {"DJANGO_SETTINGS_MODULE": "tools.bench.intake.settings"}
    with started("serve", "--port", str(port), environment={**environment, **settings}) as process:
        await_answer(port, path=path, process=process)
        yield Served(port, process)


@contextmanager
def working(environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`xinan worker`."""
    with started("worker", environment=environment) as process:
        yield process


class Servers(AbstractContextManager["Servers"]):
    """Servers one after the other; where they need not be `apart`, one with its worker for everything."""

    def __init__(self, environment: Mapping[str, str], *, apart: bool) -> None:
        self._environment, self._apart = environment, apart
        self._running = ExitStack()
        self._served: Served | None = None

    def fresh(self, *, works: bool) -> Served:
        """A server that has answered nobody yet, with a worker where it `works`; those before are ended."""
        if self._served is None or self._apart:
            self._running.close()
            if works:
                # First, so that it is up when the server answers: starting both looks at the database's server.
                self._running.enter_context(working(self._environment))
            self._served = self._running.enter_context(serving(self._environment))
        return self._served

    def __exit__(self, *_fault: object) -> None:
        self._running.close()


@contextmanager
def started(*arguments: str, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A command of the product that runs until it is told to stop; what it says lies in a log of its name."""
    command = [sys.executable, "-m", "xinan.jobs", *arguments]
    with running(command, log=HOME / f"intake-{arguments[0]}.log", environment=environment) as process:
        yield process


@contextmanager
def running(
    command: list[str], *, log: Path, environment: Mapping[str, str], folder: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is asked to end, and ended where it does not."""
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=said, stderr=said)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def await_answer(port: int, *, path: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers `path` with anything but a fault of its own; TimeoutError where it does not."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError(f"no answer from {' '.join(map(str, process.args))}")  # type: ignore[arg-type]
