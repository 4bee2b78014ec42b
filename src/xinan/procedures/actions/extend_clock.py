"""More time: asked for with a reason, granted by whom the definition names, up to its ceiling."""

from collections.abc import Sequence
from datetime import datetime

from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.given import SentProof
from xinan.procedures.models import ClockExtension


def ask_extension(
    clock_id: int,
    *,
    by: User,
    scope: Scope,
    now: datetime,
    amount: int,
    reason: str,
    proofs: Sequence[SentProof] = (),
) -> ClockExtension:
    """Ask for `amount` more, in the clock's unit."""
    raise NotImplementedError


def extend_clock(extension_id: int, *, by: User, scope: Scope, now: datetime, words: str = "") -> ClockExtension:
    """Grant what was asked for. Nobody grants what they asked for themselves."""
    raise NotImplementedError


def refuse_extension(extension_id: int, *, by: User, scope: Scope, now: datetime, words: str) -> ClockExtension:
    """Let the clock stand; says why."""
    raise NotImplementedError
