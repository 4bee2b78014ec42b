"""`python -m tests.faults.zygote`: one process that has the product imported, and forks its processes on demand.

Thirty starts from nothing would take minutes; a fork is the same process a moment after its start. One order a line of
standard input, one answer a line of standard output, both JSON.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 Django must be set up first
from django.urls import get_resolver  # noqa: E402

from tests.faults import inside  # noqa: E402
from xinan.engine import Session  # noqa: E402
from xinan.jobs.commands import serve, worker  # noqa: E402


def _child(work: Callable[[], None], *, log: Path) -> int:
    """Fork; the child is the leader of a group of its own, writes to `log`, and never comes back here."""
    number = os.fork()
    if number:
        return number
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for descriptor in (1, 2):
        os.dup2(output, descriptor)
    try:
        work()
    except BaseException:  # noqa: BLE001 whatever it is, the log must say it, and the child must not come back
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    sys.stderr.flush()
    os._exit(0)


def _called(name: str, arguments: dict[str, Any], *, log: Path) -> Any:
    reading, writing = os.pipe()

    def work() -> None:
        answer = getattr(inside, name)(**arguments)
        with os.fdopen(writing, "w") as pipe:
            json.dump(answer, pipe)

    number = _child(work, log=log)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.waitpid(number, 0)
    return json.loads(text) if text else None


def _say(answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _obey(order: dict[str, Any]) -> Any:
    log = Path(order["log"])
    if order["do"] == "web":
        return _child(lambda: serve.command("127.0.0.1", order["port"], workers=1, threads=4), log=log)
    if order["do"] == "worker":
        return _child(worker.command, log=log)
    return _called(order["name"], order["arguments"], log=log)


def main() -> None:
    """Warm up what every process would otherwise work out anew, then serve orders."""
    assert get_resolver().url_patterns
    assert settings.DATABASES
    session = Session()
    session.judge({}, as_of=date.fromisoformat(os.environ["XINAN_NOW"][:10]))
    session.close()
    _say("ready")
    for line in sys.stdin:
        _reap()
        _say(_obey(json.loads(line)))


if __name__ == "__main__":
    main()
