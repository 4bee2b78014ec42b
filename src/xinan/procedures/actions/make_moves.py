"""The same move on many proceedings, with a preview that says what would happen to each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from xinan.kernel.errors import XinanError
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.checks import acting_kind, check_state, last_makers
from xinan.procedures.errors import MoveRefused, UnknownProceeding
from xinan.procedures.given import Moved, Previewed, SentProof
from xinan.procedures.policies import visible_proceedings


def preview_moves(ids: Sequence[int], move: str, *, by: User, scope: Scope) -> list[Previewed]:
    """For each, in the order given: the version looked at, and why the move would be refused. Changes nothing.

    What the move needs is not asked here: it is given once for all of them.
    """
    found = visible_proceedings(scope).in_bulk(ids)
    makers = last_makers(found)
    previews = []
    for number in ids:
        proceeding = found.get(number)
        if proceeding is None:
            previews.append(Previewed(number, 0, UnknownProceeding().what))
            continue
        try:
            check_state(proceeding, move)
            acting_kind(proceeding, move, by=by, scope=scope, makers=makers.get(number, {}))
        except MoveRefused as refusal:
            previews.append(Previewed(number, proceeding.version, refusal.what))
        else:
            previews.append(Previewed(number, proceeding.version, None))
    return previews


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
    happened_on: date | None = None,
) -> list[Moved]:
    """Make the move on each proceeding (id: version looked at), each in a transaction of its own.

    One refused or overtaken does not stop the others; its reason is in the answer.
    """
    done = []
    for number, version in versions.items():
        try:
            make_move(
                number,
                move,
                by=by,
                scope=scope,
                now=now,
                version=version,
                reason=reason,
                proofs=proofs,
                plan_on=plan_on,
                until_on=until_on,
                target=target,
                happened_on=happened_on,
            )
        except XinanError as error:
            done.append(Moved(number, error.what, error.remedy))
        else:
            done.append(Moved(number))
    return done
