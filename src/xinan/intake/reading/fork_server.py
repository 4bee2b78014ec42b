"""Forks a process for each stranger's file: `python -I -m xinan.intake.reading.fork_server DESCRIPTOR` (see reading.fork).

Starting Python and loading the spreadsheet libraries takes longer than reading most files. This process has done both and
nothing else: it never touches a file, has no key, no database, and no descriptor but the socket it is asked by. Each file
gets a fork of it, which has this process's memory as it was before any file, and limits of its own (`reading.limits`).
When all who may ask are gone, this process goes too, and ends what still runs.
"""

import gc
import os
import selectors
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import BinaryIO

# openpyxl would load numpy where it finds it: threads and address space that no workbook needs.
sys.modules["numpy"] = None  # type: ignore[assignment]

from xinan.intake.reading import child, marking_child  # noqa: E402
from xinan.intake.reading.fork import ANSWER, MARK, READ  # noqa: E402
from xinan.intake.reading.limits import within_limits  # noqa: E402

WORK: dict[bytes, Callable[[BinaryIO, BinaryIO], int]] = {READ: child.main, MARK: marking_child.main}
_DESCRIPTORS = 4
_FIRST_NOT_STANDARD, _ALL = 3, 1 << 16
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


class Server:
    """Takes orders from a socket until it is closed."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._poll = selectors.DefaultSelector()
        self._running: dict[int, socket.socket] = {}  # who waits for each fork

    def run(self) -> None:
        """Serve orders; end whatever still runs when nobody can ask any more."""
        ended, wake = socket.socketpair()
        for end in (ended, wake):
            end.setblocking(False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a person's Ctrl-C is for those who ask
        signal.signal(signal.SIGCHLD, _noted)
        signal.set_wakeup_fd(wake.fileno())
        self._poll.register(self._orders, selectors.EVENT_READ)
        self._poll.register(ended, selectors.EVENT_READ)
        gc.freeze()  # no fork shall copy pages by collecting what it was born with
        while self._turn(ended):
            pass
        for pid in self._running:
            os.kill(pid, signal.SIGKILL)

    def _turn(self, ended: socket.socket) -> bool:
        ready = {key.fileobj for key, _events in self._poll.select()}
        if ended in ready:
            ended.recv(4096)
            self._answer()
        for pid, asker in list(self._running.items()):
            if asker in ready:  # it says nothing after its order: it has gone
                self._poll.unregister(asker)
                os.kill(pid, signal.SIGKILL)
        return self._orders not in ready or self._begin()

    def _begin(self) -> bool:
        work, descriptors, _flags, _address = socket.recv_fds(self._orders, 1, _DESCRIPTORS)
        if not work:
            return False
        asker, *standard = descriptors
        pid = os.fork()
        if not pid:
            _become(work, standard)
        for descriptor in standard:
            os.close(descriptor)
        self._running[pid] = socket.socket(fileno=asker)
        self._poll.register(self._running[pid], selectors.EVENT_READ)
        return True

    def _answer(self) -> None:
        """Tell of every fork that has ended."""
        while self._running:
            pid, status, used = os.wait4(-1, os.WNOHANG)
            if not pid:
                return
            with self._running.pop(pid) as asker, suppress(BrokenPipeError):
                if asker in {key.fileobj for key in self._poll.get_map().values()}:
                    self._poll.unregister(asker)
                asker.send(ANSWER.pack(os.waitstatus_to_exitcode(status), used.ru_maxrss * _PEAK_UNIT))


def _noted(_number: int, _frame: object) -> None:
    """What counts is the signal's byte in the pipe."""


def _become(work: bytes, standard: Sequence[int]) -> None:
    """Be the process of one file: these descriptors and no others, the work, the end. Does not return."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        for place, descriptor in enumerate(standard):
            os.dup2(descriptor, place)
        os.closerange(_FIRST_NOT_STANDARD, _ALL)
        with open(0, "rb", closefd=False) as incoming, open(1, "wb", closefd=False) as outgoing:
            code = within_limits(WORK[work], incoming, outgoing)
    finally:
        os._exit(code)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as orders:
        Server(orders).run()
