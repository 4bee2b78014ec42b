"""The queue of background jobs between tests: its tables are not Django's, so no flush empties them."""

from django.db import connection


def empty_queue() -> None:
    """Drop every job."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers CASCADE")
