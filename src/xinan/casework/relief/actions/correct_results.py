"""Corrects what was reported as paid: one person asks with a reason, a second decides, the facts and the books follow."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Sum

from xinan.casework.cases.refusals import case_closed
from xinan.casework.relief.actions.report_results import refuse_doubles
from xinan.casework.relief.debts import settled_of, still_out
from xinan.casework.relief.enums import AskState, Kind
from xinan.casework.relief.given import Result
from xinan.casework.relief.models import Correction, Relief, ReliefWorker
from xinan.casework.relief.paying import enter_facts, give_back_to_fund, hold_payments, take_from_fund
from xinan.casework.relief.policies import Standing, standing_of, visible_relief, visible_reliefs
from xinan.casework.relief.queries import proceeding_of
from xinan.casework.relief.refusals import (
    correction_asked,
    more_back_than_out,
    no_such_correction,
    not_yours,
    nothing_to_correct,
    reason_missing,
    second_person,
    wrong_result,
)
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.close_by_system import close_by_system
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.reckoning import day_of

NOTHING = Decimal("0.00")
# The state in which everybody has a result, by kind: what follows is counted from the last day paid.
_PAID_STATE = {Kind.DEPOSIT_DRAW: "paid", Kind.EMERGENCY_FUND: "recovering"}
NOBODY = "更正后名单内无人已付。"
RECOUNTED = "付款日经更正，期限重新起算。"
SETTLED = "更正后垫付款已全部追回。"
WORDS = 300


@transaction.atomic
def ask_correction(relief_id: int, result: Result, *, reason: str, by: User, scope: Scope, now: datetime) -> Correction:
    """The correction, to be decided by a second person.

    Raises NotFound, NotAllowed (neither an officer nor the bank that pays), InvalidValue (no reason, a result that cannot
    be), Conflict (no result yet, nothing would change, one waits, the case is closed).
    """
    relief = visible_relief(scope, relief_id=relief_id)
    standing = standing_of(proceeding_of(relief), scope=scope)
    if not (standing.works or standing.pays):
        raise not_yours(Text("更正支付结果", "correct what was paid"))
    if relief.case.closed_on is not None:
        raise case_closed()
    row = relief.rows.select_for_update(of=("self",)).filter(pk=result.row_id).first()
    if row is None or not row.is_reported:
        raise nothing_to_correct()
    if not reason.strip():
        raise reason_missing()
    if row.corrections.filter(state=AskState.ASKED).exists():
        raise correction_asked()
    paid, paid_on, failed = _checked(row, result, relief, today=day_of(now))
    if (paid, paid_on, failed) == (row.paid, row.paid_on, row.failed):
        raise nothing_to_correct()
    return Correction.objects.create(
        row=row,
        paid_before=row.paid,
        paid_on_before=row.paid_on,
        failed_before=row.failed,
        paid=paid,
        paid_on=paid_on,
        failed=failed,
        reason=reason.strip()[:WORDS],
        asked_by=by,
        asked_at=now,
    )


@transaction.atomic
def approve_correction(correction_id: int, *, words: str = "", by: User, scope: Scope, now: datetime) -> Correction:
    """The line as corrected; wage payments, draws, the fund's book, clocks and what is to be recovered follow.

    Raises NotFound, NotAllowed (not an officer, or whoever asked), Conflict (the wages were paid by another meanwhile,
    less would be advanced than came back), InvalidValue (the fund does not hold so much).
    """
    correction, relief = _to_decide(correction_id, by=by, scope=scope)
    hold_payments(relief)
    row = relief.rows.select_for_update(of=("self",)).get(pk=correction.row_id)
    before = ReliefWorker.objects.select_related("case_worker", "relief__case").get(pk=row.pk)
    row.paid, row.paid_on, row.failed = correction.paid, correction.paid_on, correction.failed
    row.reported_at, row.reported_by = now, correction.asked_by
    if row.paid > before.paid:
        refuse_doubles(relief, [row], but=[before])
    row.save(update_fields=["paid", "paid_on", "failed", "reported_at", "reported_by"])
    _decide(correction, AskState.APPROVED, words=words, by=by, now=now)
    _follow_money(relief, before, row, by=by, now=now)
    _follow_proceeding(relief, now=now)
    return correction


@transaction.atomic
def refuse_correction(correction_id: int, *, words: str, by: User, scope: Scope, now: datetime) -> Correction:
    """Refused with words by a second person; taken back by whoever asked. Raises NotFound, NotAllowed, InvalidValue."""
    correction = _waiting(correction_id, scope=scope)
    if correction.asked_by_id == by.pk:
        return _decide(correction, AskState.WITHDRAWN, words=words, by=by, now=now)
    if not _standing(correction, scope=scope).works:
        raise not_yours(Text("审批更正", "decide a correction"))
    if not words.strip():
        raise reason_missing()
    return _decide(correction, AskState.REFUSED, words=words, by=by, now=now)


def _checked(row: ReliefWorker, result: Result, relief: Relief, *, today: date) -> tuple[Decimal, date | None, str]:
    failed = result.failed.strip()[:WORDS]
    if failed:
        return NOTHING, None, failed
    day = result.paid_on
    right = result.amount is not None and 0 < result.amount <= row.granted
    if not right or day is None or not relief.opened_on <= day <= today:
        raise wrong_result()
    return result.amount or NOTHING, day, ""


def _waiting(correction_id: int, *, scope: Scope) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",)).select_related("row__relief")
    found = rows.filter(
        pk=correction_id, state=AskState.ASKED, row__relief__in=visible_reliefs(scope).values("pk")
    ).first()
    if found is None:
        raise no_such_correction()
    return found


def _standing(correction: Correction, *, scope: Scope) -> Standing:
    return standing_of(proceeding_of(correction.row.relief), scope=scope)


def _to_decide(correction_id: int, *, by: User, scope: Scope) -> tuple[Correction, Relief]:
    correction = _waiting(correction_id, scope=scope)
    if not _standing(correction, scope=scope).works:
        raise not_yours(Text("审批更正", "decide a correction"))
    if correction.asked_by_id == by.pk:
        raise second_person()
    relief = visible_relief(scope, relief_id=correction.row.relief_id)
    Relief.objects.select_for_update().get(pk=relief.pk)
    if relief.case.closed_on is not None:
        raise case_closed()
    return correction, relief


def _decide(correction: Correction, state: AskState, *, words: str, by: User, now: datetime) -> Correction:
    correction.state, correction.decided_by, correction.decided_at = state, by, now
    correction.words = words.strip()[:WORDS]
    correction.save(update_fields=["state", "decided_by", "decided_at", "words"])
    return correction


def _follow_money(relief: Relief, before: ReliefWorker, row: ReliefWorker, *, by: User, now: datetime) -> None:
    """The book gets a line that undoes the old one and a line of the new; the payment and the draws become what they are."""
    moved = (before.paid, before.paid_on) != (row.paid, row.paid_on)
    if moved and before.paid > 0:
        give_back_to_fund(relief, before.paid, words=f"更正 {relief.number}", by=by, now=now)
    if moved and row.paid_on is not None:
        take_from_fund(relief, {row.paid_on: row.paid}, by=by, now=now)
    days = [day for day in (before.paid_on, row.paid_on) if day is not None]
    enter_facts(relief, [row], days=days, by=by, now=now, was=before.paid_on)
    if relief.fund_id is not None and (out := still_out(relief)) < 0:
        raise more_back_than_out(settled_of(relief) if out else NOTHING)


def _follow_proceeding(relief: Relief, *, now: datetime) -> None:
    """Where nobody is paid any more it ends; where the last day paid is another, what follows is counted from it."""
    proceeding = proceeding_of(relief)
    if proceeding.state != _PAID_STATE.get(Kind(relief.kind)):
        return
    found = relief.rows.aggregate(last=Max("paid_on"), paid=Sum("paid"))
    if found["last"] is None:
        close_by_system([proceeding.pk], "void", now=now, reason=NOBODY)
        return
    step = proceeding.steps.filter(move__in=["report_paid", "pay_out", "recount"]).order_by("-pk").first()
    counted_from = step.happened_on or day_of(step.at) if step is not None else None
    if counted_from != found["last"]:
        make_move(
            proceeding.pk,
            "recount",
            by=None,
            scope=Scope(),
            now=now,
            version=proceeding.version,
            reason=RECOUNTED,
            happened_on=found["last"],
        )
    if relief.fund_id is not None and still_out(relief) == 0:
        close_by_system([proceeding.pk], "settle", now=now, reason=SETTLED)
