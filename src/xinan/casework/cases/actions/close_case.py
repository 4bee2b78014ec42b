"""Closing a case: asked for by one person, approved by another, with the list looked at both times; and opening it again."""

from datetime import datetime

from django.db import transaction

from xinan.casework.cases.closing import WAIVABLE, missing
from xinan.casework.cases.enums import Part
from xinan.casework.cases.membership import holder_of, proceedings_of_case
from xinan.casework.cases.models import Case
from xinan.casework.cases.opening import BACKGROUND, UMBRELLA, open_two_tracks
from xinan.casework.cases.policies import standing_of, visible_case
from xinan.casework.cases.refusals import case_closed, case_open, not_yours, words_missing
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.close_by_system import close_by_system
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.models import Proceeding
from xinan.procedures.reckoning import day_of


@transaction.atomic
def ask_closing(
    case_id: int, *, reason: str, waive: bool, by: User, scope: Scope, now: datetime, version: int | None = None
) -> Proceeding:
    """The umbrella, waiting for another person. `waive`: the second track is to be let pass, which the approver decides.

    Raises NotFound, MoveRefused, Overtaken, and Conflict that says what is missing.
    """
    case = _held(case_id, scope=scope)
    umbrella = _umbrella(case)
    waived = dict.fromkeys(_to_waive(case, now=now), "") if waive else {}
    return make_move(
        umbrella.pk,
        "ask_closing",
        by=by,
        scope=scope,
        now=now,
        version=umbrella.version if version is None else version,
        reason=reason,
        other={"waived": waived} if waived else None,
    )


@transaction.atomic
def approve_closing(
    case_id: int,
    *,
    reason: str,
    waive_reason: str = "",
    by: User,
    scope: Scope,
    now: datetime,
    version: int | None = None,
) -> Proceeding:
    """The case is closed. A second track still open is set aside by the approver's own `waive_reason`, and by nothing else.

    Raises NotFound, MoveRefused (who asked does not approve), Overtaken, and Conflict that says what is missing.
    """
    case = _held(case_id, scope=scope)
    umbrella = _umbrella(case)
    lacks = _to_waive(case, now=now) if waive_reason.strip() else []
    closed = make_move(
        umbrella.pk,
        "approve_closing",
        by=by,
        scope=scope,
        now=now,
        version=umbrella.version if version is None else version,
        reason=reason,
        other={"waived": dict.fromkeys(lacks, waive_reason.strip())} if lacks else None,
    )
    if BACKGROUND in lacks:
        ids = proceedings_of_case(case.pk).filter(procedure=BACKGROUND, closed_at=None).values_list("pk", flat=True)
        words = f"{by.display_name}批准：{waive_reason.strip()}"
        close_by_system(list(ids), "set_aside", now=now, reason=words, other={"approved_by": by.pk})
    return closed


@transaction.atomic
def reopen_case(
    case_id: int, *, reason: str, background_again: bool = False, by: User, scope: Scope, now: datetime
) -> Case:
    """The case under way again, under its number, as its next episode. The second track too where `background_again`.

    Raises NotFound, NotAllowed for who does not lead it, InvalidValue without a reason, Conflict where it is open.
    """
    case = _held(case_id, scope=scope)
    if not standing_of(case, scope=scope).leads:
        raise not_yours(Text("重新办理", "reopen the case"))
    if case.closed_on is None:
        raise case_open()
    if not reason.strip():
        raise words_missing(Text("重新办理的理由", "Why it is reopened"))
    last = proceedings_of_case(case.pk).filter(procedure=UMBRELLA).order_by("-pk").first()
    if last is None:
        raise case_open()
    case.closed_on, case.episode = None, case.episode + 1
    case.save(update_fields=["closed_on", "episode"])
    open_two_tracks(
        case,
        arrears=holder_of(case, Part.ARREARS) or by,
        background=holder_of(case, Part.BACKGROUND),
        reason=reason.strip(),
        now=now,
        previous_id=last.pk,
        background_again=background_again,
    )
    return case


def _held(case_id: int, *, scope: Scope) -> Case:
    visible = visible_case(scope, case_id=case_id)
    return Case.objects.select_for_update(of=("self",)).select_related("office").get(pk=visible.pk)


def _umbrella(case: Case) -> Proceeding:
    found = proceedings_of_case(case.pk).filter(procedure=UMBRELLA, closed_at=None).first()
    if found is None:
        raise case_closed()
    return found


def _to_waive(case: Case, *, now: datetime) -> list[str]:
    return [each.code for each in missing(case, today=day_of(now)) if each.code in WAIVABLE]
