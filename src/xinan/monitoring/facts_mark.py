"""Whether facts changed between two moments, told by the change log's own numbers."""

from django.db import connection

from xinan.registry.models import ProjectChange

# Every change of a fact draws a number for its mark (registry/marks.py). Whoever has drawn one and not yet committed
# holds this lock on the table; taking marks off the log holds it too, which costs no more than a day worked out again.
_UNDER_WAY = """
SELECT EXISTS (SELECT 1 FROM pg_locks WHERE relation = %s::regclass AND mode = 'RowExclusiveLock')
"""


def facts_mark() -> int | None:
    """The number of the last change of facts; None while one is under way, which says nothing.

    Facts loaded after this call are those of any later moment at which the same number is told. The number is drawn before
    the locks are looked at: a change that drew an earlier one is then either committed or still holds its lock.
    """
    table = ProjectChange._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        (sequence,) = cursor.fetchone()
        cursor.execute(f"SELECT last_value FROM {sequence}")  # noqa: S608 the database's own name
        (before,) = cursor.fetchone()
        cursor.execute(_UNDER_WAY, [table])
        (under_way,) = cursor.fetchone()
    return None if under_way else int(before)
