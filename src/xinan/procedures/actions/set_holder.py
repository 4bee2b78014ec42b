"""Who holds a proceeding: set by routing, changed by hand-over, kept in its history."""

from collections.abc import Mapping
from datetime import datetime

from xinan.people.models import User


def set_holders(
    holders: Mapping[int, tuple[int | None, int | None]], *, by: User | None, now: datetime, reason: str
) -> int:
    """Set holder and office (ids) of open proceedings; the number changed. Each change is a step with its reason."""
    raise NotImplementedError
