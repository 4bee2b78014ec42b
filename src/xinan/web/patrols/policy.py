"""Who has the pages of visits at all."""

from typing import Any

from xinan.gateways.wiring import wiring
from xinan.patrols.policies import may_patrol, may_read_visits
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of


def opens_visits(user: Any) -> bool:
    """Offices, departments and auditors."""
    return isinstance(user, User) and may_read_visits(_scope(user))


def makes_visits(user: Any) -> bool:
    """Offices and departments."""
    return isinstance(user, User) and may_patrol(_scope(user))


def _scope(user: User) -> Scope:
    return scope_of(user, on=wiring().clock.today())
