"""A finding rises or falls while it is handled: the level follows, and clocks whose length depends on it."""

from collections.abc import Mapping
from datetime import datetime


def change_levels(levels: Mapping[int, str], *, now: datetime) -> int:
    """Set the level of open proceedings (id: level); the number changed. Written as a step of the system.

    Running clocks take the length of the new level from their old start; a shorter one never makes them due before the
    day of the change.
    """
    raise NotImplementedError
