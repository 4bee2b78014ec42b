"""A reader that is killed or breaks is our fault: tried once more, then told so; never that the file is bad."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.intake import site
from tests.intake.workbooks import workbook
from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.files import read_grids
from xinan.intake.reading.fork import stop_server

pytestmark = pytest.mark.usefixtures("another_server")


_BREAKING = """#!{python} -I
import os, signal, socket, sys
from xinan.intake.reading import child, fork_server
from xinan.intake.reading.fork import READ

def breaks(incoming, outgoing):
    with open({starts!r}, "a+") as starts:
        starts.write("start\\n")
        starts.seek(0)
        if len(starts.readlines()) <= {times}:
            os.kill(os.getpid(), signal.{how})
    return child.main(incoming, outgoing)

fork_server.WORK[READ] = breaks
with socket.socket(fileno=int(sys.argv[-1])) as orders:
    fork_server.Server(orders).run()
"""


@pytest.fixture
def another_server() -> Iterator[None]:
    """The fork server of the test is not that of others."""
    stop_server()
    yield
    stop_server()


def breaking(monkeypatch: pytest.MonkeyPatch, folder: Path, *, times: int, how: str) -> Path:
    """The reader's process ends so many times by this signal before it is what it should be; counts its starts."""
    starts, script = folder / "starts", folder / "python"
    starts.write_text("")
    script.write_text(_BREAKING.format(python=sys.executable, starts=str(starts), times=times, how=f"SIG{how}"))
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    return starts


@pytest.mark.parametrize("how", ["KILL", "SEGV", "ABRT"])
def test_a_reader_that_breaks_once_is_started_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str) -> None:
    starts = breaking(monkeypatch, tmp_path, times=1, how=how)
    (grid, *_rest) = read_grids("02.xlsx", workbook("teams", site.teams()))
    assert grid.height > 1
    assert len(starts.read_text().splitlines()) == 2


def test_one_that_breaks_again_is_told_as_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    starts = breaking(monkeypatch, tmp_path, times=9, how="SEGV")
    with pytest.raises(UnusableFile) as refused:
        read_grids("02.xlsx", workbook("teams", site.teams()))
    assert refused.value.code == "file.reader_failed"
    assert "平台的读取程序" in refused.value.what.zh
    assert len(starts.read_text().splitlines()) == 2


def test_the_limit_of_computing_time_is_the_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    starts = breaking(monkeypatch, tmp_path, times=9, how="XCPU")
    with pytest.raises(UnusableFile) as refused:
        read_grids("02.xlsx", workbook("teams", site.teams()))
    assert refused.value.code == "file.unpacked"
    assert len(starts.read_text().splitlines()) == 1
