"""The processes of the demo: started together, watched, stopped in order. None outlives the supervisor."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xinan.jobs.demo.errors import ended, no_answer

STOP_SECONDS = 15.0
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """A running part of the demo."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def require_alive(self) -> None:
        """Raises DemoFailed where it has ended by itself."""
        if self.process.poll() is not None:
            raise ended(self.name, self.log)

    def stop(self) -> None:
        """Ask it to end, wait, and end it where it does not."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # The whole group: what it started must not stay behind either.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def start(name: str, arguments: Sequence[str], *, log: Path) -> Child:
    """Start `xinan <arguments>` with its output in `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "xinan.jobs", *arguments]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  our own program with our own arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A session of its own: Ctrl-C reaches the supervisor alone, which then stops everything in order.
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
    return Child(name, process, log)


def wait_for_page(address: str, *, server: Child, seconds: float) -> None:
    """Wait until the pages answer; raises DemoFailed where the server ends or time runs out."""
    deadline = time.monotonic() + seconds
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline:
        server.require_alive()
        try:
            with opener.open(address, timeout=10):
                return
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return
            raise no_answer(address, server.log) from error
        except OSError:
            time.sleep(0.2)
    raise no_answer(address, server.log)


def _end_with_parent() -> None:
    """Have the kernel send SIGTERM should the supervisor be killed without a chance to stop its children."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
