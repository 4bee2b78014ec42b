"""How far the demo's province has come, kept in the database itself: as a comment on its schema.

A start that was killed while loading leaves LOADING behind; the next one empties the schema and begins anew. A database
that carries no mark but has projects is somebody's own: nothing is loaded into it, and nothing removed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import connection

MARK = "xinan demo: "


class State(StrEnum):
    """What the database holds."""

    EMPTY = "empty"
    LOADING = "loading"
    READY = "ready"
    OWN = "own"


def state() -> State:
    """The state of the database; the tables need not exist yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
        (comment,) = cursor.fetchone()
        if comment and comment.startswith(MARK):
            return State(comment.removeprefix(MARK))
        cursor.execute("SELECT to_regclass('public.registry_project') IS NOT NULL")
        (migrated,) = cursor.fetchone()
        if not migrated:
            return State.EMPTY
        cursor.execute("SELECT EXISTS (SELECT 1 FROM registry_project)")
        (has_projects,) = cursor.fetchone()
        return State.OWN if has_projects else State.EMPTY


@contextmanager
def unhurried() -> Iterator[None]:
    """Within the block commits do not wait for the disk: what a crash could lose is made anew anyway."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    yield
    # The next commit that waits carries everything before it to the disk.
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO on")


def mark(reached: State) -> None:
    """Note the state in the database."""
    with connection.cursor() as cursor:
        # A comment takes no parameter; the value is one of ours.
        cursor.execute(f"COMMENT ON SCHEMA public IS '{MARK}{reached.value}'")


def empty() -> None:
    """Remove everything from the database; only ever called on a demo that was not finished, or by express wish."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
