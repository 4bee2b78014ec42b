"""The balance of a project's wage accounts day by day, against the wages that were due and not yet paid."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from xinan.kernel.deadlines import pay_day
from xinan.kernel.period import Month
from xinan.payments.models import AccountEntry, PayrollLine, WagePayment
from xinan.registry.models import Project
from xinan.web.components.views import AccountLine, AccountPoint

MONTHS: Final = 12
Moves = dict[date, Decimal]


def account_line(project: Project, *, today: date) -> AccountLine:
    """A point for each day on which the balance or the wages due changed, over a year; three queries."""
    since = Month.of(today).shift(1 - MONTHS).first
    balances = _balances(project, today=today)
    if not balances:
        return AccountLine(())
    dues = _dues(project, since=since, today=today)
    days = sorted({day for day in (*balances, *dues) if since <= day <= today} | {today})
    points = []
    balance, due = _before(balances, since), sum((move for day, move in dues.items() if day < since), Decimal(0))
    for day in days:
        balance = balances.get(day, balance)
        due += dues.get(day, Decimal(0))
        points.append(AccountPoint(day, balance, max(due, Decimal(0))))
    return AccountLine(tuple(points))


def _before(balances: Moves, day: date) -> Decimal:
    earlier = [each for each in balances if each < day]
    return balances[max(earlier)] if earlier else Decimal(0)


def _balances(project: Project, *, today: date) -> Moves:
    """The sum over the accounts at the end of each day with an entry; of one day the greatest number is the latest."""
    entries = AccountEntry.objects.filter(account__project=project, booked_on__lte=today)
    latest: dict[str, Decimal] = {}
    found: Moves = {}
    rows = entries.order_by("booked_on", "entry_id").values_list("account_id", "booked_on", "balance_after")
    for account, day, balance in rows:
        latest[account] = balance
        found[day] = sum(latest.values(), Decimal(0))
    return found


def _dues(project: Project, *, since: date, today: date) -> Moves:
    """How the wages due and unpaid changed: up on the due day (or when the payroll came, if later), down when paid."""
    months = [str(Month.of(since).shift(n)) for n in range(-2, MONTHS + 1)]
    payable: dict[tuple[str, str], list[tuple[date, Decimal]]] = defaultdict(list)
    lines = PayrollLine.objects.filter(project=project, wage_month__in=months, submitted_on__lte=today)
    for worker, month, amount, on in lines.values_list("worker_id", "wage_month", "payable", "submitted_on"):
        payable[worker, month].append((on, amount))
    paid: dict[tuple[str, str], list[tuple[date, Decimal]]] = defaultdict(list)
    payments = WagePayment.objects.filter(
        project=project, wage_month__in=months, status="paid", account__isnull=False, paid_on__lte=today
    )
    for worker, month, amount, on in payments.values_list("worker_id", "wage_month", "amount", "paid_on"):
        paid[worker, month].append((on, amount))
    due_on = {
        month: pay_day(Month.parse(month), project.pay_day, next_month=project.pay_next_month).on for month in months
    }
    moves: Moves = defaultdict(Decimal)
    for key, owed in payable.items():
        for day, change in _changes(due_on[key[1]], owed, paid.get(key, [])):
            if day <= today:
                moves[day] += change
    return moves


def _changes(
    due_on: date, owed: list[tuple[date, Decimal]], paid: list[tuple[date, Decimal]]
) -> Iterable[tuple[date, Decimal]]:
    """How one worker's unpaid wages of one month change, never below zero.

    >>> list(_changes(date(2026, 2, 14), [(date(2026, 2, 5), Decimal(100))], [(date(2026, 2, 10), Decimal(40))]))
    [(datetime.date(2026, 2, 14), Decimal('60'))]
    """
    days = sorted({max(due_on, on) for on, _ in owed} | {max(due_on, on) for on, _ in paid})
    before = Decimal(0)
    for day in days:
        standing = sum((amount for on, amount in owed if max(due_on, on) <= day), Decimal(0))
        settled = sum((amount for on, amount in paid if on <= day), Decimal(0))
        now = max(standing - settled, Decimal(0))
        if now != before:
            yield day, now - before
        before = now
