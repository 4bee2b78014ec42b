"""Accepts or refuses a clue that was passed on. The receiver's office sees it; its sender keeps it until then."""

from datetime import datetime

from django.db import transaction

from xinan.casework.enums import TransferState
from xinan.casework.models import Clue, ClueTransfer
from xinan.casework.passing import is_department
from xinan.casework.policies import receives, visible_clue
from xinan.casework.queries import open_proceeding_of
from xinan.casework.refusals import not_open, not_the_receiver
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.actions.set_place import set_place
from xinan.procedures.models import Proceeding


@transaction.atomic
def accept_transfer(clue_id: str, *, by: User, scope: Scope, now: datetime, words: str = "") -> Clue:
    """The clue, now the receiver's; a department answers for it and its sender goes on holding it.

    Raises NotFound, NotAllowed (`clue-not-sent-to-you`), Conflict where nothing waits to be accepted.
    """
    proceeding, transfer = _waiting(clue_id, by=by, scope=scope)
    office = transfer.to_office
    department = office is not None and is_department(office)
    _lay_before(proceeding, scope=scope)
    move = "department_accepts" if department else "accept_transfer"
    make_move(proceeding.pk, move, by=by, scope=scope, now=now, version=proceeding.version, reason=words or "已签收")
    if department:
        set_place([proceeding.pk], region_code=proceeding.region_code)
    return Clue.objects.get(pk=clue_id)


@transaction.atomic
def refuse_transfer(clue_id: str, *, reason: str, by: User, scope: Scope, now: datetime) -> Clue:
    """The clue, its sender's again with its clocks running. Raises as `accept_transfer`."""
    proceeding, _transfer = _waiting(clue_id, by=by, scope=scope)
    place, trade = proceeding.region_code, proceeding.industry
    _lay_before(proceeding, scope=scope)
    make_move(proceeding.pk, "refuse_transfer", by=by, scope=scope, now=now, version=proceeding.version, reason=reason)
    set_place([proceeding.pk], region_code=place, industry=trade)
    return Clue.objects.get(pk=clue_id)


def _waiting(clue_id: str, *, by: User, scope: Scope) -> tuple[Proceeding, ClueTransfer]:
    clue = visible_clue(scope, clue_id=clue_id)
    proceeding = open_proceeding_of(clue)
    sent = clue.transfers.filter(state=TransferState.SENT).select_related("to_office").first()
    if proceeding is None or sent is None:
        raise not_open()
    if not receives(by, scope=scope, transfer=sent):
        raise not_the_receiver()
    return proceeding, sent


def _lay_before(proceeding: Proceeding, *, scope: Scope) -> None:
    """Put it where the receiver may act in it; in the same transaction it goes where it belongs."""
    for grant in scope.offices:
        regions, trades = grant.regions, grant.industries
        region = proceeding.region_code if regions is None or proceeding.region_code in regions else min(regions)
        trade = proceeding.industry if trades is None or proceeding.industry in trades else min(trades)
        set_place([proceeding.pk], region_code=region, industry=trade)
        return
