"""Who has the list of matters by name, and for whom that list is the whole of their work."""

from typing import Any

from xinan.gateways.wiring import wiring
from xinan.people.enums import TRIBUNAL_ROLES
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.web.shell.scoping import scope_for


def has_matters(user: Any) -> bool:
    """Mediators and arbitrators."""
    return isinstance(user, User) and bool(_scope(user).roles & TRIBUNAL_ROLES)


def sees_places(user: Any) -> bool:
    """Whoever's work is not the matters that name them alone: their pages are of places, trades or firms."""
    return isinstance(user, User) and not only_tribunal(_scope(user))


def only_tribunal(scope: Scope) -> bool:
    """Whether somebody holds posts of a mediator or an arbitrator and no other."""
    return bool(scope.roles) and scope.roles <= TRIBUNAL_ROLES


def _scope(user: User) -> Scope:
    return scope_for(user, today=wiring().clock.today())
