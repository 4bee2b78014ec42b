"""The parts the demo is made of: its lock, its port, its children."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from xinan.jobs.demo import children
from xinan.jobs.demo.errors import DemoFailed
from xinan.jobs.demo.lock import only_demo, require_free_port
from xinan.kernel.errors import Conflict


def test_a_second_demo_on_the_same_data_is_told_where_the_first_is(tmp_path: Path) -> None:
    with only_demo(tmp_path, address="http://127.0.0.1:8123/"):
        with pytest.raises(Conflict) as refused, only_demo(tmp_path, address="http://127.0.0.1:9/"):
            pass
        assert refused.value.code == "demo-running"
        assert "http://127.0.0.1:8123/" in refused.value.what.zh
    with only_demo(tmp_path, address="http://127.0.0.1:9/"):
        assert (tmp_path / "demo.lock").read_text() == "http://127.0.0.1:9/"


def test_demos_on_different_data_do_not_meet(tmp_path: Path) -> None:
    with only_demo(tmp_path / "a", address="a"), only_demo(tmp_path / "b", address="b"):
        assert (tmp_path / "a" / "demo.lock").read_text() == "a"


def test_a_taken_port_is_refused_and_a_free_one_is_not() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Conflict) as refused:
            require_free_port(port)
        assert refused.value.code == "port-taken"
        assert f"PORT={port + 1}" in refused.value.remedy.en
    require_free_port(port)


@pytest.fixture
def sleeper(tmp_path: Path) -> children.Child:
    """A child that does nothing for a minute, in a session of its own."""
    log = tmp_path / "sleeper.log"
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    return children.Child("sleeper", process, log)


def test_a_child_that_runs_is_alive_and_stops_when_told(sleeper: children.Child) -> None:
    sleeper.require_alive()
    sleeper.stop()
    assert sleeper.process.returncode == -signal.SIGTERM
    with pytest.raises(DemoFailed) as failed:
        sleeper.require_alive()
    assert str(sleeper.log) in failed.value.remedy.en


def test_a_child_that_does_not_listen_is_ended_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "STOP_SECONDS", 0.5)
    deaf = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(inner.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", deaf], start_new_session=True, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        inner = psutil.Process(int(process.stdout.readline()))
        children.Child("deaf", process, tmp_path / "log").stop()  # type: ignore[arg-type]
    assert process.returncode == -signal.SIGKILL
    inner.wait(5)
    assert not inner.is_running() or inner.status() == psutil.STATUS_ZOMBIE


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent has gone")
def test_children_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    stand_in = tmp_path / "program"
    stand_in.write_text("#!/bin/sh\nexec sleep 60\n")
    stand_in.chmod(0o755)
    supervisor = (
        "import time\nfrom pathlib import Path\nfrom xinan.jobs.demo import children\n"
        f"children.sys.executable = {str(stand_in)!r}\n"
        f"child = children.start('toy', [], log=Path({str(tmp_path / 'log')!r}))\n"
        "time.sleep(0.3)\nprint(child.process.pid, flush=True)\ntime.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", supervisor], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        child = psutil.Process(int(process.stdout.readline()))
        assert child.status() != psutil.STATUS_ZOMBIE
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    deadline = time.monotonic() + 5
    while child.is_running() and child.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
