"""Who opens these pages: people of offices and departments."""

from typing import Any

from xinan.gateways.wiring import wiring
from xinan.people.duties.policies import may_see_duties
from xinan.people.models import User
from xinan.people.scope import scope_of

_KNOWN = "_sees_duties"


def sees_duties(user: Any) -> bool:
    """Whether the person works in an office. Asked several times for one page; the posts are looked up once."""
    if not isinstance(user, User):
        return False
    if not hasattr(user, _KNOWN):
        setattr(user, _KNOWN, may_see_duties(scope_of(user, on=wiring().clock.today())))
    return bool(getattr(user, _KNOWN))
