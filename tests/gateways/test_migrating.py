"""An empty database is brought to this version by the short way: it comes out as by Django's own."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django.plugin import DjangoDbBlocker

from tests.support.database import BINARIES
from xinan.gateways import migrating
from xinan.gateways.database import connection_url

# Enough to meet most kinds of operation, and early enough that Django's own way takes seconds, not a minute.
APPS = {"people", "registry"}


@contextmanager
def another_database(name: str) -> Iterator[None]:
    """An empty database of the session's server, for as long as the block runs the one that Django knows."""
    usual = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def targets() -> list[tuple[str, str]]:
    return [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] in APPS]


def by_django() -> None:
    MigrationExecutor(connection).migrate(targets())


def by_the_short_way() -> None:
    migrating.migrate(targets())


def made(way: Callable[[], None]) -> list[str]:
    """What the database holds then, line by line; but for the moments, the key of the dump, and what signals add."""
    with another_database("test_made"):
        way()
        dump = subprocess.run(
            [BINARIES / "pg_dump", connection_url(connection.settings_dict), "--no-owner"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    said = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+\+08|\\(un)?restrict \w+", "", dump)
    kept = re.sub(r"^COPY public\.(auth_permission|django_content_type) .*?^\\\.$", "", said, flags=re.M | re.S)
    return [line for line in kept.splitlines() if "SEQUENCE SET" not in line and "pg_catalog.setval" not in line]


@pytest.mark.slow
@pytest.mark.usefixtures("django_db_setup")
def test_tables_come_out_as_by_djangos_own_way(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        ordinary, short = made(by_django), made(by_the_short_way)
    assert short == ordinary
    for what in ("CREATE TABLE public.registry_project ", "CREATE TRIGGER", "CREATE INDEX", "ADD CONSTRAINT"):
        assert any(what in line for line in ordinary), what
