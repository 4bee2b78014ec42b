"""Passing a clue on: it stays with its sender until the receiver has accepted, and comes back where they refuse."""

from datetime import date, datetime

from xinan.casework.clue_telling import tell_office
from xinan.casework.dated import end_on
from xinan.casework.enums import TransferKind, TransferState
from xinan.casework.models import Clue, ClueTransfer
from xinan.casework.policies import receives
from xinan.casework.refusals import not_the_receiver
from xinan.casework.targets import office_of
from xinan.kernel.regions import PROVINCE_CODE, prefecture_of
from xinan.people.enums import OrganisationKind
from xinan.people.models import Organisation, User
from xinan.people.scope import scope_of
from xinan.procedures.actions.report_event import report_event
from xinan.procedures.actions.set_holder import set_holders
from xinan.procedures.actions.set_place import set_place
from xinan.procedures.models import Step
from xinan.procedures.reckoning import day_of


def pass_on(step: Step, clue: Clue) -> None:
    """The move `transfer`: note to whom, as what, by when an answer is wanted; tell the receiver."""
    own = step.by.organisation if step.by is not None else step.proceeding.holder_office
    office = office_of(step.target, not_office=own.pk if own is not None else None)
    ClueTransfer.objects.create(
        clue=clue,
        kind=kind_of(own, to=office),
        from_office=own,
        from_region=clue.region_code,
        to_office=office,
        sent_at=step.at,
        sent_by=step.by,
        reply_by=step.until_on,
        reason=step.reason,
    )
    tell_office(step.proceeding, office=office, now=step.at)


def kind_of(own: Organisation | None, *, to: Organisation) -> TransferKind:
    """交办 goes down to an office of one's own place, 转办 anywhere else; an office of no place is below nobody."""
    if own is None or not own.region_code or to.region_code in ("", own.region_code):
        return TransferKind.PASS
    down = own.region_code == PROVINCE_CODE or prefecture_of(to.region_code) == own.region_code
    return TransferKind.ASSIGN if down else TransferKind.PASS


def accept(step: Step, clue: Clue) -> None:
    """The moves `accept_transfer` and `department_accepts`: from now on it is the receiver's, with its date."""
    transfer = clue.transfers.filter(state=TransferState.SENT).select_related("to_office").get()
    office = transfer.to_office
    is_labour = step.move == "accept_transfer"
    if is_labour and not _receives(step, transfer):
        raise not_the_receiver()
    answer_sent(clue, state=TransferState.ACCEPTED, by=step.by, now=step.at, words=step.reason)
    if is_labour and office is not None and step.by is not None:
        clue.region_code = office.region_code or clue.region_code
        clue.save(update_fields=["region_code"])
        set_place([step.proceeding_id], region_code=clue.region_code)
        holder = {step.proceeding_id: (step.by.pk, office.pk)}
        set_holders(holder, by=step.by, now=step.at, reason="签收转办")
        ask_reply(step, clue, transfer=transfer)
    elif transfer.reply_by is not None:
        end_on(step.proceeding, "answer", day=transfer.reply_by, now=step.at)


def ask_reply(step: Step, clue: Clue, *, transfer: ClueTransfer) -> None:
    """The answer that the sender wants is clocked with the receiver; called once the place is the receiver's."""
    if transfer.reply_by is None:
        return
    clue.reply_by = min(transfer.reply_by, clue.reply_by or transfer.reply_by)
    clue.save(update_fields=["reply_by"])
    begin_reply(step.proceeding_id, day=clue.reply_by, now=step.at)


def begin_reply(proceeding_id: int, *, day: date, now: datetime) -> None:
    """Start the clock of the answer that is owed, or bring it forward to this day."""
    proceeding = report_event(proceeding_id, "reply_asked", now=now)
    end_on(proceeding, "reply", day=day, now=now)


def report_back(step: Step, clue: Clue) -> None:
    """The moves `report_back` and `record_answer`: every answer that was owed is given."""
    owed = clue.transfers.filter(state=TransferState.ACCEPTED, replied_at=None)
    owed.update(state=TransferState.ANSWERED, replied_at=step.at, reply=step.reason)
    clue.reply_by = None
    clue.save(update_fields=["reply_by"])


def answer_sent(clue: Clue, *, state: TransferState, by: User | None, now: datetime, words: str) -> None:
    """Note what became of what was sent."""
    sent = clue.transfers.filter(state=TransferState.SENT)
    sent.update(state=state, answered_at=now, answered_by=by, answer=words)


def _receives(step: Step, transfer: ClueTransfer) -> bool:
    if step.by is None:
        return False
    return receives(step.by, scope=scope_of(step.by, on=day_of(step.at)), transfer=transfer)


def is_department(office: Organisation) -> bool:
    """Whether the office is no labour office: it answers, and the clue stays with who sent it."""
    return office.kind == OrganisationKind.INDUSTRY_DEPARTMENT
