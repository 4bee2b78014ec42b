"""Begins a procedure of a case: inspection, mediation, arbitration and so on, open to whom the case is open."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinan.casework.cases.enums import Part
from xinan.casework.cases.membership import holder_of
from xinan.casework.cases.models import Case
from xinan.casework.cases.opening import BACKGROUND, UMBRELLA, opening_of
from xinan.casework.cases.policies import standing_of, visible_case
from xinan.casework.cases.refusals import case_closed, not_yours
from xinan.casework.cases.tracks import level_for
from xinan.casework.procedures.registered import CODES
from xinan.casework.telling import tell_of_opening
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.errors import UnknownProcedure
from xinan.procedures.models import Proceeding
from xinan.procedures.reckoning import day_of
from xinan.procedures.registry import find_procedure

_HOLDERS = {"mediation": Part.MEDIATOR, "arbitration": Part.ARBITRATOR}
# The clue, the warning and the relief have subjects of their own; these two begin with the case.
OWN = (UMBRELLA, BACKGROUND)


@transaction.atomic
def start_procedure(
    case: Case,
    code: str,
    *,
    level: str = "",
    by: User,
    scope: Scope,
    now: datetime,
    addressee_enterprise_id: str = "",
    parties: Sequence[str] = (),
    reason: str = "",
    holder: User | None = None,
) -> Proceeding:
    """The proceeding, held by the arrears officer (a mediator's or an arbitrator's by them, where the case has one).

    Without a level it begins at the one that the law recommends. Raises NotFound, NotAllowed for who does not work the case,
    UnknownProcedure, InvalidValue for a level it does not have, Conflict where the case is closed or the same procedure is open.
    """
    held = Case.objects.select_for_update(of=("self",)).get(pk=visible_case(scope, case_id=case.pk).pk)
    if not standing_of(held, scope=scope).works:
        raise not_yours(Text("启动程序", "begin a procedure"))
    if held.closed_on is not None:
        raise case_closed()
    if code not in CODES:
        raise UnknownProcedure(code)
    find_procedure(code)
    officer = holder or holder_of(held, _HOLDERS.get(code, Part.ARREARS)) or holder_of(held, Part.ARREARS)
    opening = opening_of(
        held,
        code,
        holder=officer,
        level=level_for(held, code, level, on=day_of(now)),
        reason=reason,
        addressee_enterprise_id=addressee_enterprise_id,
        parties=parties,
    )
    (proceeding,) = open_proceedings([opening], now=now)
    tell_of_opening(proceeding, by=by, now=now)
    return proceeding
