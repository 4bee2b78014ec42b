"""Who has the pages of relief at all; which relief and which fund, the noun's policies say."""

from typing import Any

from xinan.casework.relief.policies import handles_relief, keeps_funds
from xinan.gateways.wiring import wiring
from xinan.people.models import User
from xinan.web.shell.scoping import scope_for


def has_relief(user: Any) -> bool:
    """Offices, banks, and firms that may have to pay."""
    return isinstance(user, User) and handles_relief(scope_for(user, today=wiring().clock.today()))


def has_funds(user: Any) -> bool:
    """Offices."""
    return isinstance(user, User) and keeps_funds(scope_for(user, today=wiring().clock.today()))
