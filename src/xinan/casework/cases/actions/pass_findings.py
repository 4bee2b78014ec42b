"""The second track: what was found, and its way to the department concerned, as a task with a date."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinan.casework.cases.actions.give_task import give_task
from xinan.casework.cases.findings import RULES, Behind
from xinan.casework.cases.given import NewTask
from xinan.casework.cases.membership import proceedings_of_case
from xinan.casework.cases.models import CaseTask
from xinan.casework.cases.opening import BACKGROUND
from xinan.casework.cases.policies import standing_of, visible_case
from xinan.casework.cases.refusals import case_closed, not_yours, words_missing
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.given import SentProof
from xinan.procedures.models import Proceeding


@transaction.atomic
def record_findings(
    case_id: int,
    kinds: Sequence[Behind],
    *,
    words: str,
    proofs: Sequence[SentProof] = (),
    by: User,
    scope: Scope,
    now: datetime,
) -> Proceeding:
    """What was found behind the arrears, by kind. Raises NotFound, MoveRefused, InvalidValue where no kind is named."""
    track = _track(case_id, scope=scope)
    if not kinds:
        raise words_missing(Text("查明的问题类型", "The kind of what was found"))
    named = "、".join(RULES[kind].name.zh for kind in kinds)
    return make_move(
        track.pk,
        "record_findings",
        by=by,
        scope=scope,
        now=now,
        version=track.version,
        reason=f"{named}：{words.strip()}" if words.strip() else "",
        proofs=proofs,
        other={"kinds": [kind.value for kind in kinds]},
    )


@transaction.atomic
def pass_on(
    case_id: int,
    task: NewTask,
    *,
    files: Sequence[SentProof] = (),
    by: User,
    scope: Scope,
    now: datetime,
    keyring: Keyring,
) -> CaseTask:
    """The department's task, and the track moved on with it. Raises as `give_task` and `make_move` do."""
    track = _track(case_id, scope=scope)
    made = give_task(case_id, task, files=files, background=True, by=by, scope=scope, now=now, keyring=keyring)
    whom = made.to_office.name if made.to_office is not None else str(made.to_user or "")
    make_move(
        track.pk,
        "pass_on",
        by=by,
        scope=scope,
        now=now,
        version=track.version,
        reason=made.title,
        target=whom[:60],
        other={"task": made.pk},
    )
    return made


def _track(case_id: int, *, scope: Scope) -> Proceeding:
    case = visible_case(scope, case_id=case_id)
    standing = standing_of(case, scope=scope)
    if not standing.works:
        raise not_yours(Text("办理背后问题", "work on the second track"))
    track = proceedings_of_case(case.pk).filter(procedure=BACKGROUND, closed_at=None).first()
    if track is None:
        raise case_closed()
    return track
