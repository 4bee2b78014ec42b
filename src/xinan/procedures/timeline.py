"""The story of a proceeding as entries of one list."""

from dataclasses import dataclass
from datetime import date, datetime

from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.procedures.models import Proof


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: a step of a person or of the system, or something about a clock."""

    at: datetime
    kind: str  # step, clock
    code: str  # the move, or the kind of clock event
    title: Text
    by: User | None
    as_kind: str
    state_before: Text | None
    state_after: Text | None
    reason: Text
    plan_on: date | None = None
    until_on: date | None = None
    target: str = ""
    proofs: tuple[Proof, ...] = ()
