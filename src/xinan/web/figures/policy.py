"""Who reads the figures: offices and auditors, each of their own scope."""

from typing import Any

from xinan.gateways.wiring import wiring
from xinan.people.models import User
from xinan.web.shell.scoping import scope_for


def may_read_figures(user: Any) -> bool:
    """Whether the person works in an office, a department or the audit."""
    return isinstance(user, User) and bool(scope_for(user, today=wiring().clock.today()).offices)
