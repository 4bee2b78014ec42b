"""A machine on which the product runs: its database, its pages, its worker, its disk. Each can be killed or filled."""

import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from typing import Any

import psutil
import psycopg

from xinan.kernel.ciphers import generate_key

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-11-23T09:00:00+08:00"
UP_SECONDS = 60.0
DISK_MEGABYTES = 1_500


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mounted(folder: Path) -> bool:
    """Whether the folder could be given a small disk of its own; a test that may not mount fills none."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    return done.returncode == 0


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()


def _fits(filler: FileIO, size: int) -> bool:
    try:
        os.posix_fallocate(filler.fileno(), os.fstat(filler.fileno()).st_size, size)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return False
    return True


@dataclass
class Host:
    """The processes and where they write. `log` of each is in the folder `logs`."""

    folder: Path
    port: int = field(default_factory=free_port)
    has_disk: bool = False
    url: str = ""
    _keeper: "subprocess.Popen[str] | None" = None
    _zygote: "subprocess.Popen[str] | None" = None
    pids: dict[str, int] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "disk" / "postgres"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def log(self, name: str) -> str:
        path = self.logs / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def complaints(self) -> list[str]:
        """The exceptions in the worker's log, each once with how often."""
        lines = self.log("worker").splitlines()
        said = Counter(
            line.strip()[:300]
            for line in lines
            if re.match(r"\s*([\w.]+(Error|Exception|Limits|Full)\b|File .*xinan)", line)
        )
        return [f"{number} × {line}" for line, number in said.most_common(25)]

    def prepare(self) -> None:
        self.logs.mkdir(parents=True)
        (self.folder / "disk").mkdir()
        self.folder.chmod(0o755)
        self.has_disk = mounted(self.folder / "disk")
        (self.folder / "disk").chmod(0o755)

    def start_database(self) -> None:
        """Start it, through whatever recovery it needs."""
        deadline = time.monotonic() + UP_SECONDS
        while True:
            with (self.logs / "database.log").open("a") as log:
                self._keeper = subprocess.Popen(
                    [sys.executable, "-m", "tests.faults.keeper", str(self.data)],
                    cwd=ROOT,
                    env=self._environment(),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    start_new_session=True,
                )
            assert self._keeper.stdout is not None
            said = self._keeper.stdout.readline().strip()
            if said:
                assert self.url in ("", said)
                self.url = said
                return
            _end(self._keeper)
            assert time.monotonic() < deadline, self.log("database")

    def start_zygote(self) -> None:
        """The process from which the others are forked."""
        with (self.logs / "zygote.log").open("a") as log:
            self._zygote = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.zygote"],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._zygote.stdout is not None
        assert self._zygote.stdout.readline().strip() == '"ready"', self.log("zygote")

    def start(self, part: str) -> None:
        """Start `web`, `worker` or `database`."""
        if part == "database":
            self.start_database()
        else:
            self.pids[part] = self._order({"do": part, "port": self.port})

    def call(self, name: str, **arguments: Any) -> Any:
        """The answer of a function of tests.faults.inside; None where it did not come to its end."""
        return self._order({"do": "call", "name": name, "arguments": arguments})

    def kill(self, part: str) -> None:
        """At once and without a word, as a power cut would."""
        if part == "database":
            self._kill_database()
        elif self.runs(part):
            os.killpg(self.pids[part], signal.SIGKILL)

    def runs(self, part: str) -> bool:
        """Whether the part's process is alive."""
        if part == "database":
            return self._answers()
        try:
            return bool(psutil.Process(self.pids[part]).status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False

    def revive(self) -> None:
        """What a service manager does: start again whatever is down."""
        for part in ("database", "web", "worker"):
            if not self.runs(part):
                if part == "database":
                    self._kill_database()
                self.start(part)

    def fill_disk(self) -> None:
        """Leave no room for another page of the database, which may be writing at this moment."""
        with (self.folder / "disk" / "filler").open("wb", buffering=0) as filler:
            for size in (1 << 24, 1 << 16, 1 << 12):
                while _fits(filler, size):
                    pass

    def free_disk(self) -> None:
        (self.folder / "disk" / "filler").unlink(missing_ok=True)

    def close(self) -> None:
        """End everything that was started here, and give the disk back."""
        for part in ("web", "worker"):
            if part in self.pids:
                self.kill(part)
        if self._zygote is not None:
            _end(self._zygote)
        self._kill_database()
        if self.has_disk:
            subprocess.run(["umount", "--lazy", str(self.folder / "disk")], check=False)
        subprocess.run(["rm", "-rf", str(self.folder)], check=False)

    def _kill_database(self) -> None:
        if self._keeper is not None:
            _end(self._keeper)
            self._keeper = None
        for process in self._database_processes():
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue

    def _database_processes(self) -> list[psutil.Process]:
        try:
            number = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            postmaster = psutil.Process(number)
            if not postmaster.name().startswith("postgres"):
                return []
            return [postmaster, *postmaster.children(recursive=True)]
        except (OSError, ValueError, psutil.NoSuchProcess):
            return []

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url, connect_timeout=5) as connection:
                connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def _order(self, order: dict[str, Any]) -> Any:
        assert self._zygote is not None
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        name = order["name"] if order["do"] == "call" else order["do"]
        self._zygote.stdin.write(json.dumps({**order, "log": str(self.logs / f"{name}.log")}) + "\n")
        self._zygote.stdin.flush()
        line = self._zygote.stdout.readline()
        assert line, self.log("zygote")
        return json.loads(line)

    def _environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("XINAN_", "DJANGO_"))}
        keys = self.folder / "keys"
        if not keys.exists():
            keys.write_text(generate_key("faults"))
        return {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "XINAN_HOME": str(self.folder),
            "XINAN_NOW": NOW,
            "XINAN_KEYS": keys.read_text(),
            "XINAN_SECRET_KEY": "of this test alone",
            "XINAN_LOG": "plain",
            **({"XINAN_DATABASE_URL": self.url} if self.url else {}),
        }
