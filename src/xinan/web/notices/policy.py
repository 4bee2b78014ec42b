"""Who has a page of deliveries at all."""

from typing import Any

from xinan.gateways.wiring import wiring
from xinan.notices.policies import may_run_deliveries
from xinan.people.models import User
from xinan.people.scope import scope_of

_KNOWN = "_runs_deliveries"


def runs_deliveries(user: Any) -> bool:
    """Operators. Asked several times for one page; the posts are looked up once."""
    if not isinstance(user, User):
        return False
    if not hasattr(user, _KNOWN):
        setattr(user, _KNOWN, may_run_deliveries(scope_of(user, on=wiring().clock.today())))
    return bool(getattr(user, _KNOWN))
