"""What is open to a person, which clocks run, what has happened so far."""

from collections.abc import Sequence
from datetime import datetime

from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.clock_view import ClockView
from xinan.procedures.given import MoveOffer
from xinan.procedures.models import Proceeding
from xinan.procedures.timeline import Entry


def moves_open_to(proceeding: Proceeding, *, scope: Scope, user: User) -> list[MoveOffer]:
    """The moves out of the present state that this person's kind may make; `refused` says what stands against one."""
    raise NotImplementedError


def clocks_of(proceedings: Sequence[Proceeding], *, now: datetime) -> dict[int, list[ClockView]]:
    """The clocks of each proceeding, open ones first by due day; two statements whatever their number."""
    raise NotImplementedError


def timeline_of(proceeding: Proceeding) -> list[Entry]:
    """Everything that happened, oldest first: steps with their proof, and what happened to the clocks."""
    raise NotImplementedError
