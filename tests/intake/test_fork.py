"""Each stranger's file is read by a fork of its own, which has nothing but the file; a server that dies is replaced."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Thread
from typing import IO

import psutil
import pytest

from tests.intake import site
from tests.intake.workbooks import workbook
from xinan.intake.reading.files import read_grids
from xinan.intake.reading.fork import ENVIRONMENT, READ, Ended, forked, stop_server
from xinan.intake.reading.guarded import OutOfLimits, read_guarded
from xinan.intake.reading.limits import CPU_SECONDS, LARGEST_RESULT, MEMORY, OPEN_FILES

PATIENCE = 30.0


@pytest.fixture(autouse=True)
def another_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The server of the test is not that of others; it starts where there are keys."""
    monkeypatch.setenv("XINAN_KEYS", "secret")
    stop_server()
    yield
    stop_server()


def until(found: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def servers(of: int) -> list[psutil.Process]:
    return [process for process in psutil.Process(of).children() if "fork_server" in " ".join(process.cmdline())]


def forks() -> list[psutil.Process]:
    """The processes of files that are being read."""
    return [fork for server in servers(os.getpid()) for fork in server.children()]


class Reading(Thread):
    """A file on its way: nothing comes until `finish`, so that its process can be looked at."""

    def __init__(self) -> None:
        super().__init__()
        reading, writing = os.pipe()
        self._incoming, self._more = os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
        self.ended: Ended | None = None
        self.start()

    def run(self) -> None:
        with tempfile.TemporaryFile() as outgoing, tempfile.TemporaryFile() as said, self._incoming as incoming:
            self.ended = forked(READ, incoming=incoming, outgoing=outgoing, said=said, seconds=PATIENCE)

    def finish(self, content: bytes = b"") -> Ended:
        with suppress(BrokenPipeError), self._more as more:  # one that has broken takes nothing
            more.write(content)
        self.join(PATIENCE)
        assert self.ended is not None
        return self.ended


def test_a_fork_has_the_file_and_its_limits_and_nothing_else() -> None:
    files = [Reading(), Reading()]
    until(lambda: len(forks()) == 2 and all(fork.rlimit(psutil.RLIMIT_AS)[1] == MEMORY for fork in forks()))
    (server,) = servers(os.getpid())
    assert server.environ() == ENVIRONMENT
    for fork in forks():
        assert fork.environ() == ENVIRONMENT
        assert sorted(os.listdir(f"/proc/{fork.pid}/fd")) == ["0", "1", "2"]
        assert fork.num_threads() == 1
        assert fork.rlimit(psutil.RLIMIT_CPU)[0] == CPU_SECONDS
        for limit, most in (
            (psutil.RLIMIT_FSIZE, LARGEST_RESULT),
            (psutil.RLIMIT_NOFILE, OPEN_FILES),
            (psutil.RLIMIT_CORE, 0),
        ):
            assert fork.rlimit(limit) == (most, most)
    assert [file.finish(b"a,b\n1,2\n").status for file in files] == [0, 0]
    assert forks() == []


def test_what_a_fork_takes_of_the_address_space_leaves_room_for_the_file() -> None:
    file = Reading()
    until(forks)
    assert forks()[0].memory_info().vms < MEMORY // 8
    file.finish()


def test_the_peak_told_is_that_of_the_fork() -> None:
    peaks = []
    for size in (0, 200 * 1024 * 1024):
        ended = Reading().finish(b"%PDF" + bytes(size))
        assert ended.status == 0
        peaks.append(ended.peak)
    assert peaks[0] < 150 * 1024 * 1024
    assert 200 * 1024 * 1024 < peaks[1] < MEMORY


def test_one_that_takes_too_long_is_ended() -> None:
    with pytest.raises(OutOfLimits):
        read_guarded(b"PK\x03\x04" + bytes(1000), seconds=0.0001)
    until(lambda: not forks())
    assert servers(os.getpid())


def test_one_that_breaks_leaves_the_others_alone() -> None:
    broken, sound = Reading(), Reading()
    until(lambda: len(forks()) == 2)
    first = min(forks(), key=lambda fork: fork.create_time())
    first.send_signal(signal.SIGSEGV)
    until(lambda: len(forks()) == 1)
    ended = {broken.finish(b"a\n").status, sound.finish(b"a\n").status}
    assert ended == {0, -signal.SIGSEGV}


def test_a_server_that_died_is_replaced() -> None:
    content = workbook("teams", site.teams())
    read_grids("02.xlsx", content)
    (server,) = servers(os.getpid())
    server.kill()
    (grid, *_rest) = read_grids("02.xlsx", content)
    assert grid.height > 1
    assert [other.pid for other in servers(os.getpid())] not in ([], [server.pid])


def test_a_fork_of_ours_has_a_server_of_its_own() -> None:
    read_grids("02.csv", b"a,b\n1,2\n")
    pid = os.fork()
    if not pid:
        code = 1
        try:
            (grid,) = read_grids("02.csv", b"a,b\n1,2\n")
            code = 0 if grid.height == 2 and len(servers(os.getpid())) == 1 else 2
        finally:
            stop_server()
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert len(servers(os.getpid())) == 1
    (grid,) = read_grids("02.csv", b"a,b\n1,2\n")
    assert grid.height == 2


def test_a_server_does_not_outlive_who_asks_it() -> None:
    said = "from xinan.intake.reading.guarded import read_guarded; read_guarded(b'a,b'); print('read', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", said], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as asking:
        out: IO[str] | None = asking.stdout
        assert out is not None
        while "read" not in out.readline().split():
            assert asking.poll() is None
        (server,) = servers(asking.pid)
        asking.kill()
        server.wait(PATIENCE)
