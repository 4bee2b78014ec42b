"""Enters what became of each line: paid, on which day, or not, and why. What was paid is a fact in the same transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from xinan.casework.relief.enums import EntryKind, Kind
from xinan.casework.relief.given import Result
from xinan.casework.relief.limits import Excess
from xinan.casework.relief.models import Fund, FundEntry, Relief, ReliefWorker
from xinan.casework.relief.policies import standing_of, visible_relief
from xinan.casework.relief.queries import can_be_paid_from, proceeding_of
from xinan.casework.relief.refusals import above_limits, not_now, not_yours, nothing_granted, wrong_result
from xinan.intake.actions.enter_relief import PaidByOrder, enter_relief
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
    InvalidValue for a result that cannot be, or where the fund does not hold so much.
    """
    relief = visible_relief(scope, relief_id=relief_id)
    Relief.objects.select_for_update().get(pk=relief.pk)
    proceeding = proceeding_of(relief)
    standing = standing_of(proceeding, scope=scope)
    if not (standing.works or standing.pays):
        raise not_yours(Text("登记支付结果", "enter what was paid"))
    if proceeding.state != _OPEN_IN.get(Kind(relief.kind)):
        raise not_now()
    rows = {row.pk: row for row in relief.rows.select_for_update(of=("self",)).select_related("case_worker")}
    changed = [_with_result(rows.get(result.row_id), result, relief, by=by, now=now) for result in results]
    if not changed:
        raise nothing_granted()
    ReliefWorker.objects.bulk_update(changed, ["paid", "paid_on", "failed", "reported_at", "reported_by"])
    paid = [row for row in changed if row.paid_on is not None]
    if paid:
        _take_from_fund(relief, paid, by=by, now=now)
        _enter_facts(relief, paid, by=by, now=now)
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


def _take_from_fund(relief: Relief, rows: Sequence[ReliefWorker], *, by: User, now: datetime) -> None:
    """A line in the fund's book for each day; the book may not have a hole on any day."""
    if relief.fund_id is None:
        return
    fund = Fund.objects.select_for_update().get(pk=relief.fund_id)
    for day, amount in sorted(_by_day(rows).items()):
        most = can_be_paid_from(fund, on=day)
        if amount > most:
            what = Text(
                f"基金 {day} 起的最低余额 {most:,.2f} 元", f"the fund's least balance from {day} on: {most:,.2f}"
            )
            raise above_limits([Excess("balance", most, amount, what)])
        FundEntry.objects.create(
            fund=fund, kind=EntryKind.PAID, amount=amount, on=day, relief=relief, words=relief.number, by=by, at=now
        )


def _enter_facts(relief: Relief, rows: Sequence[ReliefWorker], *, by: User, now: datetime) -> None:
    """Wage payments of those on the roster, and what the deposit paid on those days in all."""
    if relief.project_id is None:
        return
    paid = [
        PaidByOrder(row.fact_key, str(row.worker_id), row.month, row.paid, row.paid_on)
        for row in rows
        if row.worker_id is not None and row.paid_on is not None
    ]
    draws = _draws(relief, sorted(_by_day(rows)))
    if paid or draws:
        enter_relief(str(relief.project_id), paid, draws=draws, by=by, now=now)


def _draws(relief: Relief, days: Sequence[date]) -> dict[tuple[str, date], Decimal]:
    if relief.deposit_id is None:
        return {}
    rows = ReliefWorker.objects.filter(relief__deposit=relief.deposit_id, paid_on__in=days).order_by()
    sums = rows.values_list("paid_on").annotate(sum=Sum("paid"))
    return {(str(relief.deposit_id), day): amount for day, amount in sums}


def _by_day(rows: Sequence[ReliefWorker]) -> dict[date, Decimal]:
    sums: dict[date, Decimal] = {}
    for row in rows:
        if row.paid_on is not None:
            sums[row.paid_on] = sums.get(row.paid_on, Decimal("0.00")) + row.paid
    return sums
