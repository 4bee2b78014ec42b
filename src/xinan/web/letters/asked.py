"""The letter that a page is about, and who asks for it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest

from xinan.documents.models import Letter
from xinan.documents.policies import may_write_letters, visible_letter
from xinan.gateways.wiring import wiring
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of
from xinan.web.shell.scoping import asker


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, what they may see, and when."""

    user: User
    scope: Scope
    now: datetime

    @property
    def today(self) -> date:
        """The day in China."""
        return self.now.date()


def asker_of(request: HttpRequest) -> Asker:
    """The person behind a request."""
    user, now = asker(request.user), wiring().clock.now()
    return Asker(user, scope_of(user, on=now.date()), now)


def letter_asked(who: Asker, number: int) -> Letter:
    """The letter, if they may see it; NotFound else."""
    return visible_letter(who.user, scope=who.scope, number=number)


def writes_letters(user: Any) -> bool:
    """Whether somebody writes letters and keeps templates."""
    return isinstance(user, User) and may_write_letters(user, scope=scope_of(user, on=wiring().clock.today()))
