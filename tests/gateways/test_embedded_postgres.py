"""The embedded server: joined by whoever needs it, gone with the last of them, wherever its folder lies."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from xinan.gateways import embedded_postgres

pytestmark = pytest.mark.slow

_USER = (
    "import sys; from pathlib import Path; from xinan.gateways import embedded_postgres as e;"
    "print(e.start(Path(sys.argv[1]), throwaway=True), flush=True); sys.stdin.read()"
)


@pytest.fixture
def folder() -> Iterator[Path]:
    # A name beyond what a socket's path may be: the socket must find a shorter place.
    with tempfile.TemporaryDirectory(prefix="xinan-test-") as base:
        os.chmod(base, 0o755)  # noqa: S103 root's server runs as another account
        yield Path(base) / ("long" * 30) / "postgres"


def a_user(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _USER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def ends(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=60)
    assert process.returncode == 0


def kills(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=60)


def test_it_serves_all_who_ask_and_stops_with_the_last(folder) -> None:
    first = a_user(folder)
    url = first.stdout.readline().strip()
    second = a_user(folder)
    assert second.stdout.readline().strip() == url == embedded_postgres.running_url(folder)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (n integer)")
    ends(first)
    assert answers(url)
    ends(second)
    assert not answers(url)
    third = a_user(folder)
    with psycopg.connect(third.stdout.readline().strip()) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    ends(third)


def test_a_killed_user_does_not_keep_it_alive_for_ever(folder) -> None:
    killed = a_user(folder)
    url = killed.stdout.readline().strip()
    kills(killed)
    after = a_user(folder)
    after.stdout.readline()
    ends(after)
    assert not answers(url)


def test_a_killed_server_is_started_again_with_what_was_committed(folder) -> None:
    user = a_user(folder)
    url = user.stdout.readline().strip()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n integer)")
        connection.execute("CHECKPOINT")
    server = psutil.Process(int((folder / "postmaster.pid").read_text().splitlines()[0]))
    everyone = [server, *server.children(recursive=True)]
    for process in everyone:
        process.send_signal(signal.SIGKILL)
    psutil.wait_procs(everyone, timeout=30)
    time.sleep(0.2)
    again = a_user(folder)
    assert answers(again.stdout.readline().strip())
    ends(again)
    kills(user)


def test_nobody_but_its_own_account_reaches_the_socket(folder) -> None:
    user = a_user(folder)
    url = user.stdout.readline().strip()
    socket = Path(url.split("host=")[1]) / ".s.PGSQL.5432"
    assert socket.stat().st_mode & 0o077 == 0
    ends(user)
