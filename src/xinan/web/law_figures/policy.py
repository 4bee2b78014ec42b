"""Who has the pages of the law's figures."""

from typing import Any

from xinan.casework.lawbook.policies import may_read
from xinan.gateways.wiring import wiring
from xinan.people.models import User
from xinan.web.shell.scoping import scope_for


def reads_figures(user: Any) -> bool:
    """Offices, arbitrators and mediators, who decide by them; auditors."""
    return isinstance(user, User) and may_read(scope_for(user, today=wiring().clock.today()))
