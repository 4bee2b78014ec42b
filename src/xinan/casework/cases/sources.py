"""Clues and warnings that a case is opened from: held until the transaction ends, and left to the case."""

from collections.abc import Sequence
from datetime import datetime

from xinan.casework.cases.models import Case
from xinan.casework.models import Clue
from xinan.casework.policies import visible_clues
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.monitoring.enums import SettledAs
from xinan.monitoring.handling.queries import visible_handling
from xinan.monitoring.models import Warning
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.make_move import make_move

TURN = "turn_into_case"


def held_clues(clue_ids: Sequence[str], *, scope: Scope) -> list[Clue]:
    """The clues, in the order given, each where it was merged into; raises NotFound for one the person may not see."""
    wanted = list(dict.fromkeys(clue_ids))
    seen = {each.pk: each for each in visible_clues(scope).filter(pk__in=wanted)}
    if len(seen) < len(wanted):
        raise _no_such_source()
    ids = list(dict.fromkeys(seen[each].merged_into_id or each for each in wanted))
    held = {each.pk: each for each in Clue.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    return [held[each] for each in ids]


def held_warnings(warning_ids: Sequence[int], *, scope: Scope) -> list[Warning]:
    """The warnings, in the order given; raises NotFound for one the person may not see."""
    wanted = list(dict.fromkeys(warning_ids))
    seen = visible_handling(scope).filter(subject_id__in=[str(each) for each in wanted])
    if len(set(seen.values_list("subject_id", flat=True))) < len(wanted):
        raise _no_such_source()
    rows = Warning.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    held = {each.pk: each for each in rows}
    return [held[each] for each in wanted]


def leave_to_the_case(
    case: Case, warnings: Sequence[Warning], *, reason: str, by: User, scope: Scope, now: datetime
) -> None:
    """Close the handling of each warning as turned into this case; one already so is left as it is."""
    waiting = [each for each in warnings if each.settled_as != SettledAs.TO_CASE]
    last = visible_handling(scope).filter(subject_id__in=[str(each.pk) for each in waiting], closed_at=None)
    for proceeding in last.order_by("pk"):
        make_move(
            proceeding.pk,
            TURN,
            by=by,
            scope=scope,
            now=now,
            version=proceeding.version,
            reason=reason or case.title,
            other={"case": case.pk},
        )


def _no_such_source() -> NotFound:
    return NotFound(
        "unknown-source",
        Text("没有这条线索或预警，或它不在您的范围内。", "There is no such clue or warning, or not within your scope."),
        Text("从线索或预警列表中选择。", "Choose it from the list of clues or of warnings."),
    )
