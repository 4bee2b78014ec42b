"""Whether a move may be made, and why not: the one set of checks for the offer, the preview and the move itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.conditions import check_happened, check_made_before
from xinan.procedures.definition import Move, Procedure
from xinan.procedures.enums import ACTOR_NAMES, ActorKind, Need
from xinan.procedures.errors import MoveIncomplete, MoveRefused, Overtaken, ProofMissing
from xinan.procedures.given import SentProof
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.policies import actor_kinds
from xinan.procedures.registry import find_procedure
from xinan.procedures.sizes import WORDS

_RELOAD = Text("刷新页面，从可以办理的事项中选择。", "Reload the page and choose among what can be done.")


@dataclass(frozen=True, slots=True)
class Given:
    """What came with a move."""

    reason: str = ""
    proofs: Sequence[SentProof] = ()
    plan_on: date | None = None
    until_on: date | None = None
    target: str = ""
    happened_on: date | None = None


def move_of(procedure: Procedure, code: str) -> Move:
    """The move of this code; raises MoveRefused where the procedure has none."""
    found = procedure.moves.get(code)
    if found is None:
        raise MoveRefused(
            "move-unknown", Text(f"程序中没有“{code}”这个动作。", f"The procedure has no move “{code}”."), _RELOAD
        )
    return found


def check_state(proceeding: Proceeding, code: str) -> None:
    """Raises MoveRefused where the move does not lead out of the state it stands in."""
    procedure = find_procedure(proceeding.procedure)
    move = move_of(procedure, code)
    if proceeding.state in move.from_:
        return
    now_at = procedure.states[proceeding.state].name
    allowed = [procedure.states[state].name for state in move.from_]
    raise MoveRefused(
        "move-from-here",
        Text(f"处于“{now_at.zh}”时不能“{move.name.zh}”。", f"“{move.name.en}” is not possible at “{now_at.en}”."),
        Text(
            f"只有处于{'、'.join(f'“{name.zh}”' for name in allowed)}时可以。",
            f"It is possible at {', '.join(f'“{name.en}”' for name in allowed)}.",
        ),
    )


def acting_kind(
    proceeding: Proceeding, code: str, *, by: User | None, scope: Scope, makers: Mapping[str, int | None]
) -> ActorKind:
    """As what the move is made; raises MoveRefused where this is not theirs to make.

    `makers` says who last made each move of the proceeding (`last_makers`).
    """
    procedure = find_procedure(proceeding.procedure)
    move = move_of(procedure, code)
    if by is None:
        if move.automatic or ActorKind.SYSTEM in move.who:
            return ActorKind.SYSTEM
        raise _not_theirs(move)
    stands_as = actor_kinds(scope, proceeding)
    found = next((kind for kind in move.who if kind in stands_as), None)
    if found is None:
        raise _not_theirs(move)
    for other in move.other_person:
        if makers.get(other) == by.pk:
            raise _same_person(move, procedure.moves[other])
    check_made_before(procedure, move, made=makers)
    return found


def last_makers(proceeding_ids: Iterable[int]) -> dict[int, dict[str, int | None]]:
    """Of each proceeding, who last made each move (None: the system); one statement."""
    found: dict[int, dict[str, int | None]] = {}
    steps = Step.objects.filter(proceeding__in=list(proceeding_ids)).order_by("pk")
    for proceeding_id, move, by_id in steps.values_list("proceeding_id", "move", "by_id"):
        found.setdefault(proceeding_id, {})[move] = by_id
    return found


def check_given(move: Move, given: Given, *, today: date) -> None:
    """Raises MoveIncomplete or ProofMissing where something the move needs is missing or wrong."""
    if Need.REASON in move.needs and not given.reason.strip():
        raise _missing("reason", move, Text("写明理由后再提交。", "Say why and send it again."))
    if len(given.reason) > WORDS:
        raise MoveIncomplete(
            "reason",
            Text(f"文字超过 {WORDS} 字。", f"The text is longer than {WORDS} characters."),
            Text("缩短文字，其余内容作为附件上传。", "Shorten it and upload the rest as a file."),
        )
    if Need.PROOF in move.needs and not given.proofs:
        raise ProofMissing(move.name)
    if Need.TARGET in move.needs and not given.target.strip():
        raise _missing("target", move, Text("选择去向后再提交。", "Choose where to and send it again."))
    _check_day("plan_on", given.plan_on, move=move, needed=Need.PLAN_ON in move.needs, today=today)
    _check_day("until_on", given.until_on, move=move, needed=Need.UNTIL in move.needs, today=today)
    check_happened(move, given.happened_on, today=today)


def overtaken(proceeding: Proceeding) -> Overtaken:
    """Who moved it last, when, to what; for whoever looked at an older version."""
    procedure = find_procedure(proceeding.procedure)
    last = (
        Step.objects.filter(proceeding=proceeding, version=proceeding.version, move__in=procedure.moves)
        .select_related("by")
        .order_by("-pk")
        .first()
    )
    return Overtaken(
        who=str(last.by) if last is not None and last.by is not None else "",
        what=procedure.name_of_move(last.move if last is not None else "open"),
        at=last.at if last is not None else proceeding.moved_at,
        state=procedure.states[proceeding.state].name,
    )


def _check_day(need: str, day: date | None, *, move: Move, needed: bool, today: date) -> None:
    if day is None:
        if needed:
            raise _missing(need, move, Text("填写日期后再提交。", "Give the day and send it again."))
    elif day < today:
        raise MoveIncomplete(
            need,
            Text(f"日期 {day} 已经过去。", f"The day {day} is past."),
            Text(f"填写 {today} 或以后的日期。", f"Give {today} or a later day."),
        )


def _missing(need: str, move: Move, remedy: Text) -> MoveIncomplete:
    what = {
        "reason": Text("理由", "a reason"),
        "target": Text("去向", "where to"),
        "plan_on": Text("计划完成日", "the planned day"),
        "until_on": Text("截至日", "an end day"),
    }[need]
    return MoveIncomplete(
        need, Text(f"“{move.name.zh}”须填写{what.zh}。", f"“{move.name.en}” needs {what.en}."), remedy
    )


def _not_theirs(move: Move) -> MoveRefused:
    named = [ACTOR_NAMES[kind] for kind in move.who]
    return MoveRefused(
        "move-not-yours",
        Text(f"您不能办理“{move.name.zh}”。", f"“{move.name.en}” is not yours to make."),
        Text(
            f"由{'、'.join(name.zh for name in named) or '系统'}办理。",
            f"It is made by: {', '.join(name.en for name in named) or 'the system'}.",
        ),
    )


def _same_person(move: Move, other: Move) -> MoveRefused:
    return MoveRefused(
        "move-other-person",
        Text(
            f"“{move.name.zh}”须由另一人办理：“{other.name.zh}”是您办理的。",
            f"“{move.name.en}” takes another person: you did “{other.name.en}”.",
        ),
        Text("请同一单位的其他人员办理。", "Ask a colleague of the same office."),
    )
