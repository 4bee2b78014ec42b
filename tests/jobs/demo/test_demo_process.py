"""`xinan demo` as a person meets it: it comes up, says who may sign in, refuses a second one, and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[3]
SMALL = ("--projects", "9", "--workers", "5", "--months", "2")
UP_SECONDS = 180.0

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Demo:
    """A demo on data of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.output = home.with_name(f"{home.name}.out")

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("XINAN_", "DJANGO_"))}
        with self.output.open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "xinan.jobs", "demo", "--port", str(self.port), *SMALL, *arguments],
                cwd=ROOT,
                env={
                    **inherited,
                    "XINAN_HOME": str(self.home),
                    "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
                    "LANG": "C.UTF-8",
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def wait_until_said(self, words: str, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + UP_SECONDS
        while words not in self.said():
            assert process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.2)

    def processes(self) -> list[str]:
        """What runs on this demo's data or for it."""
        found = []
        for process in psutil.process_iter(["cmdline", "status"]):
            line = " ".join(process.info["cmdline"] or [])
            if process.info["status"] != psutil.STATUS_ZOMBIE and (str(self.home) in line or str(self.port) in line):
                found.append(line)
        return found


@pytest.fixture
def demo() -> Iterator[Demo]:
    # Where the account that the server runs as under root can reach it.
    home = Path("/tmp") / f"xinan-demo-test-{os.getpid()}"  # noqa: S108
    made = Demo(home)
    yield made
    subprocess.run(["rm", "-rf", str(home), str(made.output)], check=False)


def stopped(process: "subprocess.Popen[bytes]", *, by: signal.Signals) -> int:
    process.send_signal(by)
    return process.wait(60)


def test_a_demo_from_a_killed_start_to_its_end_and_again(demo: Demo) -> None:
    """One province from beginning to end: making it is what takes the time."""
    killed = demo.start("--prepare-only")
    demo.wait_until_said("准备数据库结构", killed)
    stopped(killed, by=signal.SIGKILL)

    made_good = demo.start()
    demo.wait_until_said("Ctrl-C", made_good)
    said = demo.said()
    assert "清除未完成" in said
    assert "全量评估" in said
    _is_up(demo, said)
    _refuses_a_second(demo)
    assert stopped(made_good, by=signal.SIGINT) == 0
    assert demo.processes() == []

    prepared = demo.start("--prepare-only")
    assert prepared.wait(UP_SECONDS) == 0
    assert demo.processes() == []

    again = demo.start()
    began = time.monotonic()
    demo.wait_until_said("Ctrl-C", again)
    assert time.monotonic() - began < 60
    assert "模拟" not in demo.said()  # the data were kept
    assert re.findall(r"xinan-[0-9a-f]{8}", demo.said()) == re.findall(r"xinan-[0-9a-f]{8}", said)
    assert stopped(again, by=signal.SIGTERM) == 0
    assert demo.processes() == []


def _is_up(demo: Demo, said: str) -> None:
    assert f"http://127.0.0.1:{demo.port}/" in said
    for username in (
        "province",
        "reviewer",
        "city",
        "inspector",
        "housing",
        "contractor",
        "mediator",
        "arbitrator",
        "operator",
    ):
        assert re.search(rf"\s{username}\s+xinan-[0-9a-f]+", said)
    with urllib.request.urlopen(f"http://127.0.0.1:{demo.port}/", timeout=30) as answer:
        assert answer.status == 200
    assert (demo.home / "secrets.env").stat().st_mode & 0o077 == 0


def _refuses_a_second(demo: Demo) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "xinan.jobs", "demo", "--port", str(free_port())],
        cwd=ROOT,
        env={**os.environ, "XINAN_HOME": str(demo.home), "LANG": "en_US.UTF-8"},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == 2
    assert "The demo is running already" in second.stderr
    assert f"http://127.0.0.1:{demo.port}/" in second.stderr
