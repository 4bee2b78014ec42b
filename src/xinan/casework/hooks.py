"""What a step of a clue's proceeding does beside: its holder, its conclusion, its day of closing, its passing on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from xinan.casework.clue_telling import tell_holder
from xinan.casework.conclusions import conclusion_of
from xinan.casework.dated import end_on
from xinan.casework.decisions import tried_enough
from xinan.casework.enums import Answer, TransferKind, TransferState
from xinan.casework.models import Clue, ClueTransfer
from xinan.casework.passing import accept, answer_sent, pass_on, report_back
from xinan.casework.queries import called_back, replies_owed, satisfied
from xinan.casework.refusals import no_call_yet, not_answered
from xinan.casework.targets import officer_of
from xinan.kernel.text import Text
from xinan.procedures.actions.set_holder import set_holders
from xinan.procedures.hooks import Described
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.reckoning import day_of


def after_step(step: Step) -> None:
    """Do what belongs to the move; what it raises undoes the move."""
    act = _ACTS.get(step.move)
    if act is not None:
        act(step, Clue.objects.select_for_update(of=("self",)).get(pk=step.proceeding.subject_id))


def describe_clues(proceedings: Sequence[Proceeding]) -> Mapping[int, Described]:
    """Number and page; neither names anybody."""
    numbers = dict(Clue.objects.filter(pk__in=[one.subject_id for one in proceedings]).values_list("pk", "number"))
    return {
        one.pk: Described(
            Text(f"线索 {numbers.get(one.subject_id, '')}", f"Clue {numbers.get(one.subject_id, '')}"),
            f"/clues/{one.subject_id}/",
        )
        for one in proceedings
    }


def _take_up(step: Step, _clue: Clue) -> None:
    if step.by is not None and step.proceeding.holder_id != step.by.pk:
        holder = {step.proceeding_id: (step.by.pk, step.by.organisation_id)}
        set_holders(holder, by=step.by, now=step.at, reason="受理")


def _assign(step: Step, _clue: Clue) -> None:
    officer = officer_of(step.target, proceeding=step.proceeding, on=day_of(step.at))
    holder = {step.proceeding_id: (officer.pk, officer.organisation_id)}
    set_holders(holder, by=step.by, now=step.at, reason="分派")
    tell_holder(step.proceeding, to=officer, by=step.by, now=step.at)


def _send_back(step: Step, _clue: Clue) -> None:
    office = step.proceeding.holder_office_id
    set_holders({step.proceeding_id: (None, office)}, by=step.by, now=step.at, reason="退回分派")


def _settle(step: Step, clue: Clue) -> None:
    clue.conclusion = conclusion_of(step.target, on=day_of(step.at)).code
    clue.save(update_fields=["conclusion"])


def _verify_again(_step: Step, clue: Clue) -> None:
    clue.conclusion = ""
    clue.save(update_fields=["conclusion"])


def _close(step: Step, clue: Clue) -> None:
    if not may_close_on_calls(clue, proceeding=step.proceeding):
        raise no_call_yet()
    if replies_owed(clue).exists():
        raise not_answered()
    _closed_on(step, clue)


def may_close_on_calls(clue: Clue, *, proceeding: Proceeding) -> bool:
    """Whether the worker was called back, was not reached on three days, or left nothing to be reached by."""
    answers = called_back(clue, proceeding=proceeding)
    if satisfied(answers):
        return True
    missed = clue.calls.filter(proceeding_id=proceeding.pk, answer=Answer.UNREACHABLE).values_list("at", flat=True)
    days: list[date] = [day_of(at) for at in missed]
    return tried_enough(days) or not clue.voices.exclude(phone_sealed="").exists()


def _merged(step: Step, clue: Clue) -> None:
    clue.transfers.filter(state=TransferState.SENT).update(state=TransferState.CALLED_BACK)
    _closed_on(step, clue)


def _closed_on(step: Step, clue: Clue) -> None:
    clue.closed_on = max(day_of(step.at), clue.received_on)
    clue.save(update_fields=["closed_on"])


def _supervise(step: Step, clue: Clue) -> None:
    ClueTransfer.objects.create(
        clue=clue,
        kind=TransferKind.SUPERVISE,
        state=TransferState.ACCEPTED,
        from_office=step.by.organisation if step.by is not None else None,
        to_office=step.proceeding.holder_office,
        sent_at=step.at,
        sent_by=step.by,
        reply_by=step.until_on,
        reason=step.reason,
    )
    if step.until_on is not None:
        clue.reply_by = min(step.until_on, clue.reply_by or step.until_on)
        clue.save(update_fields=["reply_by"])
        end_on(step.proceeding, "reply", day=clue.reply_by, now=step.at)
    if step.proceeding.holder is not None:
        tell_holder(step.proceeding, to=step.proceeding.holder, by=step.by, now=step.at, kind="clue_supervised")


def _refused(step: Step, clue: Clue) -> None:
    answer_sent(clue, state=TransferState.REFUSED, by=step.by, now=step.at, words=step.reason)


def _called_back(step: Step, clue: Clue) -> None:
    answer_sent(clue, state=TransferState.CALLED_BACK, by=step.by, now=step.at, words=step.reason)


_ACTS: Final[Mapping[str, Callable[[Step, Clue], None]]] = {
    "take_up": _take_up,
    "assign": _assign,
    "send_back": _send_back,
    "settle": _settle,
    "verify_again": _verify_again,
    "close": _close,
    "merge": _merged,
    "supervise": _supervise,
    "transfer": pass_on,
    "accept_transfer": accept,
    "department_accepts": accept,
    "refuse_transfer": _refused,
    "call_back": _called_back,
    "record_answer": report_back,
    "report_back": report_back,
}
