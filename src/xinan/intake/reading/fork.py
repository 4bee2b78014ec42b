"""Asks a fork server (reading.fork_server) for a process that does one work on one file.

Each process of the product starts a server of its own at its first file, and another where that one has died. An order is
one byte that names the work, and four descriptors: a socket to answer on, then what becomes the standard input, output and
errors of the fork. The answer says how the fork ended and the most memory it took; whoever closes the socket before that
has the fork ended.
"""

import atexit
import os
import signal
import socket
import struct
import subprocess
import sys
from dataclasses import dataclass
from threading import Lock
from typing import IO

READ, MARK = b"r", b"m"
ANSWER = struct.Struct("<iQ")  # what the fork ended with (below zero: by that signal), its peak of memory in bytes
# The processes get no key, no address of a database and no proxy along with the file.
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
_SERVER = "xinan.intake.reading.fork_server"
_SECONDS_TO_GO = 5


@dataclass(frozen=True, slots=True)
class Ended:
    """How a fork ended: its status as of `subprocess`, and the most memory it had in bytes."""

    status: int
    peak: int


class _Server:
    """The server of this process; started when it is first asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None

    def order(self, work: bytes, descriptors: list[int]) -> None:
        """Have the work begun; with another server where this one has died. Raises OSError where none can be started."""
        with self._lock:
            if self._process is not None and self._process.poll() is not None:
                self._stop()
            if self._orders is None:
                self._start()
            assert self._orders is not None  # noqa: S101 started just now
            socket.send_fds(self._orders, [work], descriptors)

    def _start(self) -> None:
        self._orders, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 a module of ours
                (sys.executable, "-I", "-m", _SERVER, str(theirs.fileno())),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=ENVIRONMENT,
                cwd="/",
            )

    def stop(self) -> None:
        """End the server and what it runs. The next order starts another."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        if self._orders is not None:
            self._orders.close()
        if self._process is not None:
            self._process.wait(_SECONDS_TO_GO)
        self._orders = self._process = None

    def forget(self) -> None:
        """After a fork of this process: the server is its parent's."""
        self._lock = Lock()
        if self._orders is not None:
            self._orders.close()
        if self._process is not None:
            self._process.returncode = 0  # not ours to wait for
        self._orders = self._process = None


_server = _Server()
stop_server = _server.stop
atexit.register(_server.stop)
os.register_at_fork(after_in_child=_server.forget)


def forked(work: bytes, *, incoming: IO[bytes], outgoing: IO[bytes], said: IO[bytes], seconds: float) -> Ended:
    """Do the work in a process of its own and say how it ended. Raises TimeoutError, after which it is ended."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            standard = [stream.fileno() for stream in (incoming, outgoing, said)]
            _ordered(work, [theirs.fileno(), *standard])
        ours.settimeout(seconds)
        answer = ours.recv(ANSWER.size)
    if len(answer) < ANSWER.size:  # the server was ended, and the work with it
        return Ended(-signal.SIGKILL, 0)
    return Ended(*ANSWER.unpack(answer))


def _ordered(work: bytes, descriptors: list[int]) -> None:
    try:
        _server.order(work, descriptors)
    except BrokenPipeError:  # it died a moment ago
        _server.stop()
        _server.order(work, descriptors)
