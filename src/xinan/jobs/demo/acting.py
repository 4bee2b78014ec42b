"""Somebody of the demo at work at a moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from xinan.casework.cases.enums import Part
from xinan.casework.cases.membership import holder_of
from xinan.casework.cases.models import Case
from xinan.kernel.ciphers import Keyring
from xinan.people.enums import Role
from xinan.people.models import Appointment, User
from xinan.people.scope import Scope, scope_of
from xinan.procedures.given import SentProof, seal_proof

_PAPER: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody at work on a case at a moment."""

    user: User
    scope: Scope
    keyring: Keyring
    now: datetime

    @property
    def by(self) -> dict[str, object]:
        """Who does it, for the actions."""
        return {"by": self.user, "scope": self.scope, "now": self.now}

    def at(self, hours: int) -> "Officer":
        """The same person so many hours later."""
        return Officer(self.user, self.scope, self.keyring, self.now + timedelta(hours=hours))

    def another(self, user: User) -> "Officer":
        """Another person at the same moment."""
        return Officer(user, scope_of(user, on=self.now.date()), self.keyring, self.now)

    def proof(self, name: str) -> list[SentProof]:
        """A file to show."""
        return [seal_proof(name, _PAPER, media_type="application/pdf", keyring=self.keyring)]


def approver(case: Case, officer: Officer) -> Officer | None:
    """Another person who may approve: the leader, else somebody of the city or the province."""
    leader = holder_of(case, Part.LEADER)
    if leader is not None and leader.pk != officer.user.pk:
        return officer.another(leader)
    posts = Appointment.objects.filter(role=Role.PROVINCE_OFFICE, to_on=None).select_related("user").order_by("pk")
    post = posts.first()
    return officer.another(post.user) if post is not None else None
