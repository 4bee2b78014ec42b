"""The server keeps a connection open longer than its clients pause, so that no request meets one that is closing."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.bench.intake.served import await_answer, free_port
from xinan.jobs.commands.serve import KEEP_ALIVE_SECONDS
from xinan.kernel.ciphers import generate_key

# A bank's message without a signature: refused before anything else is looked at.
PATH = "/api/banks/messages"
LONGEST_OF_PROXIES = 60  # what nginx keeps an idle connection to a server behind it, in seconds


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Of `xinan serve` in a process of its own, without a database."""
    number = free_port()
    environment = os.environ | {
        "XINAN_DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        "XINAN_HOME": str(tmp_path),
        "XINAN_KEYS": generate_key("serve"),
    }
    command = [sys.executable, "-m", "xinan.jobs", "serve", "--port", str(number), "--workers", "1"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(number, path=PATH, process=process)
            yield number
        finally:
            process.terminate()


def test_a_client_that_pauses_finds_its_connection_open(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for pause in (0, 3):
        time.sleep(pause)
        connection.request("POST", PATH, b"{}")
        answer = connection.getresponse()
        assert (answer.status, len(answer.read()) > 0) == (401, True)
        assert connection.sock is not None  # http.client lets go of one that the server will close
    connection.close()


def test_the_server_is_not_the_first_to_close() -> None:
    assert KEEP_ALIVE_SECONDS > LONGEST_OF_PROXIES
