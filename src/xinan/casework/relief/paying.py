"""What results of relief write beside themselves: the fund's book, wage payments, what the deposit paid out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from xinan.casework.relief.enums import EntryKind
from xinan.casework.relief.limits import Excess
from xinan.casework.relief.models import Fund, FundEntry, Relief, ReliefWorker
from xinan.casework.relief.queries import can_be_paid_from
from xinan.casework.relief.refusals import above_limits
from xinan.intake.actions.enter_relief import PaidByOrder, enter_relief
from xinan.intake.actions.take_rows import lock_project
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.procedures.reckoning import day_of


def hold_payments(relief: Relief) -> None:
    """What else pays on the project waits until the transaction ends, so that two do not pay the same wages at once."""
    if relief.project_id is not None:
        lock_project(relief.project_id)


def by_day(rows: Iterable[ReliefWorker]) -> dict[date, Decimal]:
    """What was paid, day by day."""
    sums: dict[date, Decimal] = {}
    for row in rows:
        if row.paid_on is not None:
            sums[row.paid_on] = sums.get(row.paid_on, Decimal("0.00")) + row.paid
    return sums


def take_from_fund(relief: Relief, sums: Mapping[date, Decimal], *, by: User, now: datetime) -> None:
    """A line in the fund's book for each day. Raises InvalidValue where the book would have a hole on any day."""
    if relief.fund_id is None:
        return
    fund = Fund.objects.select_for_update().get(pk=relief.fund_id)
    for day, amount in sorted(sums.items()):
        most = can_be_paid_from(fund, on=day)
        if amount > most:
            what = Text(
                f"基金 {day} 起的最低余额 {most:,.2f} 元", f"the fund's least balance from {day} on: {most:,.2f}"
            )
            raise above_limits([Excess("balance", most, amount, what)])
        FundEntry.objects.create(
            fund=fund, kind=EntryKind.PAID, amount=amount, on=day, relief=relief, words=relief.number, by=by, at=now
        )


def give_back_to_fund(relief: Relief, amount: Decimal, *, words: str, by: User, now: datetime) -> None:
    """A payment that was entered in error is reversed on the day it is corrected; the line it reverses stays."""
    if relief.fund_id is None:
        return
    fund = Fund.objects.select_for_update().get(pk=relief.fund_id)
    FundEntry.objects.create(
        fund=fund, kind=EntryKind.REVERSED, amount=amount, on=day_of(now), relief=relief, words=words, by=by, at=now
    )


def enter_facts(
    relief: Relief,
    rows: Sequence[ReliefWorker],
    *,
    days: Iterable[date],
    by: User | None,
    now: datetime,
    was: date | None = None,
) -> None:
    """Wage payments of those on the roster, and what the deposit paid on those days in all.

    A line that is not paid (any more) takes its payment back; `was` is the day it had been said to be paid.
    """
    if relief.project_id is None:
        return
    paid = [one for row in rows if (one := _payment(row, was=was)) is not None]
    draws = _draws(relief, sorted(set(days)))
    if paid or draws:
        enter_relief(str(relief.project_id), paid, draws=draws, by=by, now=now)


def _payment(row: ReliefWorker, *, was: date | None) -> PaidByOrder | None:
    if row.worker_id is None:
        return None
    if row.paid_on is not None:
        return PaidByOrder(row.fact_key, str(row.worker_id), row.month, row.paid, row.paid_on)
    if was is None:
        return None
    return PaidByOrder(row.fact_key, str(row.worker_id), row.month, row.granted, was, undone=True)


def _draws(relief: Relief, days: Sequence[date]) -> dict[tuple[str, date], Decimal]:
    """What the deposit paid on each of the days, nothing included."""
    if relief.deposit_id is None:
        return {}
    rows = ReliefWorker.objects.filter(relief__deposit=relief.deposit_id, paid_on__in=days).order_by()
    sums = dict(rows.values_list("paid_on").annotate(sum=Sum("paid")))
    return {(str(relief.deposit_id), day): sums.get(day, Decimal("0.00")) for day in days}
