"""The scope of whoever asks, as the pages use it."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from xinan.people.models import User
from xinan.people.scope import Scope, scope_of
from xinan.registry import policies
from xinan.registry.models import Project


def asker(user: User | AnonymousUser) -> User:
    """The person signed in; PermissionDenied for nobody (the page's policy has sent them to sign in before)."""
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def scope_for(user: User | AnonymousUser, *, today: date) -> Scope:
    """What the person may see today."""
    return scope_of(asker(user), on=today)


def visible_projects(user: User | AnonymousUser, *, today: date) -> QuerySet[Project]:
    """The projects of the person's scope."""
    return policies.visible_projects(scope_for(user, today=today))
