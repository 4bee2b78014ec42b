"""Enters what became of each line: paid, on which day, or not, and why. What was paid is a fact in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinan.casework.relief.doubles import Room, sources_of
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.given import Result
from xinan.casework.relief.models import Relief, ReliefWorker
from xinan.casework.relief.paying import by_day, enter_facts, hold_payments, take_from_fund
from xinan.casework.relief.policies import standing_of, visible_relief
from xinan.casework.relief.queries import proceeding_of
from xinan.casework.relief.refusals import not_now, not_yours, nothing_granted, paid_twice, wrong_result
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.models import Proceeding
from xinan.procedures.reckoning import day_of

# Where results are entered: after the notice reached the bank, after the approval.
_OPEN_IN = {Kind.DEPOSIT_DRAW: "noticed", Kind.EMERGENCY_FUND: "approved"}
_CONFIRMS = {Kind.DEPOSIT_DRAW: "report_paid", Kind.EMERGENCY_FUND: "pay_out"}
WORDS = 300


@transaction.atomic
def report_results(
    relief_id: int, results: Sequence[Result], *, by: User, scope: Scope, now: datetime
) -> list[ReliefWorker]:
    """The lines that have a result now. A line that has one keeps it.

    Raises NotFound, NotAllowed (neither an officer nor the bank told to pay), Conflict where it is not the time,
    InvalidValue for a result that cannot be, or where the fund does not hold so much; Conflict, naming who paid, where the
    wages of the month are paid already.
    """
    relief = visible_relief(scope, relief_id=relief_id)
    Relief.objects.select_for_update().get(pk=relief.pk)
    proceeding = proceeding_of(relief)
    standing = standing_of(proceeding, scope=scope)
    if not (standing.works or standing.pays):
        raise not_yours(Text("登记支付结果", "enter what was paid"))
    if proceeding.state != _OPEN_IN.get(Kind(relief.kind)):
        raise not_now()
    hold_payments(relief)
    rows = {
        row.pk: row for row in relief.rows.select_for_update(of=("self",)).select_related("case_worker", "relief__case")
    }
    changed = [_with_result(rows.get(result.row_id), result, relief, by=by, now=now) for result in results]
    if not changed:
        raise nothing_granted()
    paid = [row for row in changed if row.paid_on is not None]
    refuse_doubles(relief, paid)
    ReliefWorker.objects.bulk_update(changed, ["paid", "paid_on", "failed", "reported_at", "reported_by"])
    if paid:
        take_from_fund(relief, by_day(paid), by=by, now=now)
        enter_facts(relief, paid, days=by_day(paid), by=by, now=now)
    return changed


@transaction.atomic
def report_and_confirm(
    relief_id: int, results: Sequence[Result], *, by: User, scope: Scope, now: datetime
) -> Proceeding:
    """The results, and where they are the last ones and somebody was paid, the step that says so. Raises as its parts.

    What follows counts from the last day on which somebody was paid.
    """
    report_results(relief_id, results, by=by, scope=scope, now=now)
    relief = Relief.objects.get(pk=relief_id)
    proceeding = proceeding_of(relief)
    rows = list(relief.rows.all())
    days = [row.paid_on for row in rows if row.paid_on is not None]
    if not days or not all(row.is_reported for row in rows):
        return proceeding
    return make_move(
        proceeding.pk,
        _CONFIRMS[Kind(relief.kind)],
        by=by,
        scope=scope,
        now=now,
        version=proceeding.version,
        happened_on=max(days),
    )


def _with_result(row: ReliefWorker | None, result: Result, relief: Relief, *, by: User, now: datetime) -> ReliefWorker:
    if row is None or row.is_reported:
        raise wrong_result()
    failed = result.failed.strip()
    if failed:
        row.failed = failed[:WORDS]
    else:
        day = result.paid_on
        right = result.amount is not None and 0 < result.amount <= row.granted
        if not right or day is None or not relief.opened_on <= day <= day_of(now):
            raise wrong_result()
        row.paid, row.paid_on = result.amount, day
    row.reported_at, row.reported_by = now, by
    return row


def refuse_doubles(relief: Relief, rows: Sequence[ReliefWorker], *, but: Sequence[ReliefWorker] = ()) -> None:
    """Raises Conflict, naming who paid, where the wages of a month are paid already or would be paid beyond what is owed.

    `but`: the lines as they stood, where they are corrected.
    """
    room = Room(relief, changed=but)
    for row in rows:
        most = room.most(row)
        if row.paid > most:
            raise paid_twice(row.month, most, row.paid, sources_of(row))
        room.take(row, row.paid)
