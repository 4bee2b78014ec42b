"""Who has a page of deliveries at all."""

from typing import Any

from xinan.gateways.wiring import wiring
from xinan.notices.policies import may_run_deliveries
from xinan.people.models import User
from xinan.people.scope import scope_of


def runs_deliveries(user: Any) -> bool:
    """Operators."""
    return isinstance(user, User) and may_run_deliveries(scope_of(user, on=wiring().clock.today()))
