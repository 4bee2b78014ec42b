"""Payroll and payments: lines submitted early in the month after, confirmed, and paid before the due date."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from xinan.kernel.calendar import CHINA
from xinan.kernel.period import Month
from xinan.simulation.chance import Chance
from xinan.simulation.draft import Draft
from xinan.simulation.facts import EmploymentRow, LineRow, PaymentRow

_DISPUTED = 0.004  # of the lines
_BONUS = 0.06
_SPLIT = 0.1  # of project-months, paid in two parts
_FAILED = 0.004  # of the payments, repaid at once
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _MonthTerms:
    """When a month's payroll is submitted and paid, for those who stay."""

    month: Month
    submitted_on: date
    paid_on: date
    second_on: date | None  # the second part, where it is paid in two
    due_on: date


def make_payroll(draft: Draft) -> None:
    """A line for every person with a valid day, month by month."""
    if not draft.employments:
        return
    chance = Chance(draft.options.seed, "payroll", draft.plan.number)
    days = draft.site.valid_days(draft.window)
    for place, month in enumerate(draft.window.wage_months):
        terms = _terms(draft, month)
        for person in np.flatnonzero(days[:, place]).tolist():
            row = draft.employments[person]
            draft.lines.append(_line(draft, row, int(days[person, place]), terms=terms, chance=chance))


def make_payments(draft: Draft) -> None:
    """What each line is paid: at once, in two parts, at the exit of a leaver, or again where the first try failed."""
    account = draft.account
    if account is None:
        return
    chance = Chance(draft.options.seed, "payments", draft.plan.number)
    leavers = {row.worker_id: row for row in draft.employments if row.left_on is not None}
    terms = {str(month): _terms(draft, month) for month in draft.window.wage_months}
    for line in draft.lines:
        _pay(draft, line, terms[line.wage_month], leavers.get(line.worker_id), account.account_id, chance=chance)


def add_payment(draft: Draft, line: LineRow, *, amount: int, paid_on: date, status: str = "paid") -> PaymentRow:
    """One payment for a line, through the project's account."""
    # After the last one: plantings take payments away and add others.
    number = int(draft.payments[-1].payment_id[-6:]) + 1 if draft.payments else 1
    row = PaymentRow(
        payment_id=f"Y{draft.plan.number + 1:05d}{number:06d}",
        project_id=draft.project_id,
        worker_id=line.worker_id,
        wage_month=line.wage_month,
        amount=amount,
        paid_on=paid_on,
        status=status,
        account_id=draft.account.account_id if draft.account else None,
    )
    draft.payments.append(row)
    return row


def _terms(draft: Draft, month: Month) -> _MonthTerms:
    """The same for everyone of the month, from a stream of its own."""
    chance = Chance(draft.options.seed, "terms", draft.plan.number, month.year, month.month)
    due = draft.plan.due_on(month)
    if draft.plan.pay_next_month:
        submitted = min(month.next.first + timedelta(days=chance.whole(1, 4)), due - 3 * _DAY)
    else:
        submitted = due - timedelta(days=chance.whole(4, 6))
    room = (due - submitted).days - 1
    paid = due - timedelta(days=chance.whole(0, min(5, room)))
    second = due if chance.happens(_SPLIT) and paid < due else None
    return _MonthTerms(month, submitted, paid, second, due)


def _line(draft: Draft, row: EmploymentRow, days: int, *, terms: _MonthTerms, chance: Chance) -> LineRow:
    submitted = terms.submitted_on
    if row.left_on is not None and row.left_on in terms.month:
        # A leaver's last payroll is made up within three days of leaving.
        submitted = min(submitted, row.left_on + timedelta(days=chance.whole(1, 3)))
    payable = days * row.day_rate
    if chance.happens(_BONUS):
        payable += payable * chance.whole(2, 8) // 10_000 * 100
    disputed = submitted + _DAY if chance.happens(_DISPUTED) else None
    closed = CHINA.nth_working_day_after(disputed, 1) if disputed else None
    confirmed = (closed or submitted) + timedelta(days=chance.whole(1, 3))
    return LineRow(
        line_id=f"L{draft.plan.number + 1:05d}{len(draft.lines) + 1:06d}",
        project_id=draft.project_id,
        worker_id=row.worker_id,
        wage_month=str(terms.month),
        days=days,
        payable=payable,
        submitted_on=submitted,
        confirmed_on=confirmed,
        disputed_on=disputed,
        dispute_closed_on=closed,
        approved_on=submitted + _DAY,
    )


def _pay(
    draft: Draft,
    line: LineRow,
    terms: _MonthTerms,
    leaver: EmploymentRow | None,
    account_id: str,
    *,
    chance: Chance,
) -> None:
    settled = leaver.settled_on if leaver else None
    if settled is not None and settled < (terms.second_on or terms.paid_on):
        add_payment(draft, line, amount=line.payable, paid_on=max(settled, line.submitted_on + _DAY))
        return
    if terms.second_on is not None:
        first = line.payable * 6 // 1000 * 100
        add_payment(draft, line, amount=first, paid_on=terms.paid_on)
        add_payment(draft, line, amount=line.payable - first, paid_on=terms.second_on)
        return
    paid_on = terms.paid_on
    if (terms.due_on - paid_on).days >= 2 and chance.happens(_FAILED):
        status = "failed" if chance.happens(0.7) else "returned"
        add_payment(draft, line, amount=line.payable, paid_on=paid_on, status=status)
        paid_on = min(CHINA.nth_working_day_after(paid_on, 1), terms.due_on)
    add_payment(draft, line, amount=line.payable, paid_on=paid_on)
