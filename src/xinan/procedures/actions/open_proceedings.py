"""Begin handling: many at once, in a number of statements that does not grow with them."""

from collections.abc import Sequence
from datetime import datetime

from xinan.procedures.given import Opening
from xinan.procedures.models import Proceeding


def open_proceedings(openings: Sequence[Opening], *, now: datetime) -> list[Proceeding]:
    """Open a proceeding for each, in the order given, with its opening step, its clocks and their first act.

    One transaction of a fixed number of statements. Raises AlreadyOpen where a subject has one that is not closed.
    """
    raise NotImplementedError
