"""Make one move: permission, check, change, record, announce, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.given import SentProof
from xinan.procedures.models import Proceeding


def make_move(
    proceeding_id: int,
    move: str,
    *,
    by: User | None,
    scope: Scope,
    now: datetime,
    version: int,
    reason: str = "",
    proofs: Sequence[SentProof] = (),
    plan_on: date | None = None,
    until_on: date | None = None,
    target: str = "",
    other: Mapping[str, object] | None = None,
) -> Proceeding:
    """The proceeding after the move. `version` is the one the person looked at; `by` None is the system.

    Raises UnknownProceeding (also where it is outside the scope), Overtaken (who moved it, when, to what), MoveRefused
    (not from this state, not by this kind of person, not by the one who made a step before it), MoveIncomplete and
    ProofMissing. The hooks of the procedure run inside the transaction: what they raise undoes everything.
    """
    raise NotImplementedError
