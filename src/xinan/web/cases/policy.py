"""Who has the pages of cases at all; which case, the noun's policies say."""

from typing import Any

from xinan.casework.cases.policies import may_have_cases
from xinan.gateways.wiring import wiring
from xinan.people.models import User
from xinan.web.proceedings.policy import sees_places
from xinan.web.shell.scoping import scope_for


def has_cases(user: Any) -> bool:
    """Offices, departments, mediators and arbitrators; no firm, no auditor."""
    return isinstance(user, User) and may_have_cases(scope_for(user, today=wiring().clock.today()))


def works_cases(user: Any) -> bool:
    """Whoever has the list of cases: not those to whom disputes alone are handed over, who have their matters."""
    return has_cases(user) and sees_places(user)
