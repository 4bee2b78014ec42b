"""The same move on many proceedings, with a preview that says what would happen to each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.given import Moved, Previewed, SentProof


def preview_moves(ids: Sequence[int], move: str, *, by: User, scope: Scope, now: datetime) -> list[Previewed]:
    """For each, in the order given: the version looked at, and why the move would be refused. Changes nothing."""
    raise NotImplementedError


def make_moves(
    versions: Mapping[int, int],
    move: str,
    *,
    by: User,
    scope: Scope,
    now: datetime,
    reason: str = "",
    proofs: Sequence[SentProof] = (),
    plan_on: date | None = None,
    until_on: date | None = None,
    target: str = "",
) -> list[Moved]:
    """Make the move on each proceeding (id: version looked at), each in a transaction of its own.

    One refused or overtaken does not stop the others; its reason is in the answer.
    """
    raise NotImplementedError
