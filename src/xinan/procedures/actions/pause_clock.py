"""Stopping a clock: asked for with reason and proof, approved by whom the definition names, resumed on a day."""

from collections.abc import Sequence
from datetime import date, datetime

from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.given import SentProof
from xinan.procedures.models import ClockPause


def ask_pause(
    clock_id: int,
    *,
    by: User,
    scope: Scope,
    now: datetime,
    reason: str,
    proofs: Sequence[SentProof],
    from_on: date | None = None,
    until_on: date | None = None,
) -> ClockPause:
    """Ask that a running clock stop from a day (today or later, today by default) until another, if that is known."""
    raise NotImplementedError


def approve_pause(pause_id: int, *, by: User, scope: Scope, now: datetime, words: str = "") -> ClockPause:
    """Stop the clock as asked. Nobody approves what they asked for themselves."""
    raise NotImplementedError


def refuse_pause(pause_id: int, *, by: User, scope: Scope, now: datetime, words: str) -> ClockPause:
    """Let the clock run on; says why."""
    raise NotImplementedError


def resume_clock(clock_id: int, *, by: User | None, scope: Scope, now: datetime, reason: str = "") -> ClockPause:
    """Let a paused clock run again from today; the days actually paused are added to what remained."""
    raise NotImplementedError
