"""The moves open to a person on many proceedings at once, in one statement."""

from collections.abc import Mapping, Sequence

from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.checks import acting_kind, last_makers
from xinan.procedures.enums import ActorKind
from xinan.procedures.errors import MoveRefused
from xinan.procedures.given import MoveOffer
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import actor_kinds
from xinan.procedures.registry import find_procedure


def offers_of(proceedings: Sequence[Proceeding], *, scope: Scope, user: User) -> dict[int, list[MoveOffer]]:
    """The offers by proceeding, as `moves_open_to` would give them for each; one statement."""
    makers = last_makers([each.pk for each in proceedings if each.closed_at is None])
    return {each.pk: _offers(each, scope=scope, user=user, makers=makers.get(each.pk, {})) for each in proceedings}


def _offers(proceeding: Proceeding, *, scope: Scope, user: User, makers: Mapping[str, int | None]) -> list[MoveOffer]:
    procedure = find_procedure(proceeding.procedure)
    stands_as = actor_kinds(scope, proceeding)
    moves = procedure.moves_from(proceeding.state)
    return [
        _offer(proceeding, code, scope=scope, user=user, makers=makers)
        for code, move in moves.items()
        if stands_as & set(move.who)
    ]


def _offer(
    proceeding: Proceeding, code: str, *, scope: Scope, user: User, makers: Mapping[str, int | None]
) -> MoveOffer:
    move = find_procedure(proceeding.procedure).moves[code]
    kind: ActorKind | None = None
    refused: Text | None = None
    try:
        kind = acting_kind(proceeding, code, by=user, scope=scope, makers=makers)
    except MoveRefused as refusal:
        refused = refusal.what
    return MoveOffer(code, move.name, move.needs, move.letter, move.closes_as, move.hint, kind, refused)
