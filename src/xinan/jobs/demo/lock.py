"""One demo a data folder: a lock that goes with its process, and the address to show to whoever comes second."""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xinan.jobs.demo.errors import already_running, port_taken


@contextmanager
def only_demo(folder: Path, *, address: str) -> Iterator[None]:
    """Hold the folder for this process; raises Conflict where another demo holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "demo.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise already_running(file.read().strip()) from None
        file.truncate(0)
        file.write(address)
        file.flush()
        yield


def require_free_port(port: int) -> None:
    """Raises Conflict where somebody listens on the port of this machine."""
    with socket.socket() as probe:
        # As the web server does: a connection that is just closing does not keep the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise port_taken(port) from None
