"""Half time, the day before, expiry and the ladder after it: worked off once each, by any number of workers."""

from datetime import datetime


def run_due_acts(*, now: datetime, limit: int = 1000) -> int:
    """Work off up to `limit` acts that are due; how many were. Each in one transaction with everything it causes."""
    raise NotImplementedError
