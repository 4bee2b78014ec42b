"""How far a batch has come, told while its transaction is still open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from xinan.intake.models import Batch

Report = Callable[[int], None]


@contextmanager
def progress_of(batch_id: int, *, also: Report | None = None) -> Iterator[Report]:
    """A function that takes a percentage and shows it at once, past the open transaction: it has its own connection.

    `also` is told as well.
    """
    side = connection.copy()
    table = Batch._meta.db_table
    shown = -1

    def report(percent: int) -> None:
        nonlocal shown
        if percent > shown:
            shown = percent
            if also:
                also(percent)
            with side.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET progress = %s WHERE id = %s", [percent, batch_id])  # noqa: S608 own name

    try:
        yield report
    finally:
        side.close()
