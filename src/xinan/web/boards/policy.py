"""Who reads the boards: whoever cases, clues or relief may concern, each of what is open to them."""

from typing import Any

from xinan.gateways.wiring import wiring
from xinan.people.enums import OFFICE_ROLES, TRIBUNAL_ROLES
from xinan.people.models import User
from xinan.web.shell.scoping import scope_for


def reads_boards(user: Any) -> bool:
    """Offices, departments, auditors, mediators and arbitrators; no firm."""
    if not isinstance(user, User):
        return False
    return bool(scope_for(user, today=wiring().clock.today()).roles & (OFFICE_ROLES | TRIBUNAL_ROLES))
