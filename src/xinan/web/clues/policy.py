"""Who has the pages of clues at all: offices and departments; firms, banks and operators have none."""

from typing import Any

from xinan.casework.policies import may_hear, may_read_clues, may_take_clues
from xinan.gateways.wiring import wiring
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of


def reads_clues(user: Any) -> bool:
    """Offices, departments and auditors."""
    return isinstance(user, User) and may_read_clues(_scope(user))


def takes_clues(user: Any) -> bool:
    """Offices and departments."""
    return isinstance(user, User) and may_take_clues(_scope(user))


def hears_workers(user: Any) -> bool:
    """Labour offices."""
    return isinstance(user, User) and may_hear(_scope(user))


def _scope(user: User) -> Scope:
    return scope_of(user, on=wiring().clock.today())
