"""Who opens these pages: people of offices and departments."""

from typing import Any

from xinan.gateways.wiring import wiring
from xinan.people.duties.policies import may_see_duties
from xinan.people.models import User
from xinan.people.scope import scope_of


def sees_duties(user: Any) -> bool:
    """Whether the person works in an office."""
    return isinstance(user, User) and may_see_duties(scope_of(user, on=wiring().clock.today()))
