"""One after another, where two who do not see each other would both be the first.

Whoever takes a clue holds the row of its year's number until the transaction ends (numbering.py): the next one finds what was
taken before it, and merges. Groups are made under a lock of their site, which is always taken before any clue's row.
"""

from typing import Final

from django.db import connection

_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('xinan.clue.site'), hashtext(%s))"


def wait_for_site(project_id: str | None) -> None:
    """Wait until nobody else is grouping clues of the site; until this transaction ends others wait for it."""
    if project_id:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [project_id])
