"""Who reads the directory."""

from typing import Any

from xinan.casework.directory.policies import reads_directory
from xinan.gateways.wiring import wiring
from xinan.people.models import User
from xinan.web.shell.scoping import scope_for


def opens_directory(user: Any) -> bool:
    """Offices, departments, auditors."""
    return isinstance(user, User) and reads_directory(scope_for(user, today=wiring().clock.today()))
