"""Who has a switchboard at all."""

from typing import Any

from xinan.gateways.wiring import wiring
from xinan.intake.switchboard.policies import may_watch_feeds
from xinan.people.models import User

_KNOWN = "_has_switchboard"


def may_open(user: Any) -> bool:
    """Operators, offices, contractors, banks. Asked several times for one page; the posts are looked up once."""
    if not isinstance(user, User):
        return False
    if not hasattr(user, _KNOWN):
        setattr(user, _KNOWN, may_watch_feeds(user, on=wiring().clock.today()))
    return bool(getattr(user, _KNOWN))
