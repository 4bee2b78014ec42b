"""Moves the data make: cured, reopened, merged; many at once."""

from collections.abc import Sequence
from datetime import datetime

from xinan.procedures.models import Proceeding


def close_by_system(proceeding_ids: Sequence[int], move: str, *, now: datetime, reason: str) -> list[Proceeding]:
    """Make an automatic move on each that stands in a state it leads from; the others are left as they are.

    One transaction with a fixed number of statements (hooks apart). The move need not close: any `automatic` one may
    be named. Raises MoveRefused where the move is not automatic.
    """
    raise NotImplementedError
