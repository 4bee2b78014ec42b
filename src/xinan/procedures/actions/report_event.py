"""Something a noun reports that starts or ends clocks without a move: a letter was served, an inspection ended."""

from datetime import datetime

from xinan.procedures.models import Proceeding


def report_event(proceeding_id: int, name: str, *, now: datetime, at: datetime | None = None) -> Proceeding:
    """Fire the trigger `event:<name>`; `at` is when it happened where that is not now (service proved later)."""
    raise NotImplementedError
