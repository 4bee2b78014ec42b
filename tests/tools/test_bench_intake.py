"""The intake's part of `make bench` measures what it says: its clients count rightly, and every line comes."""

import json
import os
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.bench.intake.load import Load, apply, request
from tools.bench.lines import Met
from tools.chromium import ROOT

BUSY = b"HTTP/1.1 429 Too Many\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\nno"
RUDE = b"HTTP/1.1 429 Too Many\r\nContent-Length: 0\r\n\r\n"
FINE = b"HTTP/1.1 202 Accepted\r\nContent-Length: 4\r\n\r\nkept"


class _Server(socketserver.StreamRequestHandler):
    """Answers by the path; /lost ends the connection under the request, /close after the answer."""

    def handle(self) -> None:
        while first := self.rfile.readline():
            length = 0
            while (line := self.rfile.readline()).strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            self.rfile.read(length)
            path = first.split()[1]
            if path == b"/lost":
                return
            self.wfile.write({b"/busy": BUSY, b"/rude": RUDE}.get(path, FINE))
            if path == b"/close":
                return


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a small server."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Server) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_the_clients_count_what_they_are_answered(port: int) -> None:
    requests = [request(path, b"x") for path in ("/", "/busy", "/rude", "/close", "/")]
    told = apply(Load(port, [requests, requests], 30.0, again=False))
    assert told.statuses == {"202": 6, "429": 4}
    assert (told.good, told.bad, told.without_retry_after, told.lost) == (6, 0, 2, 0)
    assert told.rate == pytest.approx(6 / told.seconds)


def test_a_lost_connection_is_told(port: int) -> None:
    told = apply(Load(port, [[request("/lost"), request("/")]], 30.0, again=False))
    assert (told.lost, told.good, told.bad) == (1, 1, 1)


def test_clients_begin_again_until_their_time_is_up(port: int) -> None:
    told = apply(Load(port, [[request("/")]], 0.5))
    assert told.good > 20
    assert 0.4 < told.seconds < 2


@pytest.fixture
def home() -> Iterator[Path]:
    """Not under pytest's own folder, which the account that the server runs as under root may not enter."""
    folder = Path(tempfile.mkdtemp(prefix="xinan-bench-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.usefixtures("django_db_setup")
def test_the_part_measures_every_line(request: pytest.FixtureRequest, home: Path) -> None:
    (tables,) = Path(request.config.cache.mkdir("xinan-migrated")).glob("*.sql")
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", "--part", "intake", "--size", "quick"],
        cwd=ROOT,
        env={
            **os.environ,
            "XINAN_BENCH_HOME": str(home),
            "XINAN_BENCH_OFFLINE": "1",
            "XINAN_BENCH_TABLES": str(tables),
        },
        check=False,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-6000:]
    lines = [json.loads(row.removeprefix("line: ")) for row in done.stdout.splitlines() if row.startswith("line: ")]
    failed = [line["what"] for line in lines if line["met"] == Met.FAILED]
    # Installing a rival is no business of a test.
    assert failed == ["single facts against ezrules 1.29.4"]
    told = " ".join(line["what"] for line in lines)
    for subject in ("Arrow", "NDJSON", "CSV", "memory", "Excel", "empty view", "throughput", "after the crowd"):
        assert subject in told
    assert all(line["measured"] and line["how"] for line in lines if line["met"] != Met.FAILED)
