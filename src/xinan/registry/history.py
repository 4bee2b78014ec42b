"""History of every row: an event for each insert, change and deletion, with who did it, in which request or batch."""

from typing import Any

import pghistory


def tracked(**options: Any) -> Any:
    """The decorator of a model whose changes are kept; `exclude` leaves columns out (sealed values)."""
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options)
