"""A province in a database of the product's own, for what is measured through it."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from importlib import import_module
from pathlib import Path

from tools.bench.province import HOME, TODAY, Size, stored_province

STORED = HOME / "stored"
PATIENCE = 30  # seconds for a left server to end
NOW = f"{TODAY.isoformat()}T09:30:00+08:00"


def environment(home: Path = STORED) -> dict[str, str]:
    """What a process of the product must find set to use that database."""
    return {
        "XINAN_LOG_LEVEL": "WARNING",
        "XINAN_HOME": str(home),
        "XINAN_NOW": NOW,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def open_database(size: Size, *, fresh: bool, home: Path = STORED) -> None:
    """Start it and set Django up; made anew where `fresh`, or where it holds no province of that size."""
    snapshot = stored_province(size)
    filled = home / f"filled-{size.name}"
    if fresh or not filled.exists():
        _end_left_server(home)
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    (home / "static").mkdir(exist_ok=True)
    # Never whichever database somebody named: what is measured empties tables.
    os.environ.pop("XINAN_DATABASE_URL", None)
    os.environ |= environment(home)
    import_module("xinan.gateways.database").ensure_database()
    import_module("django").setup()
    filling = import_module("tools.bench.filling")
    _make_tables()
    if not filled.exists():
        seconds = filling.fill(snapshot)
        filled.write_text(f"{seconds:.1f}", encoding="utf-8")


def _make_tables() -> None:
    """By the migrations; a test, which measures nothing, may name a dump of what they lead to."""
    database, migrating = import_module("xinan.gateways.database"), import_module("xinan.gateways.migrating")
    connection = import_module("django.db").connection
    dump = os.environ.get("XINAN_BENCH_TABLES")
    if dump and "django_migrations" not in connection.introspection.table_names():
        url = database.connection_url(connection.settings_dict)
        psql = import_module("tests.support.database").BINARIES / "psql"
        subprocess.run([psql, url, "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", dump], check=True, capture_output=True)
    migrating.migrate()


def _end_left_server(home: Path) -> None:
    """A run that was killed leaves its server behind."""
    pid_file = home / "postgres" / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(pid_file.read_text("utf-8").splitlines()[0]), signal.SIGTERM)
        for _ in range(PATIENCE * 10):
            if not pid_file.exists():
                return
            time.sleep(0.1)


def filled_in(size: Size) -> float:
    """The seconds it took to fill the database."""
    return float((STORED / f"filled-{size.name}").read_text("utf-8"))
