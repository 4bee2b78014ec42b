"""Who has a switchboard at all."""

from typing import Any

from xinan.gateways.wiring import wiring
from xinan.intake.switchboard.policies import may_watch_feeds
from xinan.people.models import User


def may_open(user: Any) -> bool:
    """Operators, offices, contractors, banks."""
    return isinstance(user, User) and may_watch_feeds(user, on=wiring().clock.today())
